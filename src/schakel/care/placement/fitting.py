"""Which schemes suit the people of a request, with what the centre may do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schakel.care.placement.choices import AUTHORITY, Authority, Scheme
from schakel.care.placement.rulebook import book
from schakel.methods.placement import Explanation, Outcome, RuleBook, RuleKind, explain


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


def _fit(scheme: Scheme, client: Mapping[str, Any], rules: RuleBook) -> Fit:
    of_scheme = [
        rule for rule in rules.rules if rule.owner == scheme and rule.kind is RuleKind.REQUIRE
    ]
    found = explain(client, {"scheme": scheme.value}, RuleBook(of_scheme, rules.on))
    return Fit(scheme, AUTHORITY[scheme], found.outcome, found)
