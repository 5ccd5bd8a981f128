"""Partners abroad, for signed-in staff: by country, language and network."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.foundation.access.rules import may, require
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.network.directory.history import partner_history
from schakel.network.directory.partner_forms import PartnerFilter, PartnerForm
from schakel.network.directory.partner_keeping import (
    keep_partner,
    newest_version,
    note_partner_checked,
)
from schakel.network.directory.partners import Partner

PER_PAGE = 40
_DIGITS = 16


@require_safe
@allowed("see", "directory.Partner")
def index(request: SignedInRequest) -> HttpResponse:
    """Partners of a country come with the offices of networks, which help for every country."""
    form = PartnerFilter(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    day: date = asked.get("on") or timezone.localdate()
    rows = Partner.objects.visible_to(request.user).filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day)
    )
    if asked.get("country"):
        rows = rows.filter(Q(country=asked["country"]) | Q(country=None))
    for name in ("language", "network"):
        if asked.get(name):
            rows = rows.filter(**{f"{name}s__contains": asked[name]})
    english = (get_language() or "").startswith("en")
    country = F(f"country__name_{'en' if english else 'nl'}")
    rows = rows.select_related("country").order_by(country.asc(nulls_last=True), "name", "pk")
    page, today = Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "due": {row.pk for row in page if row.is_due(today)},
        "keeps": may(request.user, "change", "directory.Partner"),
    }
    return render(request, "directory/partners.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "directory.Partner")
def partner(request: SignedInRequest, pk: int) -> HttpResponse:
    """One partner: whom to call, when somebody last looked, who changed what; a form for who keeps it."""
    row = visible_or_404(Partner.objects.select_related("country"), request.user, pk=pk)
    keeps = may(request.user, "change", row)
    form = PartnerForm(_sent(request), instance=row) if keeps else None
    if request.method == "POST":
        require(request.user, "change", row)
        if request.POST.get("do") == "right":
            note_partner_checked(by=request.user, partner=row)
            messages.success(request, _("It has been written down."))
            return redirect("entries:partner", pk=pk)
        if form is not None and _kept(request, form, row):
            return redirect("entries:partner", pk=pk)
    stands = Partner.objects.select_related("country").get(pk=pk)
    context = {
        "form": form,
        "row": stands,
        "is_due": stands.is_due(timezone.localdate()),
        "newest": newest_version(row),
        "history": partner_history(stands),
    }
    wrong = form is not None and form.errors
    return render(request, "directory/partner.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "directory.Partner")
def new(request: SignedInRequest) -> HttpResponse:
    """A partner to add."""
    form = PartnerForm(_sent(request))
    if request.method == "POST" and _kept(request, form, None):
        return redirect("entries:partners")
    status = 422 if form.errors else 200
    return render(request, "directory/new_partner.html", {"form": form}, status=status)


def _sent(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" and "do" not in request.POST else None


def _kept(request: SignedInRequest, form: PartnerForm, row: Partner | None) -> bool:
    """Write down what was filled in; else the form says why not."""
    if not form.is_valid():
        return False
    seen = request.POST.get("seen", "")
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < _DIGITS else None
    try:
        keep_partner(by=request.user, partner=row, seen=known, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("It has been written down."))
    return True
