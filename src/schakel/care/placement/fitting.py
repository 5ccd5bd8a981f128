"""Which schemes suit the people of a request, with what the centre may do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schakel.care.placement.choices import AUTHORITY, Authority, Scheme
from schakel.care.placement.rulebook import book
from schakel.methods.placement import Explanation, Outcome, Rule, RuleBook, RuleKind, explain


@dataclass(frozen=True)
class Fit:
    """One scheme: does it suit, who decides there, and the rules of the scheme with their answers."""

    scheme: Scheme
    authority: Authority
    outcome: Outcome
    explanation: Explanation


_ORDER = {Outcome.POSSIBLE: 0, Outcome.ASK: 1, Outcome.NOT: 2}


def fits(client: Mapping[str, Any], on: date) -> list[Fit]:
    """Every scheme by the rules that are its own; those that suit on top. Places are not looked at."""
    rules = book(on)
    found = [_fit(Scheme(scheme), client, rules) for scheme in Scheme.values]
    return sorted(found, key=lambda one: _ORDER[one.outcome])


# What the name of a scheme says already of every place in it.
_SEXES = {
    Scheme.WOMENS_SHELTER: {"sexes": {"FEMALE"}},
    Scheme.MENS_SHELTER: {"sexes": {"MALE"}},
}
_BY_NAME = "sexes"


def _is_own(rule: Rule, scheme: Scheme) -> bool:
    return rule.owner == scheme or (rule.code == _BY_NAME and scheme in _SEXES)


def _fit(scheme: Scheme, client: Mapping[str, Any], rules: RuleBook) -> Fit:
    place = {"scheme": scheme.value, **_SEXES.get(scheme, {})}
    own = [rule for rule in rules.rules if rule.kind is RuleKind.REQUIRE and _is_own(rule, scheme)]
    found = explain(client, place, RuleBook(own, rules.on))
    return Fit(scheme, AUTHORITY[scheme], found.outcome, found)
