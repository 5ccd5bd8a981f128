"""Reports found by what somebody is said to be called, when they were born, or by a number.

Nothing in clear is asked of the database: names, dates and numbers are looked for by their keyed
fingerprints, and compared with the few reports that share one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from schakel.foundation.access.actors import Actor
from schakel.foundation.terms.answers import NO_ANSWER
from schakel.methods.linkage.names import tokens
from schakel.methods.linkage.records import Record, birth_of
from schakel.methods.linkage.searching import NOT_KNOWN, Answer, answer, keys_to_try
from schakel.register.intake.keepers import closed_reports
from schakel.register.intake.models import Report, ReportNationality
from schakel.register.linkage.finding import by_number
from schakel.register.linkage.looking import blocks, load, rarest_first
from schakel.register.linkage.models import LinkKey
from schakel.register.linkage.search_wording import in_words, nationality_in_words
from schakel.register.linkage.standardising import hashed
from schakel.register.persons.models import Membership
from schakel.register.persons.seeking import MOST_FOUND, Found, SearchTerms, TooWideError

# A search by one name looks through more than a comparison of two reports has to.
LOOKED_THROUGH = 500
LARGEST_BLOCK = 3000
_NATIONALITY, _NUMBER = 1.0, 4.0
Nationalities = Mapping[int, bool | None]


@dataclass
class _Hit:
    report: int
    score: float
    reasons: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


def find(terms: SearchTerms, user: Actor) -> list[Found]:
    """At most `MOST_FOUND` reports that `user` may see, the best first; also those that no longer count.

    Raises TooWideError where all that is looked for is too common to choose by.
    """
    wanted = Record("0", given=tokens(terms.names, True), birth=birth_of(terms.date_of_birth))
    numbered = by_number(terms.number) if terms.number else None
    chosen = _by_keys(wanted) if numbered is None else list(numbered)[:LOOKED_THROUGH]
    closed = set(closed_reports(user).values_list("pk", flat=True))
    chosen = [pk for pk in chosen if pk not in closed]
    if not chosen:
        return []
    nationalities = _nationalities(chosen, terms.nationality)
    records = {int(one.id): one for one in load(chosen)}
    hits = []
    for pk in chosen:
        answered = answer(wanted, records.get(pk) or Record(str(pk)))
        hit = _hit(pk, answered, nationalities, (numbered or {}).get(pk, []))
        if hit is not None:
            hits.append(hit)
    places = {pk: place for place, pk in enumerate(numbered or {})}
    hits.sort(key=lambda hit: (-hit.score, places.get(hit.report, 0), -hit.report))
    return _as_found(hits[:MOST_FOUND])


def _by_keys(wanted: Record) -> list[int]:
    """The reports that share the rarest keys with what is looked for."""
    keys = hashed(keys_to_try(wanted))
    found = blocks(keys, LARGEST_BLOCK)
    if not found and (not keys or LinkKey.objects.filter(key__in=keys).exists()):
        raise TooWideError
    return rarest_first(found, most=LOOKED_THROUGH)


def _nationalities(reports: Collection[int], wanted: str) -> Nationalities | None:
    """Where one is looked for: does each report say that nationality? None: it does not say."""
    if not wanted:
        return None
    found: dict[int, set[str]] = defaultdict(set)
    for row in ReportNationality.objects.filter(report__in=reports):
        if row.code not in NO_ANSWER:
            found[row.report_id].add(row.code)
    return {pk: wanted in found[pk] if found[pk] else None for pk in reports}


def _hit(
    report: int,
    answered: Answer | None,
    nationalities: Nationalities | None,
    numbers: list[str],
) -> _Hit | None:
    """What agrees and what is not known, in words; None where something else is said."""
    nationality = nationalities[report] if nationalities else None
    if answered is None or nationality is False:
        return None
    parts = [(answered.weight, answered.score)] if answered.weight else []
    hit = _Hit(report, 0.0, list(numbers))
    if numbers:
        parts.append((_NUMBER, 1.0))
    for_it, against = in_words(answered)
    if nationalities is not None:
        agrees = nationality is True
        parts.append((_NATIONALITY, 1.0 if agrees else NOT_KNOWN))
        (for_it if agrees else against).append(nationality_in_words(agrees))
    hit.reasons += for_it
    hit.differences += against
    weight = sum(each for each, _score in parts)
    hit.score = round(sum(each * score for each, score in parts) / weight, 3)
    return hit


def _as_found(hits: list[_Hit]) -> list[Found]:
    pks = [hit.report for hit in hits]
    reports = {row.pk: row for row in Report.objects.filter(pk__in=pks).with_status()}
    members = Membership.objects.open().filter(report__in=pks).select_related("person")
    people = {member.report_id: member.person for member in members.defer("reason")}
    return [
        Found(reports[hit.report], people.get(hit.report), hit.score, hit.reasons, hit.differences)
        for hit in hits
    ]
