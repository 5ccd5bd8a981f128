"""The second pair of eyes: signing or refusing a release, and withdrawing one that was published."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from schakel.foundation.access.rules import require
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.insight.disclosure import signing
from schakel.insight.disclosure.choices import State
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.forms import AnswerForm, SignForm, WithdrawForm
from schakel.insight.disclosure.models import Release
from schakel.insight.disclosure.views.showing import context_of, withdrawal_of


@require_POST
@never_cache
@allowed("sign", "disclosure.Release")
def sign(request: SignedInRequest, number: str) -> HttpResponse:
    """Sign what a colleague offered, or refuse with a reason."""
    row = visible_or_404(Release.objects.all(), request.user, number=number)
    require(request.user, "sign", row)
    form = SignForm(request.POST)
    if form.is_valid() and _signed(request, row, form):
        return redirect("disclosure:release", row.number)
    row.refresh_from_db()
    context = context_of(request, row) | {"sign": form}
    return render(request, "disclosure/release.html", context, status=422)


def _signed(request: SignedInRequest, row: Release, form: SignForm) -> bool:
    told = form.cleaned_data
    try:
        if told["answer"] == "refuse":
            signing.refuse(by=request.user, release=row, reason=told["reason"])
            messages.info(request, _("You did not sign. The maker sees why."))
        else:
            signing.sign(by=request.user, release=row, content_hash=told["content_hash"])
            messages.success(request, _("Signed. The figures stand on the public site."))
    except RefusedError as problem:
        form.add_error(None, str(problem))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("withdraw", "disclosure.Release")
def withdraw(request: SignedInRequest, number: str) -> HttpResponse:
    """Ask a colleague to agree that a release is withdrawn."""
    row = visible_or_404(Release.objects.all(), request.user, "withdraw", number=number)
    if row.state != State.PUBLISHED:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            signing.ask_withdrawal(by=request.user, release=row, **form.cleaned_data)
            messages.success(
                request, _("A colleague is asked to agree. Until then nothing changes.")
            )
            return redirect("disclosure:release", row.number)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    context: dict[str, Any] = {"release": row, "form": form}
    return render(
        request, "disclosure/withdraw.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@never_cache
@allowed("answer", "disclosure.Withdrawal")
def answer(request: SignedInRequest, number: str) -> HttpResponse:
    """Agree to a withdrawal, or say why the release should stay."""
    row = visible_or_404(Release.objects.all(), request.user, number=number)
    asked = withdrawal_of(row)
    require(request.user, "answer", asked)
    form = AnswerForm(request.POST)
    if form.is_valid() and _answered(request, row, form):
        return redirect("disclosure:release", row.number)
    context = context_of(request, row) | {"answer": form}
    return render(request, "disclosure/release.html", context, status=422)


def _answered(request: SignedInRequest, row: Release, form: AnswerForm) -> bool:
    agree = form.cleaned_data["answer"] == "agree"
    try:
        signing.answer_withdrawal(
            by=request.user,
            withdrawal=withdrawal_of(row),
            agree=agree,
            reason=form.cleaned_data["reason"],
        )
    except RefusedError as problem:
        form.add_error(None, str(problem))
        return False
    told = (
        _("The release is withdrawn. The public page says why.")
        if agree
        else _("The release stays.")
    )
    messages.success(request, told)
    return True
