"""The public page "where can I get help". Sets no cookie and keeps no trace of what was looked for."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.foundation.geography import queries as geography
from schakel.network.directory.choices import EMERGENCY, NATIONAL_NUMBERS
from schakel.network.directory.forms import DirectoryFilter
from schakel.network.directory.queries import public_listings

PER_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """112 first, then national numbers, then organisations; `?municipality=` and `?kind=` narrow them."""
    form = DirectoryFilter(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    municipality = geography.municipality(chosen.get("municipality", ""))
    listings = public_listings(municipality, chosen.get("kind", ""))
    return render(
        request,
        "directory/index.html",
        {
            "emergency": EMERGENCY,
            "national": NATIONAL_NUMBERS,
            "form": form,
            "municipality": municipality,
            "page": Paginator(listings, PER_PAGE).get_page(request.GET.get("page")),
        },
    )
