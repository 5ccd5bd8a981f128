"""Pages of the quarterly accountability: the ministry reads, an analyst prepares, an officer signs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability import actions
from schakel.insight.delivery.accountability.choices import LANGUAGES, State, Step
from schakel.insight.delivery.accountability.composing import composed, named
from schakel.insight.delivery.accountability.faults import RefusedError
from schakel.insight.delivery.accountability.forms import (
    AmountsForm,
    CorrectionForm,
    QuarterForm,
    WithdrawForm,
)
from schakel.insight.delivery.accountability.models import Statement
from schakel.insight.delivery.accountability.queries import (
    address_parts,
    editions_of,
    published_before,
    to_make,
)
from schakel.insight.delivery.four_eyes import SignForm
from schakel.insight.disclosure.choices import CHECKS

SHOWN = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("see", "accountability.Statement")
def statements(request: SignedInRequest) -> HttpResponseBase:
    """Every statement that one may see, newest first; for an analyst the form to make one."""
    prepares = may(request.user, "prepare", "accountability.Statement")
    snapshot = Snapshot.objects.order_by("-pk").first() if prepares else None
    quarters = to_make(snapshot) if snapshot else []
    form = QuarterForm(_posted(request), quarters=quarters, language=_language())
    if request.method == "POST":
        return _make(request, form, snapshot, quarters)
    return _list(request, form if quarters else None, snapshot)


@allowed("prepare", "accountability.Statement")
def _make(
    request: SignedInRequest, form: QuarterForm, snapshot: Snapshot | None, quarters: list[Any]
) -> HttpResponse:
    if snapshot is not None and form.is_valid():
        try:
            made = actions.make(
                by=request.user, snapshot=snapshot, quarter=form.cleaned_data["quarter"]
            )
            return redirect("accountability:statement", made.address)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    return _list(request, form if quarters else None, snapshot, status=422)


def _list(
    request: SignedInRequest, form: QuarterForm | None, snapshot: Snapshot | None, status: int = 200
) -> HttpResponse:
    rows = Statement.objects.visible_to(request.user).exclude(state=State.DISCARDED)
    found = rows.select_related("withdrawal").defer("figures", "amounts")[:SHOWN]
    context = {
        "statements": [(row, named(row.quarter, _language())) for row in found],
        "form": form,
        "snapshot": snapshot,
        "prepares": may(request.user, "prepare", "accountability.Statement"),
        "is_staff": request.user.works_at_centre,
    }
    return render(request, "accountability/statements.html", context, status=status)


def _row(request: SignedInRequest, number: str) -> Statement:
    if (found := address_parts(number)) is None:
        raise Http404
    rows = Statement.objects.exclude(state=State.DISCARDED)
    rows = rows.select_related("snapshot", "withdrawal")
    return visible_or_404(rows, request.user, number=found[0], correction=found[1])


@require_safe
@never_cache
@allowed("see", "accountability.Statement")
def statement(request: SignedInRequest, number: str) -> HttpResponse:
    """A statement: as it was published, or as it would be now."""
    row = _row(request, number)
    record(by=request.user, event=Event.VIEW, object_type="statement", object_id=row.address)
    return _page(request, row, {}, status=410 if _is_gone(request, row) else 200)


def _is_gone(request: SignedInRequest, row: Statement) -> bool:
    """Withdrawn, for who reads and does not make: the note stands where the numbers stood."""
    return row.note is not None and not request.user.works_at_centre


def _page(
    request: SignedInRequest, row: Statement, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    language = _language()
    staff = request.user.works_at_centre
    editions = editions_of(row) if row.state == State.PUBLISHED else []
    context = {
        "statement": row,
        "content": _content(row, language),
        "withdrawn": row.note.text(language) if row.note else "",
        "gone": _is_gone(request, row),
        "newest": editions[0] if editions and editions[0].pk != row.pk else None,
        "earlier": [one for one in editions if one.correction < row.correction],
        "language": language,
        "staff": staff,
        **(_inside(row) if staff else {}),
        **_forms(request, row),
        **more,
    }
    return render(request, "accountability/statement.html", context, status=status)


def _content(row: Statement, language: str) -> dict[str, Any]:
    if row.state == State.PUBLISHED:
        content: dict[str, Any] = row.parts.get(language=language).content
        return content
    return composed(row, published_before(row), language)


def _forms(request: SignedInRequest, row: Statement) -> dict[str, Any]:
    draft = row.state == State.DRAFT
    prepares = may(request.user, "prepare", row)
    signs = row.state == State.OFFERED and may(request.user, "sign", row)
    return {
        "prepares": prepares,
        "amounts": AmountsForm(amounts=row.amounts) if prepares and draft else None,
        "sign": SignForm(initial={"content_hash": row.content_hash}) if signs else None,
        **_amending(request, row),
    }


def _amending(request: SignedInRequest, row: Statement) -> dict[str, Any]:
    """Forms for what is published: the newest edition can be corrected, each can be withdrawn."""
    if row.state != State.PUBLISHED:
        return {}
    later = Statement.objects.exclude(state=State.DISCARDED).filter(
        number=row.number, correction__gt=row.correction
    )
    corrects = may(request.user, "prepare", row) and not later.exists()
    withdraws = row.note is None and may(request.user, "withdraw", row)
    return {
        "correct": CorrectionForm(prefix="correct") if corrects else None,
        "withdraw": WithdrawForm(prefix="withdraw") if withdraws else None,
    }


def _inside(row: Statement) -> dict[str, Any]:
    """What the house sees besides: what was tried, who did what, and what was signed."""
    lines = list(about("statement", row.address).exclude(ground=""))
    names = dict(
        User.objects.filter(number__in={one.actor for one in lines}).values_list("number", "name")
    )
    return {
        "verdicts": _verdicts(row),
        "facts": [
            (_("Snapshot"), row.snapshot.number),
            (_("Hash of the content (SHA-256)"), row.content_hash or "–"),
        ],
        "history": [
            {
                "time": one.time,
                "title": Step(one.ground).label,
                "text": names.get(one.actor, one.actor),
            }
            for one in lines
            if one.ground in Step
        ],
    }


def _verdicts(row: Statement) -> list[tuple[str, str, bool | None]]:
    """Part, what was tried, and whether it held."""
    own = _("Numbers that are small, do not add up or come back from nought")
    return [
        (part, str(CHECKS.get(one["code"], own)), one["passed"])
        for part, figures in row.figures.items()
        for one in figures["verdicts"]
    ]


@require_safe
@never_cache
@allowed("see", "accountability.Statement")
def pdf(request: SignedInRequest, number: str, language: str) -> HttpResponse:
    """The PDF/UA: as it was published, or how it would be."""
    row = _row(request, number)
    if language not in LANGUAGES:
        raise Http404
    if _is_gone(request, row):
        return redirect("accountability:statement", row.address)
    if row.state == State.PUBLISHED:
        content = bytes(row.parts.get(language=language).pdf)
    else:
        content = actions.typeset(_content(row, language), row.made_at)
    record(by=request.user, event=Event.EXPORT, object_type="statement", object_id=row.address)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.address}-{language}.pdf"'
    return response


@require_POST
@never_cache
@allowed("prepare", "accountability.Statement")
def prepare(request: SignedInRequest, number: str) -> HttpResponse:
    """What the maker does: keep the amounts, offer, put aside, correct, or make it again to compare."""
    row = _row(request, number)
    what = request.POST.get("what", "")
    if what in _WITH_FORM:
        return _WITH_FORM[what](request, row)
    steps = {"offer": _offer, "discard": _discard, "repeat": _repeat}
    try:
        return steps.get(what, _unknown)(request, row)
    except RefusedError as problem:
        messages.error(request, str(problem))
    return redirect("accountability:statement", row.address)


def _amounts(request: SignedInRequest, row: Statement) -> HttpResponse:
    form = AmountsForm(request.POST, amounts=row.amounts)
    if form.is_valid():
        try:
            actions.set_amounts(by=request.user, statement=row, amounts=form.amounts())
            messages.success(request, _("The amounts were kept."))
            return redirect("accountability:statement", row.address)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    return _page(request, row, {"amounts": form}, status=422)


def _correct(request: SignedInRequest, row: Statement) -> HttpResponse:
    form = CorrectionForm(request.POST, prefix="correct")
    if form.is_valid():
        try:
            made = actions.correct(by=request.user, statement=row, **form.cleaned_data)
            messages.success(request, _("A corrected edition was begun. Two people sign it again."))
            return redirect("accountability:statement", made.address)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    return _page(request, row, {"correct": form}, status=422)


_WITH_FORM = {"amounts": _amounts, "correct": _correct}


def _offer(request: SignedInRequest, row: Statement) -> HttpResponse:
    actions.offer(by=request.user, statement=row)
    messages.success(request, _("A disclosure officer is asked to sign."))
    return redirect("accountability:statement", row.address)


def _discard(request: SignedInRequest, row: Statement) -> HttpResponse:
    actions.discard(by=request.user, statement=row)
    messages.success(request, _("Put aside."))
    return redirect("accountability:statements")


def _repeat(request: SignedInRequest, row: Statement) -> HttpResponse:
    if actions.repeated(by=request.user, statement=row):
        messages.success(request, _("Made again: every number and every byte is the same."))
    else:
        messages.error(request, _("Made again: it came out differently. Report this."))
    return redirect("accountability:statement", row.address)


def _unknown(_request: SignedInRequest, _row: Statement) -> HttpResponse:
    raise Http404


@require_POST
@never_cache
@allowed("sign", "accountability.Statement")
def sign(request: SignedInRequest, number: str) -> HttpResponse:
    """The second signature, or why not."""
    row = _row(request, number)
    form = SignForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            if told["answer"] == "refuse":
                actions.refuse(by=request.user, statement=row, reason=told["reason"])
                messages.info(request, _("You did not sign. The maker sees why."))
            else:
                actions.sign(by=request.user, statement=row, content_hash=told["content_hash"])
                messages.success(request, _("Signed. The ministry can read it now."))
            return redirect("accountability:statement", row.address)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    return _page(request, row, {"sign": form}, status=422)


@require_POST
@never_cache
@allowed("withdraw", "accountability.Statement")
def withdraw(request: SignedInRequest, number: str) -> HttpResponse:
    """Take a published statement away from its readers, and say why."""
    row = _row(request, number)
    form = WithdrawForm(request.POST, prefix="withdraw")
    if form.is_valid():
        try:
            actions.withdraw(by=request.user, statement=row, **form.cleaned_data)
            messages.success(request, _("Withdrawn. Its readers see your note and no numbers."))
            return redirect("accountability:statement", row.address)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    return _page(request, row, {"withdraw": form}, status=422)


def _language() -> str:
    return "en" if get_language() == "en" else "nl"


def _posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
