"""Pages about the access tokens of an organisation, for administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.presses import shown_once
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.accounts.token_changes import create_token, revoke_token
from schakel.foundation.accounts.token_forms import TokenForm
from schakel.foundation.accounts.tokens import AccessToken

PER_PAGE = 25


def _organisation(request: SignedInRequest, number: str) -> Organisation:
    return visible_or_404(Organisation.objects.all(), request.user, "manage", number=number)


@allowed("see", "accounts.AccessToken")
@require_safe
def tokens(request: SignedInRequest, number: str) -> HttpResponse:
    """The tokens of one organisation, those in force first."""
    organisation = _organisation(request, number)
    rows = AccessToken.objects.visible_to(request.user).filter(organisation=organisation)
    # Databases differ in where they sort what is empty.
    rows = rows.order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page": page}
    return render(request, "accounts/tokens.html", context)


@allowed("create", "accounts.AccessToken")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_new(request: SignedInRequest, number: str) -> HttpResponse:
    """A new token. Its secret stands on the answer and nowhere else: no redirect, nothing to reload."""
    organisation = _organisation(request, number)
    form = TokenForm(request.POST or None)
    if form.is_valid():
        try:
            token, secret = create_token(
                by=request.user, organisation=organisation, **form.wanted()
            )
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            context = {"organisation": organisation, "secret": secret, "facts": _facts(token)}
            return shown_once(render(request, "accounts/token_made.html", context))
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/token_new.html", context)


def _facts(token: AccessToken) -> list[tuple[str, str]]:
    return [
        (_("Number"), token.number),
        (_("Programme"), token.name),
        (_("What it allows"), capfirst("; ".join(token.scope_labels))),
        (_("Valid until"), date_format(token.expires_at, "j F Y")),
        (_("From where"), ", ".join(token.addresses.split()) or _("anywhere")),
    ]


@allowed("revoke", "accounts.AccessToken")
@require_POST
def token_revoke(request: SignedInRequest, number: str, token: str) -> HttpResponse:
    """The token opens nothing from now on."""
    organisation = _organisation(request, number)
    found = visible_or_404(
        AccessToken.objects.filter(organisation=organisation), request.user, "revoke", number=token
    )
    revoke_token(by=request.user, token=found)
    messages.success(request, _("The token was withdrawn. It opens nothing any more."))
    return redirect("accounts:tokens", number)
