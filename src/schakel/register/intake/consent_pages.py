"""Asking for consent: a page that helps reporters, and sheets to print for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.leaflets import LANGUAGES, leaflet, leaflets

LEAFLET = "leaflet"
PERSON = "person"
PARENT = "parent"
# What can be printed, as it stands in the address.
SHEETS = {
    LEAFLET: _("Leaflet"),
    PERSON: _("Consent form, 16 and older"),
    PARENT: _("Consent form, parent or guardian"),
}


@require_GET
@allowed("create", "intake.Report")
def consent(request: SignedInRequest) -> HttpResponse:
    """Who signs, what it means, what if the answer is no; and the sheets to print."""
    context = {"leaflets": leaflets(), "sheets": SHEETS.items()}
    return render(request, "intake/consent.html", context)


@require_GET
def sheet(request: HttpRequest, language: str, sheet: str) -> HttpResponse:
    """One sheet to print. Public: it says nothing about anybody, and is not logged."""
    if language not in LANGUAGES or sheet not in SHEETS:
        raise Http404
    text, dutch = leaflet(language), leaflet("nl")
    titles = {
        LEAFLET: (text.title, dutch.title),
        PERSON: (text.form["title"], dutch.form["title"]),
        PARENT: (text.form["title_parent"], dutch.form["title_parent"]),
    }
    title, dutch_title = titles[sheet]
    context = {
        "text": text,
        "sheet": sheet,
        "sheet_label": SHEETS[sheet],
        "sheets": SHEETS.items(),
        "leaflets": leaflets(),
        "title": title,
        "dutch_title": "" if text is dutch else dutch_title,
    }
    return render(request, "intake/sheet.html", context)
