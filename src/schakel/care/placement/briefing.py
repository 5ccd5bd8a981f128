"""What is told of people, in words: the minimum before a shelter answers, and more once it has them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.care.placement.choices import Kin, Language, Priority, Safety
from schakel.care.placement.models import Client, Group, Offer
from schakel.care.placement.telling import TOLD, facts_of
from schakel.foundation.terms.queries import label
from schakel.foundation.ui.dates import PartialDate
from schakel.methods.placement import TERMS, Side, Term, Text, in_words

Row = tuple[str, str]


def told_rows(offer: Offer) -> list[Row]:
    """What the shelter was told, as (label, words); what nobody knows is said to be unknown."""
    told = json.loads(offer.told)
    needed, priority = told.pop("needed_on", None), told.pop("priority", "")
    rows = [(_("How soon"), capfirst(str(Priority(priority).label)))] if priority else []
    if needed:
        rows.append((_("Needed from"), date_format(date.fromisoformat(needed), "j F Y")))
    return rows + in_rows(told)


def needs_rows(group: Group) -> list[Row]:
    """What is known now of a group, as far as a shelter is told, as (label, words)."""
    return in_rows({name: value for name, value in facts_of(group).items() if name in TOLD})


def in_rows(facts: Mapping[str, Any]) -> list[Row]:
    """Facts of the vocabulary in the language of the page, in the order of the vocabulary."""
    rows = []
    for term in TERMS.values():
        # Places have facts by the same names.
        if term.side == Side.CLIENT and term.short in facts and not _follows(term.short, facts):
            words = _words(term.name, term.short, facts[term.short])
            rows.append((_label(term), words))
    return rows


def _label(term: Term) -> str:
    # In the vocabulary it is a number of a scale; here the words of the scale stand beside it.
    return (
        _("Safety needed") if term.short == "safety_level" else capfirst(_in_language(term.label))
    )


def _follows(name: str, facts: Mapping[str, Any]) -> bool:
    """Does another line say it already?"""
    return name == "minor" and "age" in facts


def _words(full: str, name: str, value: Any) -> str:
    if name == "languages":
        names = dict(Language.choices)
        return ", ".join(str(names.get(code, code)) for code in sorted(value))
    if name == "safety_level":
        return capfirst(str(Safety(value).label))
    value = frozenset(value) if isinstance(value, list) else value
    return capfirst(_in_language(in_words(full, value)))


def _in_language(text: Text) -> str:
    return text.in_("en" if (get_language() or "").startswith("en") else "nl")


def people_rows(clients: list[Client]) -> list[Row]:
    """Who they are: for pages that may show names and log that they did."""
    return [
        (capfirst(str(Kin(client.kin).label)), " · ".join(_about(client))) for client in clients
    ]


def _about(client: Client) -> list[str]:
    name = f"{client.given_names} {client.surname}".strip() or _("Name not known")
    parts = [name, label("gender", client.gender)]
    if client.date_of_birth:
        parts.append(_("born %(day)s") % {"day": PartialDate.parse(client.date_of_birth).label()})
    elif client.age is not None:
        parts.append(_("%(years)s years old") % {"years": client.age})
    return parts
