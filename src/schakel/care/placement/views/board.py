"""What there is: free places per scheme and region, when sites last said so, and sites and units."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.care.placement import stocking
from schakel.care.placement.choices import OccupancyKind, Scheme
from schakel.care.placement.models import Confirmation, Occupancy, Site, Unit
from schakel.care.placement.queries import is_stale, units
from schakel.care.placement.supply_forms import BoardFilter, ClosureForm, SiteForm, UnitForm
from schakel.care.placement.views.trying import tried
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event

PER_PAGE = 50
_SEALED = ("address", "phone")


@require_GET
@never_cache
@allowed("change", "placement.Site")
def board(request: SignedInRequest) -> HttpResponse:
    """Units with whether they are free, and since when that is known."""
    form = BoardFilter(request.GET or None)
    rows = units(request.user).order_by("site__scheme", "site__name", "site", "name")
    everything = list(rows.values_list("site__scheme", "site__police_unit__name", "is_free"))
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if wanted.get("scheme"):
        rows = rows.filter(site__scheme=wanted["scheme"])
    if wanted.get("region"):
        rows = rows.filter(site__police_unit=wanted["region"])
    if wanted.get("free"):
        rows = rows.shown_free()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "closures": _closures(page.object_list),
        "totals": _totals(everything),
        "overdue": len({row.site_id for row in page.object_list if is_stale(row.confirmed_at)}),
        "empty": Site.objects.visible_to(request.user).filter(units=None).defer(*_SEALED)[:50],
    }
    return render(request, "placement/board.html", context)


def _totals(everything: list[tuple[str, str, bool]]) -> list[tuple[Any, str, int, int]]:
    """(scheme, region, free units, units), by scheme and region."""
    total = Counter((scheme, region) for scheme, region, _free in everything)
    free = Counter((scheme, region) for scheme, region, is_free in everything if is_free)
    return [
        (Scheme(scheme).label, region, free[scheme, region], number)
        for (scheme, region), number in sorted(total.items())
    ]


def _closures(rows: Any) -> dict[int, Occupancy]:
    """The closure that holds now, by unit."""
    closed = [row.pk for row in rows if row.busy == OccupancyKind.CLOSED]
    found = Occupancy.objects.filter(unit__in=closed, kind=OccupancyKind.CLOSED)
    return {row.unit_id: row for row in found if row.now}


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Site")
def new_site(request: SignedInRequest) -> HttpResponse:
    """Add a site."""
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = stocking.add_site(by=request.user, facts=form.facts())
        messages.success(request, _("The site has been added. Add its units now."))
        return redirect("placement:site", number=site.number)
    status = 422 if form.errors else 200
    return render(request, "placement/site.html", {"form": form}, status=status)


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Site")
def site(request: SignedInRequest, number: str) -> HttpResponse:
    """One site with its units: change it, add a unit, write down that it confirmed, see its address."""
    rows = Site.objects.select_related("organisation", "police_unit")
    row = visible_or_404(rows, request.user, "change", number=number)
    doing = request.POST.get("do", "")
    form = SiteForm(request.POST if doing == "change" else None, instance=row)
    unit = UnitForm(request.POST if doing == "unit" else None, prefix="unit", site=row)
    if doing == "change" and form.is_valid():
        stocking.change_site(by=request.user, site=row, facts=form.facts())
        messages.success(request, _("The site has been changed."))
        return redirect("placement:site", number=row.number)
    if doing == "unit" and unit.is_valid():
        stocking.add_unit(by=request.user, site=row, facts=unit.cleaned_data)
        messages.success(request, _("The unit has been added."))
        return redirect("placement:site", number=row.number)
    if doing == "confirm":
        stocking.confirm(by=request.user, site=row)
        messages.success(request, _("Written down that the site confirmed its places."))
        return redirect("placement:site", number=row.number)
    return _show_site(request, row, form, unit, opened=doing == "address")


def _show_site(
    request: SignedInRequest, row: Site, form: SiteForm, unit: UnitForm, *, opened: bool
) -> HttpResponse:
    if opened:
        record(
            by=request.user,
            event=Event.VIEW,
            object_type="site",
            object_id=row.number,
            data=("address", "phone"),
        )
    context = {
        "row": row,
        "form": form,
        "unit": unit,
        "units": Unit.objects.filter(site=row),
        "address": (row.address, row.phone) if opened else None,
        "confirmed": Confirmation.objects.filter(site=row).first(),
    }
    status = 422 if form.errors or unit.errors else 200
    return render(request, "placement/site.html", context, status=status)


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Site")
def unit(request: SignedInRequest, number: str) -> HttpResponse:
    """One unit: change it, close it for a time, open it again."""
    rows = Unit.objects.select_related("site").defer(*(f"site__{name}" for name in _SEALED))
    row = visible_or_404(rows, request.user, "change", number=number)
    doing = request.POST.get("do", "")
    form = UnitForm(request.POST if doing == "change" else None, instance=row, site=row.site)
    closing = ClosureForm(request.POST if doing == "close" else None, prefix="close")
    if doing == "change" and form.is_valid():
        stocking.change_unit(by=request.user, unit=row, facts=form.cleaned_data)
        messages.success(request, _("The unit has been changed."))
    elif doing == "close" and closing.is_valid():
        given = closing.cleaned_data
        tried(
            request,
            lambda: stocking.close_unit(
                by=request.user, unit=row, reason=given["reason"], until_moment=given["until"]
            ),
            _("The unit is closed."),
        )
    elif doing == "open":
        tried(
            request,
            lambda: stocking.reopen_unit(by=request.user, unit=row),
            _("The unit is open again."),
        )
    else:
        return _show_unit(request, row, form, closing)
    return redirect("placement:unit", number=row.number)


def _show_unit(
    request: SignedInRequest, row: Unit, form: UnitForm, closing: ClosureForm
) -> HttpResponse:
    now = timezone.now()
    lasting = Occupancy.objects.filter(unit=row, since__lte=now).exclude(until__lte=now).first()
    context = {"row": row, "form": form, "closing": closing, "busy": lasting}
    status = 422 if form.errors or closing.errors else 200
    return render(request, "placement/unit.html", context, status=status)
