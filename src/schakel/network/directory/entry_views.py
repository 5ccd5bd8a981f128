"""Keeping entries: the list of what is due, one entry with its history, and the link in a mail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Max
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.network.directory.actions import (
    add_listings,
    change_listing,
    end_listing,
    note_checked,
    place_listing,
    stand_in,
)
from schakel.network.directory.area_forms import MoveForm, NewEntryForm, area_rows
from schakel.network.directory.areas import in_lines
from schakel.network.directory.checking import LinkSpentError, confirm, question
from schakel.network.directory.entry_forms import (
    DeputyForm,
    EndForm,
    EntryFilter,
    EntryForm,
)
from schakel.network.directory.history import history
from schakel.network.directory.models import Coverage, Deputy, Listing
from schakel.network.directory.queries import (
    due,
    ended,
    names,
    newest_version,
    stale,
    versions_on,
)

PER_PAGE = 30
_DIGITS = 16


@require_safe
@allowed("change", "directory.Listing")
def index(request: SignedInRequest) -> HttpResponse:
    """The entries that this person may keep, the longest unconfirmed first; `?state=due` for the centre."""
    today = timezone.localdate()
    form = EntryFilter(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = Listing.objects.visible_to(request.user, "change")
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    chosen = {"due": due, "stale": stale, "ended": ended}.get(asked.get("state", ""))
    rows = (
        rows.filter(pk__in=chosen(today).order_by().values("pk"))
        if chosen
        else rows.valid_on(today)
    )
    rows = rows.annotate(asked_at=Max("checks__asked_at"))
    page = Paginator(
        rows.order_by(F("last_checked").asc(nulls_first=True), "pk"), PER_PAGE
    ).get_page(request.GET.get("page"))
    listings = list(page.object_list)
    says = versions_on([row.pk for row in listings], today)
    context = {
        "form": form if may(request.user, "place", "directory.Listing") else None,
        "page": page,
        "rows": [
            (row, says[row.pk], row.is_due(today), row.is_stale(today))
            for row in listings
            if row.pk in says
        ],
    }
    return render(request, "directory/entries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("place", "directory.Listing")
def new(request: SignedInRequest) -> HttpResponse:
    """A new entry; what else it says follows on its own page."""
    form = NewEntryForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = {name: given[name] for name in ("kind", "name", "is_public", "organisation")}
        areas = [
            {**area, "valid_from": max(given["on"], area["valid_from"] or given["on"])}
            for area in form.areas()
        ]
        (listing,) = add_listings(by=request.user, rows=[{**row, "areas": areas}])
        return redirect("entries:entry", uid=listing.uid)
    return render(request, "directory/new_entry.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "directory.Listing")
def entry(request: SignedInRequest, uid: UUID) -> HttpResponse:
    """One entry: is it still right, what it says, who stands in, where it helps, who changed what."""
    listing = visible_or_404(Listing.objects.all(), request.user, "change", uid=uid)
    forms = _forms(request, listing)
    doing = request.POST.get("do", "")
    form = forms.get(doing)
    if request.method == "POST" and (doing == "right" or (form is not None and form.is_valid())):
        try:
            _do(request, listing, doing, form)
        except ValidationError as error:
            if form is None:
                raise
            form.add_error(None, error)
        else:
            messages.success(request, _("It has been written down."))
            return redirect("entries:entry", uid=uid)
    today = timezone.localdate()
    deputies = list(Deputy.objects.filter(listing=listing, valid_to__gt=today))
    called = names([row.deputy_id for row in deputies], today)
    context = {
        "listing": listing,
        "version": versions_on([listing.pk], today).get(listing.pk),
        "is_due": listing.is_due(today),
        "is_stale": listing.is_stale(today),
        "has_ended": listing.valid_to is not None and listing.valid_to <= today,
        "areas": _areas(listing),
        "deputies": [(row, called.get(row.deputy_id, "")) for row in deputies],
        "forms": forms,
        "newest": newest_version(listing),
        "history": history(listing),
    }
    return render(request, "directory/entry.html", context, status=_status(form))


def _forms(request: SignedInRequest, listing: Listing) -> dict[str, Any]:
    """The forms of the page by what they do; only the one that was sent is filled from the request."""
    today, doing = timezone.localdate(), request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if doing == name else None

    says = versions_on([listing.pk], today).get(listing.pk)
    others = Listing.objects.public().valid_on(today).filter(kind=listing.kind)
    pks = list(others.exclude(pk=listing.pk).values_list("pk", flat=True))
    found: dict[str, Any] = {
        "save": EntryForm(sent("save"), says=says, prefix="save"),
        "deputy": DeputyForm(sent("deputy"), others=names(pks, today), prefix="deputy"),
    }
    if may(request.user, "place", listing):
        initial = {
            "on": today,
            "is_public": listing.is_public,
            "organisation": listing.organisation_id,
        }
        found["place"] = MoveForm(
            sent("place"),
            initial=initial,
            prefix="place",
            kind=listing.kind,
            rows=area_rows(listing, today),
        )
        found["end"] = EndForm(sent("end"), initial={"ends_on": listing.valid_to}, prefix="end")
    return found


def _do(request: SignedInRequest, listing: Listing, doing: str, form: Any) -> None:
    if form is None:
        note_checked(by=request.user, listing=listing)
        return
    given = dict(form.cleaned_data)
    if doing == "save":
        seen = request.POST.get("seen", "")
        known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < _DIGITS else None
        change_listing(by=request.user, listing=listing, seen=known, **given)
    elif doing == "deputy":
        stand_in(by=request.user, listing=listing, **given)
    elif doing == "end":
        end_listing(by=request.user, listing=listing, on=given["ends_on"])
    else:
        place_listing(
            by=request.user,
            listing=listing,
            on=given["on"],
            areas=form.areas(),
            is_public=given["is_public"],
            organisation=given["organisation"],
        )


def _areas(listing: Listing) -> list[str]:
    """Where it helps, now and as far as is planned."""
    today = timezone.localdate()
    rows = Coverage.objects.filter(listing=listing).not_over_on(today)
    return in_lines(rows.select_related("municipality", "police_unit"), today)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, secret: str) -> HttpResponse:
    """The link in a mail. Opening it changes nothing, as programs that look mails through open it too."""
    try:
        if request.method == "POST":
            listing = confirm(secret=secret)
            context: dict[str, Any] = {"done": True}
        else:
            listing, context = question(secret).listing, {}
    except LinkSpentError:
        return render(request, "directory/check.html", {"spent": True}, status=410)
    today = timezone.localdate()
    context |= {
        "version": versions_on([listing.pk], today).get(listing.pk),
        "areas": _areas(listing),
    }
    return render(request, "directory/check.html", context)


def _status(form: BaseForm | None) -> int:
    return 422 if form is not None and form.errors else 200
