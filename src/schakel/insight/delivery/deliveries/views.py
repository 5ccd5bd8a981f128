"""Pages of agreements, deliveries and standard sets."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.presses import shown_once
from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.exports import csv_response
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.deliveries import actions, sets
from schakel.insight.delivery.deliveries.choices import FIELDS
from schakel.insight.delivery.deliveries.faults import RefusedError
from schakel.insight.delivery.deliveries.forms import (
    AgreementForm,
    KeyForm,
    PassphraseForm,
    SnapshotForm,
)
from schakel.insight.delivery.deliveries.models import Agreement, Delivery
from schakel.insight.delivery.deliveries.standards import NAMES

SHOWN = 100
_SNAPSHOTS = 20


@require_safe
@never_cache
@allowed("see", "deliveries.Delivery")
def index(request: SignedInRequest) -> HttpResponse:
    """Agreements and what was delivered under them, and the standard sets."""
    made = Delivery.objects.visible_to(request.user).select_related("agreement", "snapshot")
    today = timezone.localdate()
    agreements = Agreement.objects.visible_to(request.user)[:SHOWN]
    context = {
        "agreements": [(row, row.is_in_force(today)) for row in agreements],
        "deliveries": made[:SHOWN],
        "sets": sets.SETS,
        "may_agree": may(request.user, "agree", "deliveries.Agreement"),
    }
    return render(request, "deliveries/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("agree", "deliveries.Agreement")
def new(request: SignedInRequest) -> HttpResponse:
    """Write down what was agreed."""
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.agree(by=request.user, terms=form.terms())
            messages.success(request, _("Written down. An analyst can now deliver under it."))
            return redirect("deliveries:agreement", made.number)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    status = 422 if form.is_bound else 200
    return render(request, "deliveries/new.html", {"form": form}, status=status)


@sensitive_post_parameters("passphrase", "once_more")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("see", "deliveries.Agreement")
def agreement(request: SignedInRequest, number: str) -> HttpResponseBase:
    """An agreement: what it says, what would be delivered now, and the form that does it."""
    row = visible_or_404(Agreement.objects.all(), request.user, number=number)
    if request.method == "POST":
        return _deliver(request, row)
    return _agreement_page(request, row, PassphraseForm(key=actions.key_of(row)))


@allowed("make", "deliveries.Delivery")
def _deliver(request: SignedInRequest, row: Agreement) -> HttpResponse:
    form = PassphraseForm(request.POST, key=actions.key_of(row))
    snapshot = _snapshot(request)
    if form.is_valid() and snapshot is not None:
        try:
            made, sealed = actions.deliver(
                by=request.user,
                agreement=row,
                snapshot=snapshot,
                passphrase=form.cleaned_data.get("passphrase", ""),
            )
            return shown_once(_file(made, sealed))
        except RefusedError as problem:
            form.add_error(None, str(problem))
    return _agreement_page(request, row, form, status=422)


def _agreement_page(
    request: SignedInRequest,
    row: Agreement,
    form: PassphraseForm,
    status: int = 200,
    key_form: KeyForm | None = None,
) -> HttpResponse:
    snapshots = Snapshot.objects.order_by("-pk")
    snapshot = _snapshot(request)
    can = may(request.user, "make", "deliveries.Delivery") and row.is_in_force(timezone.localdate())
    chosen = {"snapshot": snapshot.number} if snapshot else None
    context: dict[str, Any] = {
        "agreement": row,
        "in_force": row.is_in_force(timezone.localdate()),
        "facts": _facts(row),
        "deliveries": row.deliveries.select_related("snapshot")[:SHOWN],
        "may_end": may(request.user, "end", row) and row.ended_at is None,
        "key": actions.key_of(row),
        "keys": row.keys.all()[:SHOWN],
        "key_form": (key_form or KeyForm()) if _may_key(request, row) else None,
        "form": form if can else None,
        "snapshot": snapshot,
        "chosen": SnapshotForm(initial=chosen, snapshots=snapshots[:_SNAPSHOTS]),
        **(_preview(row, snapshot) if can and snapshot else {}),
    }
    return render(request, "deliveries/agreement.html", context, status=status)


def _may_key(request: SignedInRequest, row: Agreement) -> bool:
    return may(request.user, "key", row) and row.is_in_force(timezone.localdate())


def _snapshot(request: SignedInRequest) -> Snapshot | None:
    """The snapshot that was asked for, or the newest."""
    found = Snapshot.objects.order_by("-pk")
    wanted = request.GET.get("snapshot")
    return (found.filter(number=wanted).first() if wanted else None) or found.first()


def _preview(row: Agreement, snapshot: Snapshot) -> dict[str, Any]:
    """What would be delivered, in numbers: nobody's record is shown before it is sealed."""
    try:
        found = actions.counting().records(row, snapshot)
    except RefusedError as problem:
        return {"refused": str(problem)}
    unknown = [(FIELDS[column][0], many) for column, many in found.unknown() if column in FIELDS]
    return {"rows": len(found.rows), "alone": found.alone, "unknown": unknown}


