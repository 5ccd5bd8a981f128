"""Reports by a number: of a person, a report or a decision, or one that a reporter knows somebody by."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.terms.numbers import read_number
from schakel.foundation.vault.fields import blind
from schakel.methods.linkage.records import phone_of
from schakel.register.intake.identifiers import v_number
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.linkage.models import DecisionMembership, LinkKey
from schakel.register.linkage.standardising import hashed
from schakel.register.persons.models import Membership

# Behind one number so many reports are looked at.
MOST = 500
Reasons = dict[int, list[str]]


def by_number(text: str) -> Reasons:
    """Report → by which numbers it was found, nearest first; a number of the centre's own is nothing else."""
    number = read_number(text)
    own = _OWN.get(number[0]) if number else None
    if number and own:
        return {pk: [reason] for pk, reason in own(number)}
    found: Reasons = defaultdict(list)
    for pk, reason in _others(text.strip()):
        if reason not in found[pk]:
            found[pk].append(reason)
    return dict(sorted(found.items(), reverse=True))


def _of_person(number: str) -> Iterable[tuple[int, str]]:
    """Also what was moved or joined away since, so that an old number leads on."""
    rows = Membership.objects.filter(person__number=number)
    rows = rows.exclude(until__isnull=False, report__closed_identity__isnull=False)
    now: dict[int, bool] = {}
    for pk, until in rows.values_list("report", "until")[:MOST]:
        now[pk] = now.get(pk, False) or until is None
    for pk, still in sorted(now.items(), key=lambda one: (not one[1], -one[0])):
        yield pk, _("person number") if still else _("was with the person of this number")


def _of_report(number: str) -> Iterable[tuple[int, str]]:
    """The report, and the one that took its place or whose place it took."""
    near = Q(number=number) | Q(corrects__number=number) | Q(corrections__number=number)
    for pk, own in Report.objects.filter(near).values_list("pk", "number"):
        yield pk, _("report number") if own == number else _("correction of this report")


def _of_decision(number: str) -> Iterable[tuple[int, str]]:
    rows = DecisionMembership.objects.filter(decision__number=number)
    for pk in set(rows.values_list("membership__report", flat=True)[:MOST]):
        yield pk, _("decision number")


_OWN: dict[str, Callable[[str], Iterable[tuple[int, str]]]] = {
    "P": _of_person,
    "M": _of_report,
    "J": _of_decision,
}


def _others(text: str) -> Iterable[tuple[int, str]]:
    """Numbers of elsewhere, each by a keyed fingerprint."""
    for key, value, reason in (
        ("v", v_number(text), _("V-number")),
        ("p", phone_of(text), _("telephone number")),
    ):
        if value:
            sharing = LinkKey.objects.filter(key__in=hashed([f"{key}:{value}"]))
            yield from ((pk, reason) for pk in sharing.values_list("report", flat=True)[:MOST])
    # A reference says something within its sender only, so it is tried with each of them.
    scopes = list(Organisation.objects.values_list("number", flat=True))
    for column, reason in (
        ("reference_index", _("reference of the reporter")),
        ("person_key_index", _("key of the reporter")),
    ):
        indexes = [blind(ReportIdentity, column, scope, text) for scope in scopes]
        rows = ReportIdentity.objects.filter(**{f"{column}__in": [one for one in indexes if one]})
        yield from ((pk, reason) for pk in rows.values_list("pk", flat=True)[:MOST])
