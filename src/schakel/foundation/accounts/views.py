"""One's own account, and the administrator's pages about users and organisations."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts import actions
from schakel.foundation.accounts.forms import (
    MandateForm,
    OrganisationForm,
    UserForm,
    UserSearchForm,
)
from schakel.foundation.accounts.history import history
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.accounts.queries import (
    has_second_factor,
    users_for,
    with_second_factor,
)
from schakel.foundation.accounts.requests import SignedInRequest

PER_PAGE = 50


@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """One's own name, roles, second factors."""
    factors = Authenticator.objects.filter(user=request.user).order_by("created_at")
    return render(request, "accounts/me.html", {"factors": factors})


@require_http_methods(["GET", "HEAD", "POST"])
def stay(_request: HttpRequest) -> HttpResponse:
    """Keep the session alive: every request does, this one does nothing else."""
    return HttpResponse(status=204)


@require_safe
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Why a second step is needed, and which ways there are."""
    if has_second_factor(request.user):
        return redirect("mfa_index")
    return render(
        request, "accounts/second_factor.html", {"required": request.user.needs_second_factor}
    )


@allowed("search", "accounts.User")
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def users(request: SignedInRequest) -> HttpResponse:
    """All users by name; a search (POST) shows the first fifty that fit."""
    form = UserSearchForm(request.POST if request.method == "POST" else None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    found = users_for(request.user, text)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "text": text,
        "may_create": may(request.user, "create", User),
    }
    return render(request, "accounts/users.html", context)


@allowed("create", "accounts.User")
@require_http_methods(["GET", "HEAD", "POST"])
def user_new(request: SignedInRequest) -> HttpResponse:
    """Add a user; the person gets a mail."""
    form = UserForm(request.POST or None)
    if form.is_valid():
        try:
            user = actions.create_user(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The user was added. Now give the role or roles."))
            _invite(request, user)
            return redirect("accounts:user", user.number)
    return render(request, "accounts/user_new.html", {"form": form})


def _invite(request: SignedInRequest, user: User) -> None:
    site = request.build_absolute_uri("/").rstrip("/")
    try:
        actions.invite(by=request.user, user=user, site=site)
    except OSError:  # the mail server; smtplib's errors are OSErrors too
        messages.error(request, _("The mail with the link could not be sent. Try again later."))
    else:
        messages.success(request, _("The mail with the link was sent."))


@require_safe
def user(request: SignedInRequest, number: str) -> HttpResponse:
    """One user: mandates, second factor, history."""
    shown = visible_or_404(with_second_factor(User.objects.all()), request.user, number=number)
    context = {
        "shown": shown,
        "mandates": shown.mandates.select_related("organisation"),
        "may_manage": may(request.user, "manage", shown),
        "is_self": shown == request.user,
        "form": MandateForm(),
        "history": history(request.user, shown),
    }
    return render(request, "accounts/user.html", context)


def _managed(request: SignedInRequest, number: str) -> User:
    return visible_or_404(User.objects.all(), request.user, number=number)


@require_POST
def grant(request: SignedInRequest, number: str) -> HttpResponse:
    """Give a user a role at an organisation."""
    shown = _managed(request, number)
    form = MandateForm(request.POST)
    if form.is_valid():
        actions.grant_mandate(by=request.user, user=shown, **form.cleaned_data)
        messages.success(request, _("The role was given."))
    else:
        messages.error(request, _("Choose an organisation and a role."))
    return redirect("accounts:user", number)


@require_POST
def withdraw(request: SignedInRequest, number: str, mandate: int) -> HttpResponse:
    """Take a role from a user."""
    shown = _managed(request, number)
    # None: taken away in another window or by a colleague, which is what was asked.
    if found := Mandate.objects.filter(pk=mandate).first():
        if found.user_id != shown.pk:
            raise Http404
        actions.withdraw_mandate(by=request.user, mandate=found)
    messages.success(request, _("The role was taken away."))
    return redirect("accounts:user", number)


@require_POST
def deactivate(request: SignedInRequest, number: str) -> HttpResponse:
    """Close an account, or open it again: what the page offered, whatever a colleague did meanwhile."""
    shown = _managed(request, number)
    if request.POST.get("open") == "yes":
        actions.reactivate_user(by=request.user, user=shown)
        messages.success(request, _("The account is open again."))
    else:
        actions.deactivate_user(by=request.user, user=shown)
        messages.success(request, _("The account is closed."))
    return redirect("accounts:user", number)


@require_POST
def reset_second_factor(request: SignedInRequest, number: str) -> HttpResponse:
    """Forget a user's second factors."""
    actions.reset_second_factor(by=request.user, user=_managed(request, number))
    messages.success(
        request, _("The second step was removed. At the next sign-in a new one is set up.")
    )
    return redirect("accounts:user", number)


@require_POST
def invite(request: SignedInRequest, number: str) -> HttpResponse:
    """Mail the link to set a password once more."""
    _invite(request, _managed(request, number))
    return redirect("accounts:user", number)


@allowed("manage", "accounts.Organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: SignedInRequest) -> HttpResponse:
    """All organisations, and a form for a new one."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            actions.create_organisation(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The organisation was added."))
            return redirect("accounts:organisations")
    rows = Organisation.objects.visible_to(request.user).select_related("police_unit")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/organisations.html", {"form": form, "page": page})
