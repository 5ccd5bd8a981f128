"""The administrator's pages: who gets status messages, what arrived, and what was given up."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.presses import shown_once
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.webhooks import actions
from schakel.foundation.webhooks.actions import OVERLAP, NotPossibleError
from schakel.foundation.webhooks.backoff import TRIES
from schakel.foundation.webhooks.catalogue import event_label
from schakel.foundation.webhooks.forms import SubscriptionForm
from schakel.foundation.webhooks.models import Subscription
from schakel.foundation.webhooks.queries import is_unattended, messages_of, subscriptions_for

PER_PAGE = 50
Made = TypeVar("Made")


@require_safe
@allowed("see", "webhooks.Subscription")
def index(request: SignedInRequest) -> HttpResponse:
    """All subscriptions, with what waits and what was given up."""
    page = Paginator(subscriptions_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unattended": is_unattended()}
    return render(request, "webhooks/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "webhooks.Subscription")
def new(request: SignedInRequest) -> HttpResponse:
    """A new subscription; the answer shows its secret, which no page shows again."""
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            subscription = actions.subscribe(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _show_secret(request, subscription)
    return render(request, "webhooks/new.html", {"form": form})


@require_safe
@allowed("see", "webhooks.Subscription")
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    """One subscription: its state, and its messages with every try."""
    subscription = visible_or_404(subscriptions_for(request.user), request.user, number=number)
    page = Paginator(messages_of(subscription), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "subscription": subscription,
        "facts": _facts(subscription),
        "page": page,
        "unattended": is_unattended(),
        "tries": TRIES,
        "overlap_hours": OVERLAP.total_seconds() / 3600,
    }
    return render(request, "webhooks/detail.html", context)


def _facts(subscription: Subscription) -> list[tuple[str, str]]:
    events = ", ".join(event_label(name) for name in subscription.events)
    return [(_("Address"), subscription.address), (_("Told of"), events or _("everything"))]


@require_POST
@allowed("manage", "webhooks.Subscription")
def test(request: SignedInRequest, number: str) -> HttpResponse:
    """Send a test message."""
    return _done(
        request,
        number,
        lambda one: actions.send_test(by=request.user, subscription=one),
        lambda _made: _("The test message is on its way. Look below in a minute."),
    )


@never_cache
@require_POST
@allowed("manage", "webhooks.Subscription")
def secret(request: SignedInRequest, number: str) -> HttpResponse:
    """A new secret, shown once; the old one still signs for a while."""
    subscription = _one(request, number)
    try:
        renewed = actions.renew_secret(by=request.user, subscription=subscription)
    except NotPossibleError:
        return _ended(request, number)
    return _show_secret(request, renewed)


@require_POST
@allowed("manage", "webhooks.Subscription")
def deactivate(request: SignedInRequest, number: str) -> HttpResponse:
    """Stop for good."""
    return _done(
        request,
        number,
        lambda one: actions.deactivate(by=request.user, subscription=one),
        lambda _made: _("No more messages go to this address."),
    )


@require_POST
@allowed("manage", "webhooks.Subscription")
def resend(request: SignedInRequest, number: str, message: int | None = None) -> HttpResponse:
    """Put what was given up on its way again: one message, or all."""
    return _done(
        request,
        number,
        lambda one: actions.resend(by=request.user, subscription=one, message=message),
        lambda count: (
            ngettext(
                "%(count)d message is on its way again.",
                "%(count)d messages are on their way again.",
                count,
            )
            % {"count": count}
        ),
    )


@require_POST
@allowed("manage", "webhooks.Subscription")
def let_go(request: SignedInRequest, number: str, message: int) -> HttpResponse:
    """Give up for good on one message."""
    return _done(
        request,
        number,
        lambda one: actions.let_go(by=request.user, subscription=one, message=message),
        lambda _count: _("The message was let go. Later ones no longer wait for it."),
    )


def _one(request: SignedInRequest, number: str) -> Subscription:
    return visible_or_404(Subscription.objects.all(), request.user, number=number)


def _done(
    request: SignedInRequest,
    number: str,
    act: Callable[[Subscription], Made],
    told: Callable[[Made], str],
) -> HttpResponse:
    """Do it, say so, and go back to the page of the subscription."""
    try:
        made = act(_one(request, number))
    except NotPossibleError:
        return _ended(request, number)
    messages.success(request, told(made))
    return redirect("webhooks:detail", number)


def _ended(request: SignedInRequest, number: str) -> HttpResponse:
    messages.error(request, _("This address gets no more messages. Make a new one if needed."))
    return redirect("webhooks:detail", number)


def _show_secret(request: SignedInRequest, subscription: Subscription) -> HttpResponse:
    return shown_once(render(request, "webhooks/secret.html", {"subscription": subscription}))
