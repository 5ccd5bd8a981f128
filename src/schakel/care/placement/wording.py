"""Facts, rules and history of first shelter in words, in the language of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from schakel.care.placement.choices import (
    AnswerKind,
    Destination,
    Happening,
    Language,
    Origin,
    OverstayReason,
    Priority,
    RefusalReason,
    Safety,
    Scheme,
    State,
)
from schakel.care.placement.models import Event
from schakel.foundation.geography.queries import region_choices
from schakel.methods.placement import (
    CODES,
    TERMS,
    Criterion,
    Outcome,
    Side,
    Text,
    in_words,
    label_of,
)

# Follows from other facts, or says nothing by itself.
_DERIVED = frozenset({"sex", "sexes", "age", "youngest_age", "oldest_age", "minor", "consent"})


def said(text: Text) -> str:
    """A text of the rules, in the language of the page."""
    return text.in_("en" if get_language() == "en" else "nl")


def _fact_label(name: str) -> str:
    return capfirst(said(TERMS[name].label))


fact_label = lazy(_fact_label, str)


def code_choices(name: str) -> list[tuple[str, str]]:
    """What a fact may be, as the choices of a field."""
    of = TERMS[name]
    return [(code, capfirst(said(label_of(of, code)))) for code in CODES[of.codes]]


def fact_rows(facts: Mapping[str, Any], people_beside: bool = False) -> list[tuple[str, str]]:
    """What is known of a client, as (label, words) in a fixed order; every "no" in one last row.

    `people_beside`: who they are stands beside it, so that is not said again.
    """
    left_out = _DERIVED if people_beside else frozenset({"minor"} if "age" in facts else ())
    known = [
        (term.name, facts[term.short])
        for term in TERMS.values()
        # Places have facts by the same names.
        if term.side == Side.CLIENT and term.short in facts and term.short not in left_out
    ]
    rows = [
        (_row_label(name), capfirst(value_of(name, value)))
        for name, value in known
        if value is not False
    ]
    if not_so := [said(TERMS[name].label) for name, value in known if value is False]:
        rows.append((_("Not the case"), capfirst(", ".join(not_so))))
    return rows


def _row_label(name: str) -> str:
    # In the vocabulary it is a number of a scale; here the words of the scale stand beside it.
    return _("Safety needed") if name == "client.safety_level" else _fact_label(name)


def value_of(name: str, value: Any) -> str:
    """A value of a fact in words; regions and languages by their names."""
    if name.endswith(".safety_level") and value is not None:
        return str(Safety(value).label)
    names = _names_of(name)
    if names and isinstance(value, str):
        return names.get(value, value)
    if names and isinstance(value, set | frozenset | list) and value:
        return ", ".join(str(names.get(code, code)) for code in sorted(value))
    return said(in_words(name, frozenset(value) if isinstance(value, list | set) else value))


def _names_of(name: str) -> Mapping[str, Any]:
    if name in ("client.excluded_regions", "place.region"):
        return dict(region_choices())
    return dict(Language.choices) if name.endswith(".languages") else {}


def not_known(facts: Mapping[str, Any], wanted: Iterable[str]) -> list[str]:
    """The labels of those of `wanted` that nobody has told yet."""
    return [_fact_label(f"client.{name}") for name in wanted if facts.get(name) is None]


_REASONS: dict[str, Promise | str] = {
    one.value: one.label
    for kinds in (Scheme, RefusalReason, AnswerKind, Origin, Destination, OverstayReason)
    for one in kinds
}


def reason_in_words(event: Event) -> str:
    """The coded reason of an event; "" where it has none or a code of the machine."""
    return str(_REASONS.get(event.reason, ""))


def timeline(events: Iterable[Event], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """History for the component: what happened, who wrote it down, and the note."""
    return [{"time": one.at, "title": _title(one), "text": _text(one, names)} for one in events]


def _title(event: Event) -> str:
    parts = [str(Happening(event.kind).label), reason_in_words(event)]
    if event.kind == Happening.STATE:  # what else happened says the state itself
        parts.insert(1, str(State(event.state).label))
    return capfirst(": ".join(part for part in parts if part))


def _text(event: Event, names: Mapping[str, str]) -> str:
    who = names.get(event.by, _("the system"))
    return f"{event.note} – {who}" if event.note else who


def priority_kind(priority: str) -> str:
    """How a badge shows the priority."""
    return {Priority.TONIGHT: "error", Priority.DAYS: "warning"}.get(Priority(priority), "neutral")


OUTCOMES: dict[str, Promise] = {
    Outcome.POSSIBLE: gettext_lazy("fits"),
    Outcome.ASK: gettext_lazy("ask first"),
    Outcome.NOT: gettext_lazy("does not fit"),
}
CRITERIA: dict[str, Promise] = {
    Criterion.SAFETY: gettext_lazy("Safety"),
    Criterion.SCARCITY: gettext_lazy("Scarce places kept free for who needs them"),
    Criterion.FIT: gettext_lazy("How well it suits"),
    Criterion.GROUP: gettext_lazy("Children and who travels along"),
    Criterion.CONTINUITY: gettext_lazy("Staying where one is known"),
}
