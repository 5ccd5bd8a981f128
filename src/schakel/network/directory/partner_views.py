"""Partners abroad, for signed-in staff: by country, language and network."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.network.directory.partner_forms import PartnerFilter, PartnerForm
from schakel.network.directory.partner_keeping import keep_partner
from schakel.network.directory.partners import Partner

PER_PAGE = 40


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
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "keeps": may(request.user, "change", "directory.Partner"),
    }
    return render(request, "directory/partners.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "directory.Partner")
def partner(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """A partner to add or to change."""
    rows = Partner.objects.all()
    row = visible_or_404(rows, request.user, "change", pk=pk) if pk is not None else None
    form = PartnerForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        keep_partner(by=request.user, partner=row, **form.cleaned_data)
        messages.success(request, _("It has been written down."))
        return redirect("entries:partners")
    context = {"form": form, "row": row}
    return render(request, "directory/partner.html", context, status=422 if form.errors else 200)
