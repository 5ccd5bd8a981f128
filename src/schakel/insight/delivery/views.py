"""The annual overview for editors: write, make, look, offer, sign, correct."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.moving import move_whole_page
from schakel.insight.delivery import actions, signing
from schakel.insight.delivery.choices import LANGUAGE_LABELS, LANGUAGES, State
from schakel.insight.delivery.faults import ClosedEditionError, RefusedError
from schakel.insight.delivery.forms import CorrectionForm, TextsForm, YearForm
from schakel.insight.delivery.four_eyes import SignForm
from schakel.insight.delivery.models import Edition
from schakel.insight.delivery.overview.numbers import NoFiguresError, Numbers
from schakel.insight.delivery.overview.placeholders import values
from schakel.insight.delivery.overview.typesetting import typeset
from schakel.insight.delivery.signing import progress_of
from schakel.knowledge.figures.editions import with_addresses
from schakel.knowledge.figures.reading import standing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "delivery.Edition")
def editions(request: SignedInRequest) -> HttpResponseBase:
    """Every edition, newest year first, and the form to make one."""
    found = standing()
    years = found.years if found else []
    form = YearForm(_posted(request), years=years)
    if request.method == "POST" and form.is_valid():
        return _make(request, form.cleaned_data["year"])
    rows = Edition.objects.visible_to(request.user)[:100]
    context = {"editions": rows, "form": form if years else None}
    return render(request, "delivery/editions.html", context, status=_status(form))


@allowed("make", "delivery.Edition")
def _make(request: SignedInRequest, year: int) -> HttpResponse:
    return redirect("delivery:edition", actions.make_edition(by=request.user, year=year).pk)


@require_safe
@allowed("see", "delivery.Edition")
def edition(request: SignedInRequest, pk: int) -> HttpResponse:
    """An edition as it will stand on the public site, with what can be done."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    record(by=request.user, event=Event.VIEW, object_type="edition", object_id=row.number)
    return _page(request, row)


def _page(
    request: SignedInRequest, row: Edition, form: SignForm | None = None, status: int = 200
) -> HttpResponse:
    language = _language(request)
    try:
        content = with_addresses(
            _content(row, language),
            lambda code: reverse("delivery:chart", args=[row.pk, language, code]),
        )
    except NoFiguresError:
        content = None
    makes, signs = may(request.user, "make", row), may(request.user, "sign", row)
    offered = row.state == State.OFFERED
    context = {
        "edition": row,
        "content": content,
        "language": language,
        "languages": [
            {
                "url": f"?language={code}",
                "label": LANGUAGE_LABELS[code],
                "count": None,
                "current": code == language,
            }
            for code in LANGUAGES
        ],
        "progress": progress_of(row) if row.is_draft and makes else None,
        "writes": row.is_draft and may(request.user, "write", row),
        "sign": (form or SignForm(initial={"content_hash": row.content_hash}))
        if offered and signs
        else None,
        "corrects": row.state == State.PUBLISHED and makes,
    }
    return render(request, "delivery/edition.html", context, status=status)


def _content(row: Edition, language: str) -> dict[str, Any]:
    """As it was made for publication, or as it would be made now."""
    made = row.proofs.filter(language=language).first()
    return made.content if made else actions.content_of(row, language)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("write", "delivery.Edition")
def texts(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """The texts of one language, beside the numbers that can stand in them."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    if language not in LANGUAGES or not (row.is_draft or request.method == "POST"):
        raise Http404
    form = TextsForm(_posted(request), edition=row, language=language)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.write_text(by=request.user, edition=row, language=language, texts=said)
            messages.success(request, _("The texts were kept."))
        except ClosedEditionError:  # offered in another window, or by a colleague
            messages.error(request, _("This edition cannot be made (any more)."))
        return redirect("delivery:edition", row.pk)
    known = values(Numbers.of(row.year, language, row.figures_version))
    context: dict[str, Any] = {
        "edition": row,
        "form": form,
        "language_name": LANGUAGE_LABELS[language],
        "placeholders": [(f"{{{name}}}", value or "–") for name, value in sorted(known.items())],
    }
    return render(request, "delivery/texts.html", context, status=_status(form))


@require_safe
@allowed("see", "delivery.Edition")
def pdf(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """The edition as PDF, as it stands."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    if language not in LANGUAGES:
        raise Http404
    made = row.proofs.filter(language=language).exclude(pdf=None).first()
    content = bytes(made.pdf or b"") if made else typeset(_content(row, language), row.made_at)
    record(by=request.user, event=Event.EXPORT, object_type="edition", object_id=row.number)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.year}-{language}.pdf"'
    return response


@require_safe
@allowed("see", "delivery.Edition")
def chart(request: SignedInRequest, pk: int, language: str, code: str) -> HttpResponse:
    """One chart of an edition."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    if language not in LANGUAGES:
        raise Http404
    for section in _content(row, language)["sections"]:
        for block in section["blocks"]:
            if block["code"] == code and block["kind"] == "chart":
                return HttpResponse(block["svg"], content_type="image/svg+xml; charset=utf-8")
    raise Http404


@require_POST
@allowed("make", "delivery.Edition")
def proceed(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next step of making page and PDF; the page asks for the one after it itself."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    try:
        progress = signing.proceed(by=request.user, edition=row)
    except (RefusedError, NoFiguresError):
        messages.error(request, _("This edition cannot be made (any more)."))
    else:
        if request.htmx and progress.left:
            context = {"edition": row, "progress": progress}
            return render(request, "delivery/_progress.html", context)
    return move_whole_page(request, "delivery:edition", row.pk)


@require_POST
@allowed("make", "delivery.Edition")
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask somebody else to sign."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    try:
        signing.offer(by=request.user, edition=row)
        messages.success(request, _("Another editor or a disclosure officer is asked to sign."))
    except RefusedError as problem:
        messages.error(request, str(problem))
    return redirect("delivery:edition", row.pk)


@require_POST
@allowed("sign", "delivery.Edition")
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put on the public site what somebody else made, or say why not."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    form = SignForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            if told["answer"] == "refuse":
                signing.refuse(by=request.user, edition=row, reason=told["reason"])
                messages.info(request, _("You did not sign. The maker sees why."))
            else:
                signing.sign(by=request.user, edition=row, content_hash=told["content_hash"])
                messages.success(request, _("The overview stands on the public site."))
            return redirect("delivery:edition", row.pk)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    return _page(request, row, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("make", "delivery.Edition")
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a corrected edition of a published one."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    form = CorrectionForm(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            made = actions.correct(by=request.user, edition=row, **form.cleaned_data)
            return redirect("delivery:edition", made.pk)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    context = {"edition": row, "form": form}
    return render(request, "delivery/correct.html", context, status=422 if form.is_bound else 200)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _status(form: YearForm | TextsForm) -> int:
    return 422 if form.is_bound else 200
