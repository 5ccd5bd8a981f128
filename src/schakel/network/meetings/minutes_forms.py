"""The form in which minutes of one item are written, by more than one at a time if need be."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.ui.free_text import findings
from schakel.foundation.ui.guarding import SENTENCES, guarded
from schakel.network.meetings.choices import Outcome
from schakel.network.meetings.forms import day_field, text_field
from schakel.network.meetings.marks import mark, plain
from schakel.network.meetings.minuting import WRITTEN
from schakel.network.meetings.models import AgendaItem

MINE, THEIRS, BOTH = "mine", "theirs", "both"
TEXTS = ("minutes", "decision", "answer")


@dataclass(frozen=True)
class Clash:
    """One field in which two people wrote at the same time, side by side."""

    name: str
    label: str
    mine: str
    theirs: str
    theirs_mark: str
    can_join: bool


class MinutesForm(forms.Form):
    """What was said and decided about one item.

    With each field goes the mark of what stood on the page, so that two people may write at the same time.
    """

    mark_optional = False

    minutes = text_field(_("Minutes"), 4, longest=8000)
    decision = text_field(pgettext_lazy("of a meeting", "Decision"), 2)
    answer = text_field(
        _("Answer to who raised it"), 2, help_text=_("Goes out when the minutes are ready.")
    )
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    until = day_field(_("Parked: look again on"), required=False)

    def __init__(self, data: Any = None, *, item: AgendaItem) -> None:
        super().__init__(data, prefix=f"i{item.pk}")
        self.item = item
        self.clashes: list[Clash] = []
        if not item.signal_id:
            del self.fields["until"], self.fields["answer"]
        self.written = [name for name in WRITTEN if name in self.fields]
        self.fields["outcome"].choices = _outcomes(item)  # type: ignore[attr-defined]
        for name in self.written:
            self.initial[name] = getattr(item, name)
            if name in TEXTS:
                guarded(self.fields[name].widget)
            seen = forms.CharField(required=False, widget=forms.HiddenInput)
            self.fields[_seen(name)] = seen
            self.initial[_seen(name)] = mark(getattr(item, name))

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in and is right, by field; not where a colleague's words were chosen."""
        return {
            name: self._chosen(name)
            for name in self.written
            if name in self.cleaned_data and self.add_prefix(name) in self.data
            if self._choice(name) != THEIRS
        }

    @property
    def seen(self) -> dict[str, str]:
        """The marks of what stood on the page, or of the colleague's words beside which one chose."""
        return {
            name: self._theirs_mark(name)
            if self._choice(name)
            else str(self.cleaned_data.get(_seen(name), ""))
            for name in self.written
        }

    def _chosen(self, name: str) -> Any:
        mine, theirs = self.cleaned_data[name], getattr(self.item, name)
        if self._choice(name) == BOTH and name in TEXTS:
            return f"{theirs}\n\n{mine}"
        return plain(mine) if name in TEXTS else mine

    def _choice(self, name: str) -> str:
        choice = self.data.get(self.add_prefix(f"keep_{name}"), "")
        return choice if choice in (MINE, THEIRS, BOTH) else ""

    def _theirs_mark(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(f"theirs_{name}"), ""))

    def show_clashes(self, clashes: dict[str, Any]) -> None:
        """Put what a colleague wrote in the same fields beside what was sent."""
        for name, theirs in clashes.items():
            field = self.fields[name]
            mine = self.cleaned_data[name]
            self.clashes.append(
                Clash(
                    name=name,
                    label=str(field.label),
                    mine=self._words(name, mine),
                    theirs=self._words(name, theirs),
                    theirs_mark=mark(theirs),
                    can_join=name in TEXTS,
                )
            )

    def _words(self, name: str, value: Any) -> str:
        if name == "outcome":
            return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
        return f"{value:%d-%m-%Y}" if name == "until" and value else plain(value)

    def after(self, item: AgendaItem) -> "MinutesForm":
        """The form as it is shown once more: anew, but for what was not written down."""
        anew = MinutesForm(item=item)
        unsaved = self.unsaved
        if not unsaved:
            return anew
        data = {anew.add_prefix(name): anew.initial.get(name) or "" for name in anew.fields}
        for name in unsaved:
            for sent in (name, _seen(name)):
                data[self.add_prefix(sent)] = self.data.get(self.add_prefix(sent), "")
        again = MinutesForm(data, item=item)
        again.full_clean()
        again.clashes = self.clashes
        return again

    @property
    def unsaved(self) -> list[str]:
        """The fields whose words stand on the page only."""
        clashing = {clash.name for clash in self.clashes}
        return [name for name in self.written if name in self.errors or name in clashing]

    def doubts(self) -> list[tuple[str, str]]:
        """What in the texts as they stand with the item may be about a person: field, and sentence."""
        return [
            (name, str(SENTENCES[kind]))
            for name in self.written
            if name in TEXTS
            for kind in findings(getattr(self.item, name))
        ]


def _seen(name: str) -> str:
    return f"seen_{name}"


def _outcomes(item: AgendaItem) -> list[tuple[str, Any]]:
    of_signals = {Outcome.ESCALATED, Outcome.RESOLVED, Outcome.PARKED}
    left_out = {Outcome.NOTED} if item.signal_id else of_signals
    return [("", _("not yet")), *(pair for pair in Outcome.choices if pair[0] not in left_out)]
