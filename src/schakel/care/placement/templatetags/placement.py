"""Filters of the pages of first shelter."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from schakel.care.placement import wording, work
from schakel.care.placement.choices import ClosureReason, Language, OccupancyKind, State
from schakel.care.placement.queries import is_stale
from schakel.care.placement.tending import Stall
from schakel.foundation.terms.queries import nationality_label
from schakel.methods.placement import Text, Verdict

register = template.Library()


@register.filter
def clock(moment: datetime) -> str:
    """Time left until a moment, or how much too late it is."""
    return work.clock(moment)


@register.filter
def waited(moment: datetime) -> str:
    """How long ago, in the unit that fits."""
    return work.waited(moment)


@register.filter
def comes_up(stall: Stall) -> str:
    """Who was told that nothing happens with a request, and when the next time is."""
    return work.comes_up(stall)


@register.filter
def said(text: Text) -> str:
    """A text of the rules, in the language of the page."""
    return wording.said(text)


@register.filter
def priority_kind(priority: str) -> str:
    """The kind of badge for a priority."""
    return wording.priority_kind(priority)


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """What stands in a mapping under this key; "" where nothing does."""
    return found.get(key, "")


@register.filter
def stale(confirmed_at: datetime | None) -> bool:
    """Is it too long ago that the site said how it stands?"""
    return is_stale(confirmed_at)


@register.filter
def by_whom(actor: str, names: Mapping[str, str]) -> str:
    """A colleague's name, or that it went by itself."""
    return names.get(actor, _("the system"))


@register.filter
def state_words(state: str) -> str:
    """Where a request stands, at the start of a sentence."""
    return capfirst(str(State(state).label))


@register.filter
def told(verdict: Verdict) -> str:
    """What a rule was held against: the facts that it speaks of, with their values."""
    return "; ".join(
        f"{wording.fact_label(name)}: {wording.value_of(name, verdict.values[name])}"
        for name in verdict.values
    )


@register.filter
def outcome_words(outcome: str) -> str:
    """Does the place fit?"""
    return str(wording.OUTCOMES[outcome])


@register.filter
def criterion_words(criterion: str) -> str:
    """What points are given for."""
    return str(wording.CRITERIA[criterion])


@register.filter
def points(total: int) -> str:
    """A total of 0 to 10,000 as points out of 100."""
    return str(round(total / 100))


@register.filter
def busy_words(kind: str) -> str:
    """Why a unit is not free."""
    return str(OccupancyKind(kind).label)


@register.filter
def nationality_words(code: str) -> str:
    """A nationality by its name."""
    return nationality_label(code)


@register.filter
def language_words(codes: str) -> str:
    """Languages by their names: "nl en" as "Dutch, English"."""
    names = dict(Language.choices)
    return ", ".join(str(names.get(code, code)) for code in codes.split())


@register.filter
def closure_words(reason: str) -> str:
    """Why a unit is closed for a time."""
    return str(ClosureReason(reason).label) if reason else ""
