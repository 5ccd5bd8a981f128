"""Which rules say who fits where, on a given day: those that are stored."""

from datetime import date

from schakel.care.placement.models import RuleVersion
from schakel.methods.placement import RuleBook


def book(on: date) -> RuleBook:
    """The rules that hold on that day; one query."""
    return RuleBook([row.rule() for row in RuleVersion.objects.in_force(on)], on)
