"""Public home pages: stand below the privacy line and import nothing above it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format

from schakel.knowledge.figures.queries import last_year
from schakel.methods.encoding.measured import measured
from schakel.network.directory.choices import NATIONAL_NUMBERS


def start(request: HttpRequest) -> HttpResponse:
    """The first page: help first, then what the centre does and what its figures say."""
    return render(request, "portal/start.html", {"stats": last_year()})


def about(request: HttpRequest) -> HttpResponse:
    """What the centre and this system are for."""
    return render(request, "portal/about.html")


def rights(request: HttpRequest) -> HttpResponse:
    """What a (possible) victim may ask of whom."""
    return render(request, "portal/rights.html")


def suspicion(request: HttpRequest) -> HttpResponse:
    """Where a citizen goes with a suspicion: not to the register, which takes reports of organisations."""
    context = {"national": NATIONAL_NUMBERS}
    return render(request, "portal/suspicion.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, why, and what this site does not do."""
    return render(request, "portal/privacy.html")


def codes(request: HttpRequest) -> HttpResponse:
    """For data protection officers: codes instead of names, who holds what, and what was measured."""
    return render(request, "portal/codes.html", {"measured": _in_hundred(measured())})


def _in_hundred(found: Any) -> Any:
    """Shares between 0 and 1 as texts between 0 and 100; whatever else is left as it is."""
    if isinstance(found, dict):
        return {name: _in_hundred(one) for name, one in found.items()}
    return number_format(round(100 * found, 1), 1) if isinstance(found, float) else found


def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, and where to say so when it is not."""
    return render(request, "portal/accessibility.html")
