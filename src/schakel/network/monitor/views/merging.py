"""At a merger: the history stays with the old municipality, and which state passes on is chosen."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.network.monitor.actions import Entry, Known, write_down
from schakel.network.monitor.choices import BatchKind, Source, State
from schakel.network.monitor.queries import Merger, history, items, mergers
from schakel.network.monitor.showing import Shown, shown


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "monitor.Status")
def page(request: SignedInRequest) -> HttpResponse:
    """Every merger; of the one that was chosen, which states its successor takes over."""
    known = mergers()
    asked = request.GET.get("of", "")
    chosen = next((one for one in known if _name(one) == asked), None)
    if asked and chosen is None:
        raise Http404
    if request.method == "POST":
        if chosen is None:
            raise Http404
        return _take_over(request, chosen)
    context = {
        "mergers": [(one, _name(one)) for one in known],
        "chosen": chosen,
        "rows": _rows(chosen) if chosen else [],
        "token": secrets.token_hex(16),
    }
    return render(request, "monitor/mergers.html", context)


def _name(one: Merger) -> str:
    return f"{one.successor.code}-{one.on.isoformat()}"


def _rows(one: Merger) -> list[dict[str, Any]]:
    """Per item how each predecessor stood at its end, how the successor stood then, and what to choose."""
    codes = [m.code for m in one.predecessors]
    then = history(one.on, [*codes, one.successor.code])
    found = []
    for item, name in items(one.on):
        states = [shown(then.state(code, item, one.on)) for code in codes]
        mine = shown(then.state(one.successor.code, item, one.on))
        choices = list(dict.fromkeys(state.state for state in states))
        # Offered as the answer only where the predecessors agree and the successor says nothing.
        agreed = len(choices) == 1 and mine.state == State.UNKNOWN != choices[0]
        found.append(
            {
                "item": item,
                "name": name,
                "before": states,
                "mine": mine,
                "choices": [Shown(state) for state in choices if state != mine.state],
                "proposed": choices[0] if agreed else "",
            }
        )
    return found


def _take_over(request: SignedInRequest, one: Merger) -> HttpResponse:
    entries = _entries(request.POST, one)
    if not entries:
        messages.info(request, _("No state was chosen."))
        return redirect("monitor:mergers")
    write_down(
        by=request.user,
        kind=BatchKind.MERGER,
        token=request.POST.get("token", "")[:64] or secrets.token_hex(16),
        entries=entries,
        known=Known(one.on, Source.MERGER, checked_on=timezone.localdate()),
    )
    done = {"name": one.successor.display_name, "n": len(entries)}
    messages.success(request, _("%(name)s took over: %(n)s.") % done)
    return redirect("monitor:municipality", one.successor.code)


def _entries(sent: QueryDict, one: Merger) -> list[Entry]:
    return [
        Entry(one.successor.code, item, state)
        for item, _name in items(one.on)
        if (state := sent.get(item, "")) in State.values
    ]
