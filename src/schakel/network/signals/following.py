"""Pages for everybody: raise a signal, and see what became of one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.network.signals.actions import raise_signal
from schakel.network.signals.choices import Origin
from schakel.network.signals.forms import RaiseForm
from schakel.network.signals.ladder import rungs
from schakel.network.signals.models import Signal
from schakel.network.signals.queries import followed, standing, way

# The newest of them; older ones were answered long ago.
MOST = 50


@require_GET
@allowed("send", "signals.Signal")
def own(request: SignedInRequest) -> HttpResponse:
    """One's own signals, and those counted from the own organisation's work, with where they stand."""
    rows = list(followed(request.user)[:MOST])
    mains = standing([row.same_as_id for row in rows if row.same_as_id])
    shown = [(row, mains.get(row.same_as_id or 0, row)) for row in rows]
    return render(request, "signals/own.html", {"rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("send", "signals.Signal")
def new(request: SignedInRequest) -> HttpResponse:
    """Raise a signal; from a case nothing comes along."""
    organisation = request.user.organisation
    region = organisation.police_unit_id if organisation else None
    form = RaiseForm(
        request.POST if request.method == "POST" else None, initial={"region": region or ""}
    )
    if request.method == "POST" and form.is_valid():
        row = raise_signal(by=request.user, **form.given)
        messages.success(
            request, _("Thank you. The centre looks at it; here you see what becomes of it.")
        )
        return redirect("signals:signal", number=row.number)
    return render(request, "signals/new.html", {"form": form}, status=422 if form.errors else 200)


def follow(request: SignedInRequest, row: Signal) -> HttpResponse:
    """What became of a signal, for who raised it: no notes of the centre, and nobody else's name."""
    main = standing([row.same_as_id])[row.same_as_id] if row.same_as_id else row
    steps = way(row)
    answers = [
        {"time": one.at, "title": one.forum or _("The coordination centre"), "text": one.answer}
        for one in reversed(steps)
        if one.answer
    ]
    context = {
        "row": row,
        "main": main,
        "facts": _facts(row),
        "rungs": rungs(steps),
        "answers": answers,
    }
    return render(request, "signals/follow.html", context)


def _facts(row: Signal) -> list[tuple[str, Any]]:
    counted = row.origin == Origin.SYSTEM
    facts = [
        (_("What it is"), row.get_kind_display()),
        (_("What it is about"), row.get_theme_display()),
        (_("Region"), row.region),
        (_("Municipality"), row.municipality),
        (
            _("Where it comes from"),
            _("counted by the system, from cases of your organisation among others")
            if counted
            else None,
        ),
        (_("What you wrote"), row.text if not counted else None),
    ]
    return [(name, value) for name, value in facts if value]
