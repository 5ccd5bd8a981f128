"""Everything that a page about one person shows of the reports about that person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.terms.answers import NO_ANSWER, UNKNOWN
from schakel.foundation.terms.queries import label, nationality_label
from schakel.foundation.ui.dates import PartialDate
from schakel.methods.linkage.names import ascii_words, tokens, transliterated
from schakel.register.intake.choices import ENDED
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.intake.queries import ages_label, birth_basis_label, birth_label
from schakel.register.persons.statements import (
    Agree,
    Fact,
    Said,
    always,
    coded,
    equal,
    one_holds_the_other,
    overlapping,
    side_by_side,
)

# So many reports stand beside each other; more do not fit a reader's head.
MOST_BESIDE = 8


@dataclass(frozen=True)
class Comparison:
    """Facts by report. `left_out`: how many older reports are not shown."""

    reports: list[Report]
    facts: list[Fact]
    left_out: int = 0
    unknown: list[str] = field(default_factory=list)  # facts of which no report says anything

    @property
    def differing(self) -> int:
        """In how many facts the reports disagree."""
        return sum(fact.differs for fact in self.facts)


def comparison(reports: Iterable[Report]) -> Comparison:
    """What the reports that count say beside each other, without identity; the newest come first.

    Wants `queries.members`.
    """
    counting = [row for row in reports if row.status not in ENDED][::-1]
    shown = counting[:MOST_BESIDE]
    facts = [
        side_by_side(name, map(say, shown), agree)
        for name, say, agree in (
            (_("Gender"), partial(_coded, "gender"), equal),
            (_("Age at the report"), _age, overlapping),
            (_("Nationality"), _nationality, one_holds_the_other),
            (_("Country of birth"), partial(_named, "country_of_birth"), equal),
            (_("Form of exploitation"), _forms, one_holds_the_other),
            (_("Municipality of exploitation"), partial(_named, "place_municipality"), equal),
            (_("Country of exploitation"), partial(_named, "place_country"), equal),
            (_("Domestic or cross-border"), partial(_coded, "domestic_crossborder"), equal),
            (_("Only art. 273f(1)(3)"), _only_sub3, equal),
        )
    ]
    unknown = [fact.label for fact in facts if not fact.known]
    known = [fact for fact in facts if fact.known]
    return Comparison(shown, known, len(counting) - len(shown), unknown)


def _coded(column: str, row: Report) -> Said:
    code = getattr(row, column)
    return coded(code, label(column, code) if code != UNKNOWN else "")


def _named(column: str, row: Report) -> Said:
    place = getattr(row, column)
    return Said(place.pk, str(place)) if place else Said(None)


def _age(row: Report) -> Said:
    """Ages at different times agree where they leave a year of birth in common."""
    if row.ages is None:
        return Said(None)
    low, high = row.ages
    born = (row.year - high - 1, row.year - low) if row.year else None
    return Said(born, str(ages_label(row.ages)))


def _nationality(row: Report) -> Said:
    codes = [one.code for one in row.nationalities.all()]
    said = frozenset(code for code in codes if code not in NO_ANSWER)
    named = [nationality_label(code) for code in codes if code != UNKNOWN]
    return Said(said or None, ", ".join(named))


def _forms(row: Report) -> Said:
    codes = list(dict.fromkeys(one.form for one in row.forms.all() if one.form != UNKNOWN))
    named = (label("exploitation_form", code) for code in codes)
    return Said(frozenset(codes) or None, ", ".join(named))


def _only_sub3(row: Report) -> Said:
    return Said(row.sub3_only, {True: _("Yes"), False: _("No"), None: ""}[row.sub3_only])


def identities(rows: Iterable[ReportIdentity], *, with_sender: bool = False) -> Comparison:
    """Who each report says that it is about, the newest first. Log that you showed it.

    `with_sender`: also how its sender knows the person, and the note.
    """
    shown = list(rows)[::-1]
    facts = [
        side_by_side(name, (_said(getattr(row, column), read) for row in shown), agree)
        for name, column, read, agree in (*_IDENTITY, *(_SENDERS if with_sender else ()))
    ]
    genders = [_coded("gender", row.report) for row in shown]
    facts.append(side_by_side(_("Gender"), genders))
    return Comparison([row.report for row in shown], [fact for fact in facts if fact.known])


def _said(text: str, read: Callable[[str], Said]) -> Said:
    return read(text) if text else Said(None)


def _surname(text: str) -> Said:
    return _name(text, surname=True)


def _name(text: str, surname: bool = False) -> Said:
    """Compared as linkage compares: without diacritics, script and particles."""
    parts = frozenset(token.text for token in tokens(text, surname))
    return Said(parts or None, text, transliterated(text))


def _place(text: str) -> Said:
    return Said(" ".join(ascii_words(text)) or None, text, transliterated(text))


def _number(text: str) -> Said:
    return Said("".join(char for char in text if char.isdecimal())[-9:] or None, text)


def _birth(text: str) -> Said:
    """Compared as the days that it may have been; 1 January may have been any day of that year."""
    born = PartialDate.parse(text)
    wide = PartialDate(born.year, about=born.about) if born.may_stand_for_unknown else born
    return Said((wide.earliest(), wide.latest()), birth_label(born))


def _text(text: str) -> Said:
    return Said(text, text)


def _basis(text: str) -> Said:
    return Said(text, birth_basis_label(text))


_IDENTITY: tuple[tuple[Any, str, Callable[[str], Said], Agree], ...] = (
    (gettext_lazy("Surname"), "surname", _surname, one_holds_the_other),
    (gettext_lazy("Name prefix"), "name_prefix", _name, always),
    (gettext_lazy("Given names"), "given_names", _name, one_holds_the_other),
    (gettext_lazy("Surname at birth"), "birth_name", _surname, one_holds_the_other),
    (gettext_lazy("Other names"), "aliases", _name, always),
    (gettext_lazy("Date of birth"), "date_of_birth", _birth, overlapping),
    (gettext_lazy("How the date is known"), "birth_basis", _basis, always),
    (gettext_lazy("Place of birth"), "birth_place", _place, equal),
    (gettext_lazy("V-number"), "v_number", _number, equal),
    (gettext_lazy("Telephone number of the person"), "phone", _number, always),
)
_SENDERS: tuple[tuple[Any, str, Callable[[str], Said], Agree], ...] = (
    (gettext_lazy("Reference of the reporter"), "reporter_reference", _text, always),
    (gettext_lazy("Key of the reporter"), "person_key", _text, always),
    (gettext_lazy("Note"), "note", _text, always),
)


def statuses(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """Residence, reflection period and police report as each report gave them, the oldest first.

    Corrected and withdrawn reports are in, and say so; what changed since the last answer is marked.
    """
    columns = ("residence_status", "reflection_period_status", "police_report_status")
    rows = sorted(reports, key=lambda row: (row.reported_on or "9", row.received_at, row.pk))
    last: dict[str, str] = {}
    found = []
    for row in rows:
        cells = []
        for column in columns:
            code = getattr(row, column)
            known = code not in NO_ANSWER
            changed = known and last.get(column, code) != code
            cells.append({"text": label(column, code), "known": known, "changed": changed})
            if known and row.status not in ENDED:
                last[column] = code
        found.append({"report": row, "cells": cells, "counts": row.status not in ENDED})
    return found
