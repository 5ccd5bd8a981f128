"""Choosing a table of one's own: from lists of what was published, and never typing anything."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.ui.controls import options, selecting
from schakel.knowledge.figures.models import page_language
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.structure import Structure, in_order
from schakel.knowledge.figures.tabulation import PERIOD, period_line, worded

MOST_TABLES = 5
_KEPT = 16
ONLY = ("only", "and")


@dataclass(frozen=True)
class Choice:
    """A table that somebody chose; `only`: pairs of a dimension and one of its categories."""

    unit: str
    rows: str
    columns: str
    only: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]
    rates: bool = False

    @property
    def query(self) -> str:
        """As it stands in an address, always in the same order."""
        found = QueryDict(mutable=True)
        found.update({"unit": self.unit, "rows": self.rows, "columns": self.columns})
        for name, (dimension, category) in zip(ONLY, self.only, strict=False):
            found[name] = f"{dimension}:{category}"
        found.setlist("years", list(self.periods))
        if self.rates:
            found["rates"] = "on"
        return found.urlencode(safe=":")


@dataclass(frozen=True)
class Listing:
    """A long list of choices: the codes that may be chosen, and the options as they are drawn."""

    codes: frozenset[str]
    drawn: SafeString

    @classmethod
    def of(cls, groups: list[tuple[str, list[tuple[str, str]]]]) -> "Listing":
        """`groups` as `<select>` takes them, after a choice of everything."""
        rows: list[Any] = [("", _("Everything")), *groups]
        codes = frozenset(code for _group, pairs in groups for code, _label in pairs)
        return cls(codes, options(forms.Select(choices=rows).optgroups("", [])))


class ListingSelect(forms.Select):
    """A `<select>` of a listing: hundreds of options that are drawn once for all who ask."""

    listing: Listing

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The options with the chosen one marked."""
        drawn: str = self.listing.drawn
        if value in self.listing.codes:
            chosen = format_html('value="{}"', value)
            drawn = drawn.replace(chosen, f"{chosen} selected", 1)
        return selecting(name, self.build_attrs(self.attrs, attrs), mark_safe(drawn))


class ListingField(forms.CharField):
    """One code of a listing, or none. The form gives the listing to the field and to its widget."""

    listing: Listing
    widget = ListingSelect
    default_error_messages = {
        "invalid_choice": forms.ChoiceField.default_error_messages["invalid_choice"]
    }

    def validate(self, value: str) -> None:
        """Nothing that is not in the list."""
        super().validate(value)
        if value and value not in self.listing.codes:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )


class TableForm(forms.Form):
    """What to count, by what, in which years. Its lists hold what the cubes have, and nothing else."""

    unit = forms.ChoiceField(label=gettext_lazy("What to count"))
    rows = forms.ChoiceField(label=gettext_lazy("Rows"))
    columns = forms.ChoiceField(label=gettext_lazy("Columns"))
    only = ListingField(label=gettext_lazy("Only"), required=False)
    years = forms.MultipleChoiceField(
        label=gettext_lazy("Years"), widget=forms.CheckboxSelectMultiple
    )
    rates = forms.BooleanField(
        label=gettext_lazy("Also per 100,000 inhabitants"),
        help_text=gettext_lazy(
            "Of the region, or of the whole country. Left out for numbers under 20, and for sex, age and "
            "nationality: how many inhabitants there are of each is not known here."
        ),
        required=False,
    )

    def __init__(self, standing: Standing, data: QueryDict | None = None) -> None:
        super().__init__(data if data else _first(standing), auto_id="choose-%s")
        self._standing = standing
        dimensions = [(one.code, worded(one)) for one in standing.structure.dimensions]
        # The name of this field is a word of the language, so it cannot be written as an attribute.
        self.fields["and"] = ListingField(label=_("And only"), required=False)
        listing = _categories(standing.structure, page_language())
        for name in ONLY:
            field = self.fields[name]
            field.listing = field.widget.listing = listing  # type: ignore[attr-defined]
        self.order_fields(["unit", "rows", "columns", *ONLY, "years", "rates"])
        lists: dict[str, list[Any]] = {
            "unit": [(one.code, worded(one)) for one in standing.structure.units],
            "rows": dimensions,
            "columns": [(PERIOD, _("Years")), *dimensions],
            "years": [(one, period_line(one).label) for one in standing.periods],
        }
        for name, choices in lists.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Every dimension at most once, and together no more than the cubes have."""
        cleaned = super().clean() or {}
        strangers = set(self.data) - set(self.fields)
        single = set(self.fields) - {"years"}
        doubled = [name for name in single if len(_list(self.data, name)) > 1]
        if strangers or doubled:
            raise ValidationError(_("This address asks something that is not in the lists below."))
        if not self.errors:
            self._require_table(self.choice(cleaned))
        return cleaned

    def _require_table(self, choice: Choice) -> None:
        across = [] if choice.columns == PERIOD else [choice.columns]
        named = [choice.rows, *across, *(dimension for dimension, _category in choice.only)]
        if len(set(named)) != len(named):
            raise ValidationError(
                _(
                    "Choose something else for each of rows, columns and ‘only’: each can be used once."
                )
            )
        ways = self._standing.structure.ways
        if len(named) > ways:
            raise ValidationError(
                _(
                    "At most %(ways)s things can be combined. With finer tables persons could be recognised."
                )
                % {"ways": ways}
            )
        if across and len(choice.periods) > MOST_TABLES:
            raise ValidationError(
                _("Choose at most %(most)s years, or put the years in the columns.")
                % {"most": MOST_TABLES}
            )

    def choice(self, cleaned: dict[str, Any] | None = None) -> Choice:
        """What was chosen, in the order of the lists."""
        found = self.cleaned_data if cleaned is None else cleaned
        only = [tuple(found[name].split(":", 1)) for name in ONLY if found.get(name)]
        years = [one for one in self._standing.periods if one in found["years"]]
        return Choice(
            found["unit"],
            found["rows"],
            found["columns"],
            tuple(only),
            tuple(years),
            bool(found.get("rates")),
        )


def _list(data: Any, name: str) -> list[str]:
    return (
        data.getlist(name) if isinstance(data, QueryDict) else [data[name]] if name in data else []
    )


def _first(standing: Standing) -> dict[str, Any]:
    """What stands in the lists before anything was chosen."""
    return {
        "unit": standing.structure.units[0].code,
        "rows": standing.structure.dimensions[0].code,
        "columns": PERIOD,
        "years": standing.periods[-MOST_TABLES:],
    }


@lru_cache(maxsize=_KEPT)
def _categories(structure: Structure, _language: str) -> Listing:
    """Every category below the name of its dimension."""
    groups = [
        (
            worded(dimension),
            [
                (f"{dimension.code}:{one.code}", f"{worded(dimension)}: {worded(one)}")
                for one, _depth in in_order(dimension)
            ],
        )
        for dimension in structure.dimensions
    ]
    return Listing.of(groups)
