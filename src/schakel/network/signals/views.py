"""Signals for the centre: which stand open, how many per institution, and one step further."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.network.signals.actions import NotPossibleError, join, step
from schakel.network.signals.choices import OPEN, Level, State
from schakel.network.signals.forms import SignalFilter, StepForm
from schakel.network.signals.models import Signal, SignalStep
from schakel.network.signals.queries import by_kind, institutions, signals

PER_PAGE = 25


@require_GET
@allowed("see", "signals.Signal")
def index(request: SignedInRequest) -> HttpResponse:
    """The signals that stand open, or those asked for, with counts; improper refusals per institution."""
    form = SignalFilter(request.GET or None)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = signals(request.user, [given["state"]] if given.get("state") else OPEN)
    if given.get("theme"):
        rows = rows.filter(theme=given["theme"])
    found = list(rows)
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": by_kind(found),
        "institutions": institutions(request.user),
    }
    return render(request, "signals/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "signals.Signal")
def signal(request: SignedInRequest, number: str) -> HttpResponse:
    """One signal: what was counted, its way so far, and the next step."""
    rows = Signal.objects.with_state().select_related("organisation", "region", "municipality")
    row = visible_or_404(rows, request.user, number=number)
    may_change = may(request.user, "change", row)
    form = StepForm(request.POST or None, now=row.state) if may_change else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _take(request, row, **form.cleaned_data)
        except NotPossibleError:
            form.add_error(
                None,
                _("This is not possible as the signal stands now. Look once more."),
            )
        else:
            messages.success(request, _("It has been written down."))
            return redirect("signals:signal", number=number)
    steps = list(SignalStep.objects.filter(signal=row))
    people = dict(
        User.objects.filter(number__in={one.by for one in steps}).values_list("number", "name")
    )
    facts = [
        (_("What it is about"), row.get_theme_display()),
        (_("Organisation"), row.organisation),
        (_("Region"), row.region),
        (_("Municipality"), row.municipality),
        (_("Kind of shelter"), row.scheme),
        (_("Count"), row.count),
        (_("Times raised"), row.times if row.times > 1 else None),
        (_("Where it stands"), State(row.state).label),
        (_("Who deals with it"), Level(row.level).label),
        (_("Where it comes from"), row.get_origin_display()),
        (_("Text"), row.text),
    ]
    context = {
        "row": row,
        "facts": [(name, value) for name, value in facts if value not in (None, "")],
        "form": form,
        "steps": [_told(one, people) for one in reversed(steps)],
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "signals/signal.html", context, status=422 if wrong else 200)


def _take(request: SignedInRequest, row: Signal, same_as: Signal | None, **given: Any) -> None:
    if same_as is not None:
        join(by=request.user, signal=row, same_as=same_as)
    else:
        step(by=request.user, signal=row, **given)


def _told(one: SignalStep, people: dict[str, str]) -> dict[str, Any]:
    said = [str(one.get_state_display())] if one.state else []
    said += [str(one.get_level_display())] if one.level else []
    said += [_("counted: %(count)s") % {"count": one.count}] if one.count is not None else []
    by = people.get(one.by, _("the system"))
    return {"time": one.at, "title": ", ".join(said), "text": f"{by}. {one.text}".strip()}
