"""On which ground a kind of reporter may share data for a purpose: proposed here, decided by people.

Answers from the rule table (`grounds.LegalRule`), which `reference` fills from the centre's published
working method and administrators extend. Kept in process memory; a question costs no query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schakel.foundation.geography.freshness import Remembered
from schakel.register.intake.grounds import AgeBand, LegalRule

REGISTRATION = "REGISTRATION"
CONSENT_VICTIM = "CONSENT_VICTIM"
CONSENT_PARENT = "CONSENT_PARENT"
NO_IDENTITY = "NO_IDENTITY"
CONSENT = frozenset({CONSENT_VICTIM, CONSENT_PARENT})
# Weighed case by case, by people: offered where a rule says so, never proposed by itself.
PER_CASE = frozenset({"LEGITIMATE_INTEREST", "VITAL_INTEREST"})
# Under this name the edition of the rules is counted in the database.
EDITION = "legal_rules"


@dataclass(frozen=True)
class Ground:
    """One ground that may be used: a code of `legal_basis`, why, and whether it must be signed for."""

    legal_basis: str
    needs_document: bool
    rule: LegalRule

    @property
    def citation(self) -> str:
        """The text that says so, in the language of the page."""
        return self.rule.citation


def _read() -> tuple[LegalRule, ...]:
    return tuple(LegalRule.objects.order_by("order", "pk"))


_rules = Remembered(EDITION, _read)


def forget() -> None:
    """Read the rules anew at the next question; whoever changes them calls this afterwards."""
    _rules.forget()


def legal_rules() -> tuple[LegalRule, ...]:
    """Every rule, ended ones too, in the order in which grounds are proposed."""
    return _rules.get()


def decide(reporter_type: str, purpose: str, age: int | None, on: date) -> list[Ground]:
    """The grounds for this purpose on the day `on`, the one to propose first; age None: not known.

    The route without an identity is always among them for registration, since its rules cannot be ended.
    """
    band = AgeBand.of(age)
    found: dict[str, Ground] = {}
    for rule in legal_rules():
        if rule.applies_on(on) and rule.covers(reporter_type, purpose, band):
            ground = Ground(rule.legal_basis, rule.needs_document, rule)
            found.setdefault(rule.legal_basis, ground)
    return list(found.values())


def explained(reporter_type: str, purpose: str, legal_basis: str, age: int | None, on: date) -> str:
    """The citation of a ground that was used on the day `on`; "" where no rule ever named it.

    The rule of that day comes first, then one that would have fitted: the age may have been corrected,
    and a file may name a ground that was agreed on earlier.
    """
    band = AgeBand.of(age)
    named = [
        rule
        for rule in legal_rules()
        if rule.legal_basis == legal_basis
        and rule.purpose == purpose
        and rule.reporter_type in ("", reporter_type)
    ]
    named.sort(key=lambda rule: (not rule.applies_on(on), rule.age_group not in ("ANY", band)))
    return named[0].citation if named else ""


def has_statutory_basis(reporter_type: str) -> bool:
    """Does this kind of reporter need no consent for registration?"""
    return _statutory(decide(reporter_type, REGISTRATION, None, timezone.localdate())) is not None


def proposed_basis(
    reporter_type: str,
    purpose: str,
    *,
    consent: bool = False,
    age: int | None = None,
    on: date | None = None,
) -> str:
    """The code of `legal_basis` that fits; NO_IDENTITY where nothing allows sharing who it is."""
    grounds = decide(reporter_type, purpose, age, on or timezone.localdate())
    statutory = _statutory(grounds)
    if statutory:
        return statutory
    signed = (one.legal_basis for one in grounds if one.legal_basis in CONSENT)
    return next(signed, NO_IDENTITY) if consent else NO_IDENTITY


def may_rest_on(reporter_type: str, purpose: str, legal_basis: str, age: int | None) -> bool:
    """May this kind of reporter name this ground for this purpose today?"""
    if legal_basis == NO_IDENTITY:
        return True
    grounds = decide(reporter_type, purpose, age, timezone.localdate())
    return any(one.legal_basis == legal_basis for one in grounds)


def allows_identity(bases: Iterable[str]) -> bool:
    """May a report on these grounds hold names and a date of birth?"""
    return any(basis != NO_IDENTITY for basis in bases)


def _statutory(grounds: Iterable[Ground]) -> str | None:
    """The ground that the law itself gives: no signature, nothing to weigh."""
    others = CONSENT | PER_CASE | {NO_IDENTITY}
    for one in grounds:
        if not one.needs_document and one.legal_basis not in others:
            return one.legal_basis
    return None
