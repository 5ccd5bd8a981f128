"""The few pages of the unit: what came in, who is who at the door, and what was deleted. Counts only."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.presses import shown_once
from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.accounts.tokens import AccessToken
from schakel.linkage_unit import actions, epochs
from schakel.linkage_unit.forms import CalibrationForm, EpochForm, PartnerForm, UnitTokenForm
from schakel.linkage_unit.linking import link
from schakel.linkage_unit.models import (
    CodeDeletion,
    CodeDelivery,
    CodeMessage,
    Epoch,
    UnitPartner,
    UnitRun,
)
from schakel.linkage_unit.queries import (
    cluster_facts,
    epochs_with_counts,
    partners_with_counts,
    shares,
    still_to_encode,
    wants_calibration,
)

PER_PAGE = 25
# More than this takes longer than somebody waits for a page: then the command does it.
LINKED_ON_REQUEST = 5000


@require_safe
@allowed("see", "linkage_unit.Epoch")
def start(request: SignedInRequest) -> HttpResponse:
    """The epochs, and the last runs."""
    context = {
        "epochs": epochs_with_counts(),
        "runs": UnitRun.objects.select_related("epoch")[:10],
        "may_manage": may(request.user, "manage", "linkage_unit.Epoch"),
    }
    return render(request, "unit/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "linkage_unit.UnitPartner")
def partners(request: SignedInRequest) -> HttpResponse:
    """Parties at the door; an administrator adds one here."""
    form = PartnerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _went_well(
        form, lambda: actions.add_partner(by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The party was added. Make a token for it now."))
        return redirect("unit:partners")
    page = Paginator(partners_with_counts(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_manage": _may_manage(request)}
    return render(request, "unit/partners.html", context)


def _may_manage(request: SignedInRequest) -> bool:
    return may(request.user, "manage", "linkage_unit.UnitPartner")


def _went_well(form: Form, act: Callable[[], object]) -> bool:
    """Do it if the form is right; what the action refuses is said at the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _partner(request: SignedInRequest, source: str, verb: str = "see") -> UnitPartner:
    rows = UnitPartner.objects.select_related("organisation")
    return visible_or_404(rows, request.user, verb, source=source)


@require_safe
@allowed("see", "linkage_unit.UnitPartner")
def partner(request: SignedInRequest, source: str) -> HttpResponse:
    """One party: its tokens and its deliveries."""
    found = _partner(request, source)
    rows = CodeDelivery.objects.filter(partner=found).select_related("epoch")
    context = {
        "partner": found,
        "facts": [
            (_("What it does"), found.get_kind_display()),
            (_("Number at the centre"), found.source),
        ],
        "tokens": AccessToken.objects.filter(organisation=found.organisation),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_manage": _may_manage(request),
    }
    return render(request, "unit/partner.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("manage", "linkage_unit.UnitPartner")
def token_new(request: SignedInRequest, source: str) -> HttpResponse:
    """A new token; its secret stands on the answer and nowhere else."""
    found = _partner(request, source, "manage")
    form = UnitTokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        token, secret = actions.make_token(by=request.user, partner=found, **form.wanted())
        context = {"partner": found, "token": token, "secret": secret}
        return shown_once(render(request, "unit/token_made.html", context))
    return render(request, "unit/token_new.html", {"partner": found, "form": form})


@require_POST
@allowed("manage", "linkage_unit.UnitPartner")
def token_withdraw(request: SignedInRequest, source: str, token: str) -> HttpResponse:
    """The token opens nothing from now on."""
    found = _partner(request, source, "manage")
    rows = AccessToken.objects.filter(organisation=found.organisation)
    one = visible_or_404(rows, request.user, "revoke", number=token)
    actions.withdraw_token(by=request.user, partner=found, token=one)
    messages.success(request, _("The token was withdrawn. It opens nothing any more."))
    return redirect("unit:partner", source)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("manage", "linkage_unit.Epoch")
def epoch_new(request: SignedInRequest) -> HttpResponse:
    """Open an epoch."""
    form = EpochForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _went_well(
        form, lambda: epochs.open_epoch(by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The epoch is there. All senders encode anew for it."))
        return redirect("unit:epoch", form.cleaned_data["name"])
    return render(request, "unit/epoch_new.html", {"form": form})


def _epoch(request: SignedInRequest, name: str, verb: str = "see") -> Epoch:
    return visible_or_404(epochs_with_counts(), request.user, verb, name=name)


@require_safe
@allowed("see", "linkage_unit.Epoch")
def epoch(request: SignedInRequest, name: str) -> HttpResponse:
    """One epoch: who sent what, who still has to, what was found, and how it ends."""
    return _show_epoch(request, _epoch(request, name))


def _show_epoch(
    request: SignedInRequest, found: Epoch, form: CalibrationForm | None = None
) -> HttpResponse:
    context = {
        "epoch": found,
        "shares": shares(found),
        "found": cluster_facts(found),
        "runs": UnitRun.objects.filter(epoch=found)[:10],
        "deletion": CodeDeletion.objects.filter(epoch=found).first(),
        "wants_calibration": wants_calibration(found),
        "form": form or CalibrationForm(initial={"threshold": found.threshold}),
        "may_manage": may(request.user, "manage", found),
    }
    return render(request, "unit/epoch.html", context)


@require_POST
@allowed("start", "linkage_unit.UnitRun")
def link_now(request: SignedInRequest, name: str) -> HttpResponse:
    """Compare what waits, where that is little enough to wait for."""
    found = _epoch(request, name, "manage")
    if CodeMessage.objects.filter(epoch=found, linked_at=None).count() > LINKED_ON_REQUEST:
        messages.error(
            request, _("There is too much for a page. Start `schakel linkage-unit link`.")
        )
        return redirect("unit:epoch", name)
    run = link(by=request.user, epoch=found)
    messages.success(
        request,
        ngettext(
            "%(count)d membership changed. The centre gets it when it next fetches.",
            "%(count)d memberships changed. The centre gets them when it next fetches.",
            run.changed,
        )
        % {"count": run.changed},
    )
    return redirect("unit:epoch", name)


@require_POST
@allowed("manage", "linkage_unit.Epoch")
def calibrate(request: SignedInRequest, name: str) -> HttpResponse:
    """Another threshold, or the same one looked at again."""
    found = _epoch(request, name, "manage")
    form = CalibrationForm(request.POST)
    if not _went_well(
        form, lambda: epochs.calibrate(by=request.user, epoch=found, **form.cleaned_data)
    ):
        return _show_epoch(request, found, form)
    messages.success(request, _("The threshold is set. The next run numbers the clusters by it."))
    return redirect("unit:epoch", name)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("manage", "linkage_unit.Epoch")
def delete(request: SignedInRequest, name: str) -> HttpResponse:
    """Ask once more, then delete the codes."""
    found = _epoch(request, name, "manage")
    if request.method == "POST":
        try:
            epochs.delete_codes(by=request.user, epoch=found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The codes are gone. The proof stands below."))
        return redirect("unit:epoch", name)
    context = {"epoch": found, "missing": still_to_encode(found)}
    return render(request, "unit/delete.html", context)
