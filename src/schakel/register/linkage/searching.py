"""Reports found by what somebody is said to be called, when they were born, or by a number.

A search need not be complete, nor be spelt as a report spells it; without a name, a date or a number to look
for there is nothing to find.
"""

from dataclasses import dataclass

from schakel.methods.linkage.comparison import Comparison, Date, Name, Plain, compare
from schakel.methods.linkage.model import probability
from schakel.methods.linkage.records import Record, record_of
from schakel.register.intake.models import Report
from schakel.register.linkage.comparing import levels_of
from schakel.register.linkage.looking import MOST, blocks, load, rarest_first, scorer_for
from schakel.register.linkage.modelling import model_in_use, parameters_of
from schakel.register.linkage.standardising import hashed, search_keys
from schakel.register.linkage.wording import told
from schakel.register.persons.models import Membership
from schakel.register.persons.seeking import Found, SearchTerms

SHOWN = 50
_FAR = (Name.OTHER, Name.NOT_KNOWN)


def record_of_terms(terms: SearchTerms) -> Record:
    """What is looked for, standardised as a report is."""
    return record_of(
        {
            "report_id": "0",
            "first_names": terms.given_names,
            "last_name": terms.surname,
            "alias": terms.alias,
            "dob": terms.date_of_birth,
            "sex": {"FEMALE": "F", "MALE": "M"}.get(terms.gender, ""),
            "nationality": terms.nationality,
            "v_number": terms.v_number,
            "phone": terms.phone,
        }
    )


def find(terms: SearchTerms) -> list[Found]:
    """At most `SHOWN` reports, the best first; also those that no longer count."""
    wanted = record_of_terms(terms)
    pks = rarest_first(blocks(hashed(search_keys(wanted))), most=2 * MOST)
    scorer = scorer_for([wanted], parameters_of(model_in_use()))
    found = []
    for other in load(pks):
        compared = compare(wanted, other)
        if _answers(wanted, compared):
            found.append(_Hit(other, scorer.weight(wanted, other, compared), levels_of(compared)))
    found.sort(key=lambda hit: (-hit.weight, hit.record.id))
    return _as_found(found[:SHOWN])


@dataclass
class _Hit:
    record: Record
    weight: float
    levels: dict


def _answers(wanted: Record, found: Comparison) -> bool:
    """Does every term that was given agree, as far as the report says anything about it?"""
    plain = ("sex", "nationality", "v_number", "phone")
    if any(getattr(found, topic) == Plain.OTHER for topic in plain):
        return False
    names = [found.given] * bool(wanted.given) + [found.last] * bool(wanted.last)
    if any(name in _FAR for name in names) and found.alias in _FAR:
        return False
    if wanted.alias and found.alias in _FAR:
        return False
    return found.birth not in (Date.SOME_YEARS, Date.OTHER)


def _as_found(hits: list[_Hit]) -> list[Found]:
    pks = [int(hit.record.id) for hit in hits]
    reports = {row.pk: row for row in Report.objects.filter(pk__in=pks).with_status()}
    members = Membership.objects.open().filter(report__in=pks).select_related("person")
    people = {member.report_id: member.person for member in members.defer("reason")}
    return [
        Found(
            reports[pk], people.get(pk), round(probability(hit.weight), 6), told(hit.levels).reasons
        )
        for pk, hit in zip(pks, hits, strict=True)
    ]
