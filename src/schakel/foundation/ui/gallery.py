"""What the gallery shows: one example of everything, all of it invented."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from schakel.foundation.ui.dates import PartialDate, PartialDateField
from schakel.foundation.ui.icons import PATHS

KINDS = ("neutral", "info", "success", "warning", "error")
BUTTON_KINDS = ("primary", "secondary", "subtle", "danger")
COLOURS = [("a", _("Green")), ("b", _("Blue")), ("c", _("Not known"))]


class SampleForm(forms.Form):
    """Every kind of field."""

    groups = [
        (_("About you"), ["name", "email", "born"], _("Only what is needed to answer you.")),
        (_("Your choice"), ["colour", "shade", "several", "agree"]),
    ]

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As you want to be addressed."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "email"})
    )
    born = PartialDateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("Leave empty what is not known. The year alone is enough."),
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS, widget=forms.RadioSelect)
    shade = forms.ChoiceField(label=_("Shade"), choices=[("", "–"), *COLOURS], required=False)
    several = forms.MultipleChoiceField(
        label=_("Several colours"),
        choices=COLOURS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("More than one is possible."),
    )
    agree = forms.BooleanField(label=_("I have read what happens with my answer"))
    message = forms.CharField(label=_("Message"), widget=forms.Textarea({"rows": 4}))
    attachment = forms.FileField(label=_("File"), required=False, help_text=_("CSV or XLSX."))


class SampleFilter(forms.Form):
    """A filter above a list."""

    q = forms.CharField(label=_("Number or word"), required=False)
    shade = forms.ChoiceField(label=_("Shade"), choices=[("", _("All")), *COLOURS], required=False)


def sample_errors() -> SampleForm:
    """The form as it comes back after a wrong answer."""
    data = {"name": "", "email": "name@", "born_0": "31", "born_1": "2", "born_2": "2001"}
    return SampleForm({**data, "shade": "b"}, prefix=None, auto_id="wrong_%s")


def sample_page() -> Page:
    """The fourth of twelve pages."""
    return Paginator(range(1, 288), 25).page(4)


def sample_facts() -> Iterator[tuple[Any, Any]]:
    yield _("Number"), "M-2026-000000"
    yield _("Date of birth"), PartialDate(1998, 5).label()
    yield _("Language"), gettext("Not known")
    yield _("Remark"), ""


def samples() -> dict[str, Any]:
    """The context of the gallery page."""
    return {
        "kinds": KINDS,
        "button_kinds": BUTTON_KINDS,
        "icons": sorted(PATHS),
        "form": SampleForm(),
        "wrong": sample_errors(),
        "filter": SampleFilter(prefix="filter"),
        "page": sample_page(),
        "facts": list(sample_facts()),
        "tabs": [
            {"url": "#tabs", "label": _("Waiting"), "count": 12, "current": True},
            {"url": "#tabs-done", "label": _("Done"), "count": 8684},
            {"url": "#tabs-all", "label": _("All")},
        ],
        "events": [
            {
                "time": datetime(2026, 3, 5, 9, 30, tzinfo=UTC),
                "title": _("Registered"),
                "text": _("One person, two reports."),
            },
            {"time": date(2026, 3, 4), "title": _("Received")},
        ],
        "rows": [
            (year, reports, persons, ngettext("%d list", "%d lists", lists) % lists)
            for year, reports, persons, lists in ((2013, 1544, 1437, 6), (2014, 1561, 1561, 1))
        ],
    }
