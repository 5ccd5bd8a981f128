"""The weekly list: every unit as it stands, to confirm or to change."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.care.placement.boards import Board, Line
from schakel.care.placement.choices import (
    WORDS,
    ClosureReason,
    Destination,
    OverstayReason,
    UnitState,
    Word,
)
from schakel.care.placement.shelter_forms import check_ahead, choice_field, day_field
from schakel.care.placement.weekly import Said, asks_longer, seen


class WeeklyForm(forms.Form):
    """Fields are named after what they ask and the primary key of the unit: `word_12`, `to_12`."""

    mark_optional = False

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.unit.pk: line for board in boards for line in board.lines}
        self.fields["known"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=seen(boards), required=False, label="known"
        )
        self.groups: list[tuple[str, list[str], str]] = []
        for board in boards:
            for line in board.lines:
                self._add(line, board.site.name if len(boards) > 1 else "")

    def _add(self, line: Line, site: str) -> None:
        key = line.unit.pk
        self.fields[f"mark_{key}"] = forms.CharField(
            widget=forms.HiddenInput, initial=line.mark, required=False, label="mark"
        )
        words = WORDS[self._shown(line)]
        if not words:
            return
        self.fields[f"word_{key}"] = forms.ChoiceField(
            label=_("How does it stand?"),
            choices=[(word, word.label) for word in words],
            initial=words[0],
            widget=forms.RadioSelect,
        )
        for name, field in self._more(line).items():
            self.fields[f"{name}_{key}"] = field
        names = [name for name in self.fields if name.endswith(f"_{key}")]
        legend = f"{line.unit.name} · {site}" if site else line.unit.name
        self.groups.append((legend, names, _about(line)))

    def _shown(self, line: Line) -> str:
        """How the unit stood on the page that was filled in: what was said answers that, not what is now."""
        mark = self.data.get(f"mark_{line.unit.pk}", "") if self.is_bound else line.mark
        state = mark.split(":")[0]
        return state if state in UnitState.values else line.state

    def _asks_longer(self, line: Line) -> bool:
        return f"until_{line.unit.pk}" in self.data if self.is_bound else asks_longer(line)

    def _more(self, line: Line) -> dict[str, forms.Field]:
        if self._shown(line) == UnitState.FREE:
            return {
                "why": choice_field(
                    ClosureReason.choices, label=_("Why is it closed?"), required=False
                ),
                "opens": day_field(
                    label=_("Open again on"),
                    required=False,
                    help_text=_("Leave empty as long as you do not know."),
                ),
            }
        if self._shown(line) != UnitState.STAY:
            return {}
        more: dict[str, forms.Field] = {
            "to": choice_field(Destination.choices, label=_("Where to?"), required=False)
        }
        if self._asks_longer(line):
            until = (
                _("Stays up to and including")
                if line.over
                else _("Stays longer? Then up to and including")
            )
            more["until"] = day_field(label=until, required=False)
            more["longer"] = choice_field(
                OverstayReason.choices, label=_("Why longer?"), required=False
            )
        return more

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key, line in self.lines.items():
            self._check(key, line, cleaned)
        return cleaned

    def _check(self, key: int, line: Line, given: dict[str, Any]) -> None:
        word = given.get(f"word_{key}")
        if word == Word.LEFT:
            self._need(f"to_{key}", given, _("Choose where they went, or that it is not known."))
        elif word == Word.CLOSED and f"why_{key}" in self.fields:
            self._need(f"why_{key}", given, _("Choose why it is closed."))
            self._ahead(f"opens_{key}", given)
        elif word == Word.STAYS and f"until_{key}" in self.fields:
            some = line.over or given.get(f"until_{key}") or given.get(f"longer_{key}")
            if some:
                self._need(f"until_{key}", given, _("Fill in until when."))
                self._need(f"longer_{key}", given, _("Choose why."))
                self._ahead(f"until_{key}", given)

    def _need(self, name: str, given: dict[str, Any], text: str) -> None:
        if not given.get(name) and name not in self.errors:
            self.add_error(name, text)

    def _ahead(self, name: str, given: dict[str, Any]) -> None:
        try:
            check_ahead(given.get(name))
        except forms.ValidationError as error:
            self.add_error(name, error)

    def said(self) -> dict[int, Said]:
        """What was said, by the primary key of the unit. Valid forms only."""
        return {key: self._said(key) for key in self.lines}

    def _said(self, key: int) -> Said:
        given = self.cleaned_data
        opens: date | None = given.get(f"opens_{key}")
        return Said(
            mark=given.get(f"mark_{key}", ""),
            word=given.get(f"word_{key}", ""),
            destination=given.get(f"to_{key}", ""),
            until=given.get(f"until_{key}"),
            reason=given.get(f"why_{key}") or given.get(f"longer_{key}", ""),
            opens_at=_start_of(opens) if opens else None,
        )


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(day: date) -> str:
    return date_format(day, "j F")


def _about(line: Line) -> str:
    """Who is there since when, without a name."""
    if line.placement is not None:
        parts = [line.placement.group.number]
        parts.append(
            _("since %(day)s") % {"day": _day(timezone.localdate(line.placement.placed_at))}
        )
        if line.ends_on and asks_longer(line):
            day = _day(line.ends_on)
            over = (
                _("agreed up to and including %(day)s, which is over")
                if line.over
                else _("agreed up to and including %(day)s")
            )
            parts.append(over % {"day": day})
        return ", ".join(parts)
    return line.reason