def _facts(row: Agreement) -> list[tuple[str, str]]:
    same = _("the same in every delivery of this agreement")
    return [
        (_("Receiver"), f"{row.get_receiver_display()}: {row.name}"),
        (_("Purpose"), row.purpose),
        (_("Legal basis"), row.legal_basis),
        (_("Years"), f"{row.first_year}–{row.last_year}"),
        (_("Columns"), ", ".join(row.field_labels)),
        (_("Pseudonyms"), same if row.joinable else _("new in every delivery")),
        (_("Valid up to and including"), row.until.isoformat()),
        (_("Agreed by"), row.agreed_by),
    ]


def _file(made: Delivery, sealed: bytes) -> HttpResponse:
    response = HttpResponse(sealed, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{made.number}.sealed"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@never_cache
@allowed("key", "deliveries.Agreement")
def key(request: SignedInRequest, number: str) -> HttpResponse:
    """Give an agreement the public key of its receiver, another one, or none any more."""
    row = visible_or_404(Agreement.objects.all(), request.user, number=number)
    away = "away" in request.POST
    form = KeyForm(request.POST, request.FILES)
    try:
        if away:
            actions.set_key(by=request.user, agreement=row, key=None)
            messages.success(
                request, _("Taken away. Deliveries are sealed with a passphrase again.")
            )
        elif form.is_valid():
            actions.set_key(by=request.user, agreement=row, key=form.key)
            messages.success(request, _("From now on only the receiver's key opens a delivery."))
        else:
            return _agreement_page(request, row, PassphraseForm(), status=422, key_form=form)
    except RefusedError as problem:
        messages.error(request, str(problem))
    return redirect("deliveries:agreement", row.number)


@require_POST
@never_cache
@allowed("end", "deliveries.Agreement")
def end(request: SignedInRequest, number: str) -> HttpResponse:
    """End an agreement before its day."""
    row = visible_or_404(Agreement.objects.all(), request.user, number=number)
    try:
        actions.end(by=request.user, agreement=row)
        messages.success(request, _("Ended. Nothing more can be delivered under it."))
    except RefusedError as problem:
        messages.error(request, str(problem))
    return redirect("deliveries:agreement", row.number)


@sensitive_post_parameters("passphrase", "once_more")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("see", "deliveries.Delivery")
def delivery(request: SignedInRequest, number: str) -> HttpResponse:
    """The receipt of a delivery, and the form that makes the very same once more."""
    rows = Delivery.objects.select_related("agreement", "snapshot")
    row = visible_or_404(rows, request.user, number=number)
    own = actions.key_of(row.agreement)
    form = PassphraseForm(request.POST if request.method == "POST" else None, key=own)
    if form.is_bound and form.is_valid():
        try:
            passphrase = form.cleaned_data.get("passphrase", "")
            sealed = actions.deliver_again(by=request.user, delivery=row, passphrase=passphrase)
            return _file(row, sealed)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    can = row.agreement.is_in_force(timezone.localdate())
    context = {
        "delivery": row,
        "facts": _receipt(row),
        "key": own,
        "form": form if can and may(request.user, "make", row) else None,
    }
    return render(
        request, "deliveries/delivery.html", context, status=422 if form.is_bound else 200
    )


def _receipt(row: Delivery) -> list[tuple[str, str]]:
    moment = timezone.localtime(row.made_at)
    return [
        (_("Receiver"), row.agreement.name),
        (_("Made"), f"{moment:%Y-%m-%d %H:%M}"),
        (_("Made by"), row.made_by),
        (_("Snapshot"), row.snapshot.number),
        (_("Sealed for the key"), row.key_fingerprint or _("none: with a passphrase")),
        (_("Records"), str(row.rows)),
        (_("Records like no other"), str(row.alone)),
        (_("Hash of the records (SHA-256)"), row.digest),
        (_("Hash of the sealed file (SHA-256)"), row.file_digest),
    ]


def _set_or_404(slug: str) -> sets.Set:
    if slug not in sets.BY_SLUG:
        raise Http404
    return sets.BY_SLUG[slug]


@require_safe
@never_cache
@allowed("see", "deliveries.Set")
def standard_set(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a set holds, whether it is in order, and the file."""
    asked = _set_or_404(slug)
    found = list(sets.values(asked))
    years = sorted({one.year for one in found})
    shown = [
        (
            table.title,
            sum(one.table == table.code and one.value is not None for one in found),
            sum(one.table == table.code and one.value is None for one in found),
        )
        for table in asked.tables
    ]
    context = {
        "set": asked,
        "tables": shown,
        "years": years,
        "problems": sets.problems(found),
        "standards": _standards(asked, found),
    }
    return render(request, "deliveries/set.html", context)


def _standards(asked: sets.Set, found: list[sets.Value]) -> list[tuple[str, list[str]]]:
    """Each standard beside a set, and the categories that it has no known code for."""
    lacking = sets.unmapped(asked, found)
    english = get_language() == "en"
    return [
        (
            NAMES[standard],
            [one.en if english else one.nl for one in lacking if one.standard == standard],
        )
        for standard in asked.standards
    ]


@require_safe
@never_cache
@allowed("see", "deliveries.Set")
def set_csv(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """A set as a file; logged, as everything that leaves by agreement."""
    asked = _set_or_404(slug)
    rows = [one.cells(asked) for one in sets.values(asked)]
    record(by=request.user, event=Event.EXPORT, object_type="set", object_id=slug)
    return csv_response(f"{slug}.csv", asked.columns, rows)
