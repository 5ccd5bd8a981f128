"""Forms by which the centre says where an entry helps, people of which ages, and from when until when."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.queries import find_municipality, police_unit_choices
from schakel.foundation.terms.queries import choices
from schakel.network.directory.ages import overlap
from schakel.network.directory.choices import HIDDEN_PLACE
from schakel.network.directory.entry_forms import day_field
from schakel.network.directory.models import Coverage, Listing, ListingVersion

_OLDEST = 120
# Rows that wait for something new, and the most that one form takes.
_EMPTY, _MOST = 2, 20
_ROW = ("places", "region", "min_age", "max_age", "since", "until")


def area_rows(listing: Listing, day: date) -> list[dict[str, Any]]:
    """Where a listing helps on `day` and later, as the form asks for it: places of one kind in one row."""
    rows = Coverage.objects.filter(listing=listing).not_over_on(day)
    together: dict[tuple[Any, ...], list[str]] = {}
    for row in rows.select_related("municipality"):
        since = row.valid_from if row.valid_from and row.valid_from > day else None
        key = (row.police_unit_id or "", row.min_age, row.max_age, since, row.valid_to)
        together.setdefault((bool(row.municipality), *key), []).append(
            row.municipality.display_name if row.municipality else ""
        )
    return [
        dict(zip(_ROW, ("\n".join(filter(None, sorted(names))), *key[1:]), strict=True))
        for key, names in together.items()
    ]


def _row_fields() -> dict[str, forms.Field]:
    return {
        "places": forms.CharField(
            label=_("Municipalities"),
            required=False,
            widget=forms.Textarea({"rows": 3}),
            help_text=_("One per line. No municipality and no region: in the whole country."),
        ),
        "region": forms.ChoiceField(
            label=_("Or a whole region"),
            required=False,
            choices=lambda: [("", "—"), *police_unit_choices(national=False)],
        ),
        "min_age": forms.IntegerField(
            label=_("From age"), required=False, min_value=0, max_value=_OLDEST
        ),
        "max_age": forms.IntegerField(
            label=_("Up to and including age"), required=False, min_value=0, max_value=_OLDEST
        ),
        "since": day_field(
            _("Begins on"), _("Empty: on the day from which all of this holds."), required=False
        ),
        "until": day_field(
            _("Ends on"),
            _("The first day on which it is no more. Empty: it goes on."),
            required=False,
        ),
    }


def _named(name: str, row: int) -> str:
    """The field of a row; those of the first bear no number."""
    return f"{name}_{row + 1}" if row else name


class PlaceForm(forms.Form):
    """Where an entry helps and whom, and whether everybody sees it. The centre decides."""

    is_public = forms.BooleanField(label=_("Everybody sees this entry"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Which organisation keeps it"),
        required=False,
        queryset=Organisation.objects.filter(active=True),
        help_text=_("Its people change the entry themselves, and are asked whether it is right."),
    )
    on = day_field(_("From which day this holds"))

    def __init__(
        self, *args: Any, kind: str = "", rows: Iterable[dict[str, Any]] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.of_kind = kind
        standing = list(rows)
        self.count = min(max(len(standing), 1) + _EMPTY, _MOST)
        while self.is_bound and self.count < _MOST and self._was_sent(self.count):
            self.count += 1
        for n in range(self.count):
            for name, field in _row_fields().items():
                self.fields[_named(name, n)] = field
            if n < len(standing):
                self.initial.update({_named(name, n): standing[n][name] for name in _ROW})
        self.groups: list[Any] = [
            (
                gettext("Area %(number)s") % {"number": n + 1},
                [_named(name, n) for name in _ROW],
                "",
                n >= max(len(standing), 1),
            )
            for n in range(self.count)
        ]

    def _was_sent(self, n: int) -> bool:
        return any(self.data.get(self.add_prefix(_named(name, n))) for name in _ROW)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for n in range(self.count):
            self._clean_row({name: given.get(_named(name, n)) for name in _ROW}, n)
        if not self.errors:
            self._refuse_the_same_twice()
        return given

    def _clean_row(self, row: dict[str, Any], n: int) -> None:
        codes = self._codes(row["places"] or "", _named("places", n))
        self.cleaned_data[_named("places", n)] = codes
        if None not in (row["min_age"], row["max_age"]) and row["min_age"] > row["max_age"]:
            message = _("This is younger than the age from which you help.")
            self.add_error(_named("max_age", n), message)
        begins = row["since"] or self.cleaned_data.get("on")
        if row["until"] and begins and row["until"] <= begins:
            self.add_error(_named("until", n), _("It ends after it began."))
        if codes and row["region"]:
            message = _("Choose municipalities or a region, not both.")
            self.add_error(_named("region", n), message)
        if codes and self.cleaned_data.get("kind", self.of_kind) in HIDDEN_PLACE:
            message = _("A shelter may be tied to a region, never to a municipality.")
            self.add_error(_named("places", n), message)

    def _codes(self, text: str, field: str) -> list[str]:
        names = [name.strip() for name in text.splitlines() if name.strip()]
        found = {name: find_municipality(name) for name in names}
        unknown = [name for name, place in found.items() if place is None]
        if unknown:
            said = {"names": ", ".join(unknown)}
            self.add_error(field, forms.ValidationError(_("Not known: %(names)s."), params=said))
        return list(dict.fromkeys(place.code for place in found.values() if place))

    def _refuse_the_same_twice(self) -> None:
        for one, other in combinations(self.areas(), 2):
            if _place(one) == _place(other) and _meet(one, other):
                self.add_error(None, _("One place stands here twice for the same ages and days."))
                return

    def areas(self) -> list[dict[str, Any]]:
        """What `place_listing` wants. A row in which nothing was filled in is none, but for the first."""
        given = self.cleaned_data
        found: list[dict[str, Any]] = []
        for n in range(self.count):
            row = {name: given[_named(name, n)] for name in _ROW}
            if n and not any(value or value == 0 for value in row.values()):
                continue
            ages = {"min_age": row["min_age"], "max_age": row["max_age"]}
            days = {"valid_from": row["since"], "valid_to": row["until"]}
            where = [{"municipality_id": code} for code in row["places"]]
            where = where or [{"police_unit_id": row["region"] or None}]
            found += [{**one, **ages, **days} for one in where]
        return found


def _place(area: dict[str, Any]) -> tuple[str | None, str | None]:
    return area.get("municipality_id"), area.get("police_unit_id")


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    ages = ((area["min_age"], area["max_age"]) for area in (one, other))
    days = [(a["valid_from"] or date.min, a["valid_to"] or date.max) for a in (one, other)]
    return overlap(*ages) and days[0][0] < days[1][1] and days[1][0] < days[0][1]


class MoveForm(PlaceForm):
    """Where an entry that exists helps from now on."""

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("What held before today stays as it was."))
        return day


class NewEntryForm(PlaceForm):
    """A new entry: its kind, name and place. What else it says follows on its own page."""

    kind = forms.ChoiceField(label=_("Kind of help"), choices=lambda: choices("organisation_kind"))
    name = forms.CharField(label=_("Name"), max_length=160)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        own = ["kind", "name", "is_public", "organisation", "on"]
        self.groups = [("", own), *self.groups]

    def clean_name(self) -> str:
        """The button pressed twice makes one entry."""
        name: str = self.cleaned_data["name"]
        same = ListingVersion.objects.filter(name=name, listing__kind=self.cleaned_data.get("kind"))
        if same.filter(listing__valid_to=None).exists():
            raise forms.ValidationError(_("There is an entry of this kind and name already."))
        return name
