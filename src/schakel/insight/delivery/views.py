"""The annual overview for editors: make, write, look, publish."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.delivery import actions
from schakel.insight.delivery.choices import LANGUAGE_LABELS, LANGUAGES
from schakel.insight.delivery.forms import TextsForm, YearForm
from schakel.insight.delivery.models import Edition
from schakel.insight.delivery.overview.numbers import NoFiguresError, Numbers
from schakel.insight.delivery.overview.placeholders import values
from schakel.insight.delivery.overview.typesetting import typeset
from schakel.knowledge.figures.editions import with_addresses
from schakel.knowledge.figures.reading import standing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "delivery.Edition")
def editions(request: SignedInRequest) -> HttpResponse:
    """Every edition, newest year first, and the form to make one."""
    found = standing()
    years = found.years if found else []
    form = YearForm(_posted(request), years=years)
    if request.method == "POST" and form.is_valid():
        edition = actions.make_edition(by=request.user, year=form.cleaned_data["year"])
        return redirect("delivery:edition", edition.pk)
    rows = Edition.objects.visible_to(request.user)[:100]
    context = {"editions": rows, "form": form if years else None}
    return render(request, "delivery/editions.html", context, status=_status(form))


@require_safe
@allowed("see", "delivery.Edition")
def edition(request: SignedInRequest, pk: int) -> HttpResponse:
    """An edition as it will stand on the public site, with what can be done."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    language = _language(request)
    try:
        content = with_addresses(
            actions.content_of(row, language),
            lambda code: reverse("delivery:chart", args=[row.pk, language, code]),
        )
    except NoFiguresError:
        content = None
    record(by=request.user, event=Event.VIEW, object_type="edition", object_id=row.number)
    context = {
        "edition": row,
        "content": content,
        "language": language,
        "languages": [(code, LANGUAGE_LABELS[code]) for code in LANGUAGES],
    }
    return render(request, "delivery/edition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("write", "delivery.Edition")
def texts(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """The texts of one language, beside the numbers that can stand in them."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    if language not in LANGUAGES or not row.is_draft:
        raise Http404
    form = TextsForm(_posted(request), edition=row, language=language)
    if request.method == "POST" and form.is_valid():
        actions.write_text(by=request.user, edition=row, language=language, texts=form.cleaned_data)
        messages.success(request, _("The texts were kept."))
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
    content = typeset(actions.content_of(row, language), row.published_at or row.made_at)
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
    for section in actions.content_of(row, language)["sections"]:
        for block in section["blocks"]:
            if block["code"] == code and block["kind"] == "chart":
                return HttpResponse(block["svg"], content_type="image/svg+xml; charset=utf-8")
    raise Http404


@require_POST
@allowed("publish", "delivery.Edition")
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the edition on the public site."""
    row = visible_or_404(Edition.objects.all(), request.user, pk=pk)
    try:
        actions.publish(by=request.user, edition=row, at=timezone.now())
    except (actions.ClosedEditionError, NoFiguresError):
        messages.error(request, _("This edition cannot be published (any more)."))
    else:
        messages.success(request, _("The overview stands on the public site."))
    return redirect("delivery:edition", row.pk)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _status(form: YearForm | TextsForm) -> int:
    return 422 if form.is_bound else 200
