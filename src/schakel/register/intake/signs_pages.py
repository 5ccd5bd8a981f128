"""The list of signals for professionals: tick, read the advice, print it, or make a draft of it."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.terms.queries import label
from schakel.register.intake.drafting import start_draft
from schakel.register.intake.queries import senders_for
from schakel.register.intake.signs.advice import Step, Urgency
from schakel.register.intake.signs.reading import Sign, main_form, signs
from schakel.register.intake.signs_forms import SignsForm
from schakel.register.intake.steps import FIRST


@csrf_exempt  # nothing changes here, and a public page leaves no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def signals(request: HttpRequest) -> HttpResponse:
    """Public, like a leaflet: it stores nothing, logs nothing, and asks about nobody."""
    form = SignsForm(request.POST or None)
    context = {"form": form, "sources": _sources(), "Step": Step}
    if request.method == "POST" and form.is_valid():
        advice = form.advice()
        context |= {
            "advice": advice,
            "level": advice.urgency.name,
            "seen": form.seen(),
            "carried": form.carried(),
            "may_report": advice.urgency >= Urgency.ASK,
        }
        return render(request, "intake/signals_advice.html", context)
    return render(request, "intake/signals.html", context)


def _sources() -> list[object]:
    return list(dict.fromkeys(sign.source for sign in signs()))


@csrf_exempt  # only asks; what keeps something is the next page
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "intake.Report")
def keep(request: SignedInRequest) -> HttpResponse:
    """Coming from the public list, which knows nobody: shall this become a draft of yours?"""
    form = SignsForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or not form.seen():
        return redirect("intake:signals")
    context = {"seen": form.seen(), "carried": form.carried()}
    return render(request, "intake/signals_keep.html", context)


@require_POST
@allowed("create", "intake.Report")
def draft(request: SignedInRequest) -> HttpResponse:
    """Keep what was ticked as the draft of a report; the writer asked for it with a button."""
    form = SignsForm(request.POST or None)
    sender = senders_for(request.user).first()
    if not form.is_valid() or sender is None or not form.seen():
        return redirect("intake:signals")
    made = start_draft(
        by=request.user,
        organisation=sender,
        token=secrets.token_hex(16),
        answers={"main_form": [main_form(form.seen())], "note": [_as_note(form.seen())]},
        step=FIRST.slug,
    )
    messages.success(request, _("The signals have been kept in a draft. Nothing has been sent."))
    return redirect("intake:draft", number=made.number, step=FIRST.slug)


def _as_note(seen: list[Sign]) -> str:
    """The signals as a text, per form of exploitation."""
    lines = [_("Signals seen:")]
    for form in dict.fromkeys(sign.form for sign in seen):
        lines.append(f"{label('exploitation_form', form)}:")
        lines += [f"- {sign.text}" for sign in seen if sign.form == form]
    return "\n".join(lines)[:2000]
