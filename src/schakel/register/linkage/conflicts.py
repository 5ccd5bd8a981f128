"""What speaks against two persons being one: shown before a join and kept with the decision.

An app above that knows more (who stays where) adds its own check in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from schakel.foundation.terms.answers import NO_ANSWER
from schakel.register.intake.models import Report, ReportIdentity, ReportPurpose
from schakel.register.linkage.choices import ConflictKind

SHELTER = "SHELTER"
DOCUMENT = "DOCUMENT"
# A date of birth known to the day, as text.
_FULL_DATE = len("2001-03-04")


@dataclass(frozen=True)
class Conflict:
    """One thing that the two cannot both have; the numbers of the reports that say so, no values."""

    kind: ConflictKind
    reports: tuple[str, ...]


Reports = Sequence[Report]
Check = Callable[[Reports, Reports], Iterable[Conflict]]
_checks: list[Check] = []


def checks(check: Check) -> Check:
    """Mark a function that compares the standing reports of two persons."""
    _checks.append(check)
    return check


def unregister(check: Check) -> None:
    """No longer ask it; for tests."""
    _checks.remove(check)


def conflicts(left: Reports, right: Reports) -> list[Conflict]:
    """Everything that speaks against these reports being about one person."""
    return [found for check in _checks for found in check(left, right)]


@checks
def _sex(left: Reports, right: Reports) -> Iterable[Conflict]:
    one, other = (_by(rows, lambda row: row.gender) for rows in (left, right))
    if one and other and not one.keys() & other.keys():
        yield Conflict(ConflictKind.SEX, _numbers(one, other))


@checks
def _birth_years(left: Reports, right: Reports) -> Iterable[Conflict]:
    """Dates from identity documents speak louder; years alone and ages are estimates, and not compared."""
    rows = ReportIdentity.objects.filter(report__in=[*left, *right], report__closed_identity=None)
    born = {
        row.pk: (row.date_of_birth[:4], row.birth_basis == DOCUMENT)
        for row in rows.only("report", "date_of_birth", "birth_basis")
        if len(row.date_of_birth) == _FULL_DATE
    }

    def years(rows: Reports, *, documented: bool) -> dict[str, list[str]]:
        said = {pk: year for pk, (year, shown) in born.items() if shown or not documented}
        return _by(rows, lambda row: said.get(row.pk, ""))

    for kind, documented in (
        (ConflictKind.BIRTH_YEARS, True),
        (ConflictKind.BIRTH_DATES, False),
    ):
        one, other = (years(rows, documented=documented) for rows in (left, right))
        if one and other and not one.keys() & other.keys():
            yield Conflict(kind, _numbers(one, other))
            return


@checks
def _shelter(left: Reports, right: Reports) -> Iterable[Conflict]:
    asked = set(
        ReportPurpose.objects.filter(
            report__in=[*left, *right], purpose=SHELTER, withdrawn=None
        ).values_list("report", flat=True)
    )
    one, other = (
        _by(rows, lambda row: str(row.year or "") if row.pk in asked else "")
        for rows in (left, right)
    )
    both = one.keys() & other.keys()
    if both:
        yield Conflict(
            ConflictKind.SHELTER_ASKED,
            _numbers(*({year: rows[year] for year in both} for rows in (one, other))),
        )


def _by(rows: Reports, key: Callable[[Report], str]) -> dict[str, list[str]]:
    """The numbers of the reports by what they say; those that say nothing are left out."""
    found: dict[str, list[str]] = {}
    for row in rows:
        value = key(row)
        if value and value not in NO_ANSWER:
            found.setdefault(value, []).append(row.number)
    return found


def _numbers(*found: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(
        sorted(number for each in found for numbers in each.values() for number in numbers)
    )
