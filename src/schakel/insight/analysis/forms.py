"""What an analyst may ask, by address: names and values from a fixed list, and nothing else."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.terms.answers import UNKNOWN
from schakel.foundation.terms.queries import label
from schakel.insight.analysis.dimensions import PERIOD, REGION, dimensions, units
from schakel.insight.analysis.faults import UnknownNames
from schakel.insight.analysis.models import SavedTable, Snapshot
from schakel.insight.analysis.questions import ONLY, Measure, Question

# What a page shows before anything was chosen.
FIRST = {"unit": "registrations", "rows": "forms", "columns": PERIOD, "measure": Measure.COUNT}
# Longer lists are offered in a box that scrolls.
MOST_BOXES = 12
# Of the years anybody may ask; wider than any register.
EARLIEST, LATEST = 1990, 2100


def _units() -> list[tuple[str, str | Promise]]:
    return [(code, unit.label) for code, unit in units().items()]


def _rows() -> list[tuple[str, str | Promise]]:
    return [(code, one.label) for code, one in dimensions().items()]


def _columns() -> list[tuple[str, str | Promise]]:
    return [("", _("No columns")), *_rows()]


def _snapshots() -> list[tuple[str, str]]:
    rows = Snapshot.objects.order_by("-pk").values_list("number", "cutoff")
    return [(number, f"{number} ({cutoff:%d-%m-%Y})") for number, cutoff in rows]


def _then() -> list[tuple[str, str | Promise]]:
    return [("", _("Only as known now")), *_snapshots()]


def _year(text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=text, required=False, min_value=EARLIEST, max_value=LATEST, localize=False
    )


class QuestionForm(forms.Form):
    """A question, the snapshot that is asked, and the earlier one to set beside it."""

    unit = forms.ChoiceField(label=pgettext_lazy("do this", "Count"), choices=_units)
    rows = forms.ChoiceField(label=_("Rows"), choices=_rows)
    columns = forms.ChoiceField(label=_("Columns"), choices=_columns, required=False)
    measure = forms.ChoiceField(
        label=_("Show"),
        choices=[
            (Measure.COUNT, _("Numbers")),
            (Measure.ROW_SHARE, _("Share of the row")),
            (Measure.COLUMN_SHARE, _("Share of the column")),
            (Measure.RATE, _("Per 100,000 inhabitants")),
        ],
    )
    first = _year(_("From year"))
    last = _year(_("Up to year"))
    snapshot = forms.ChoiceField(label=_("Snapshot"), choices=_snapshots, required=False)
    then = forms.ChoiceField(label=_("Beside it, as known in"), choices=_then, required=False)

    def __init__(self, asked: QueryDict) -> None:
        data = asked.copy()
        if not data:
            data.update(FIRST)
        super().__init__(data)
        for code, dimension in dimensions().items():
            pairs = [*dimension.names().items(), (UNKNOWN, label("nationality_special", UNKNOWN))]
            choices = list(dict(pairs).items())
            if code == PERIOD:
                continue
            widget = forms.CheckboxSelectMultiple if len(choices) <= MOST_BOXES else None
            self.fields[f"{ONLY}{code}"] = forms.MultipleChoiceField(
                label=str(dimension.label), choices=choices, required=False, widget=widget
            )
        unknown = sorted(set(asked) - set(self.fields))
        if unknown:
            raise UnknownNames(unknown)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        unit = units().get(found.get("unit", ""))
        for side in ("rows", "columns"):
            if unit and found.get(side) and found[side] not in unit.dimensions:
                self.add_error(side, _("This unit cannot be counted by this. Choose another."))
        if found.get("rows") and found.get("rows") == found.get("columns"):
            self.add_error("columns", _("Rows and columns are the same. Choose another for one."))
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last year lies before the first."))
        self._check_measure(found)
        for name in self._narrowed(found):
            if unit and name not in unit.dimensions:
                self.add_error(
                    f"{ONLY}{name}", _("This unit does not have this. Clear the filter.")
                )
        return found

    def _check_measure(self, found: dict[str, Any]) -> None:
        measure, axes = found.get("measure"), {found.get("rows"), found.get("columns")}
        if measure == Measure.ROW_SHARE and not found.get("columns"):
            self.add_error("measure", _("Without columns every share of a row is all of it."))
        if measure == Measure.RATE and not axes & {PERIOD, REGION}:
            self.add_error(
                "measure",
                _("Inhabitants are known by region and year: put one of them in the table."),
            )

    @property
    def narrowed(self) -> int:
        """How many dimensions are narrowed down."""
        return len(self._narrowed(getattr(self, "cleaned_data", {})))

    @staticmethod
    def _narrowed(found: dict[str, Any]) -> list[str]:
        return [
            name.removeprefix(ONLY)
            for name, codes in found.items()
            if name.startswith(ONLY) and codes
        ]

    @property
    def question(self) -> Question:
        """What was asked; for a valid form."""
        found = self.cleaned_data
        only = tuple((name, tuple(found[f"{ONLY}{name}"])) for name in self._narrowed(found))
        names = ("unit", "rows", "columns", "measure", "first", "last")
        return Question(**{name: found[name] for name in names}, only=only)

    def choosing(self) -> Iterator[BoundField]:
        """The fields that make the table."""
        return (field for field in self if not field.name.startswith(ONLY))

    def narrowing(self) -> Iterator[BoundField]:
        """The fields that leave something out."""
        return (field for field in self if field.name.startswith(ONLY))


class SaveForm(forms.ModelForm):
    """A name for the question on the page."""

    class Meta:
        model = SavedTable
        fields = ("name", "shared")


class SnapshotForm(forms.ModelForm):
    """Why a snapshot is made."""

    class Meta:
        model = Snapshot
        fields = ("reason",)


class DifferenceForm(forms.Form):
    """Two snapshots, the earlier one first."""

    before = forms.ChoiceField(label=_("Earlier snapshot"), choices=_snapshots)
    after = forms.ChoiceField(label=_("Later snapshot"), choices=_snapshots)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("before") and found.get("before") == found.get("after"):
            self.add_error("after", _("Choose two different snapshots."))
        return found

    @property
    def pair(self) -> tuple[Snapshot, Snapshot]:
        """The earlier and the later one, whichever stands first; for a valid form."""
        chosen = {self.cleaned_data["before"], self.cleaned_data["after"]}
        first, second = Snapshot.objects.filter(number__in=chosen).order_by("pk")
        return first, second
