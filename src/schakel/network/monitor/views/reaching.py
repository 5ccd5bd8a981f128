"""The centre's work: who has no policy and was not informed, what is to be checked, which answers wait."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.geography import queries as geography
from schakel.foundation.terms.queries import label
from schakel.network.monitor.actions import NotPossibleError
from schakel.network.monitor.choices import ITEMS, POLICY
from schakel.network.monitor.forms import ANSWER_WITHIN, AimForm, AskForm, ContactForm
from schakel.network.monitor.models import Aim, Contact, Survey
from schakel.network.monitor.outreach import note, set_aim
from schakel.network.monitor.queries import due, history, informed, without_policy
from schakel.network.monitor.showing import shown
from schakel.network.monitor.surveys import ask

SOON, LOG, DUE = timedelta(days=31), 15, 20


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "monitor.Contact")
def page(request: SignedInRequest) -> HttpResponse:
    """The aim of the year, the outreach list, surveys under way, checks that are due, and the log."""
    today = timezone.localdate()
    contact = ContactForm(None, initial={"on": today})
    asking = AskForm(None, initial={"due_on": today + ANSWER_WITHIN})
    aiming = AimForm(None)
    if request.method == "POST":
        done = request.POST.get("do", "")
        if done == "ask":
            asking = AskForm(request.POST)
        elif done == "aim":
            aiming = AimForm(request.POST)
        else:
            contact = ContactForm(request.POST)
        answered = _do(request, done, contact, asking, aiming)
        if answered is not None:
            return answered
    context = {
        "contact_form": contact,
        "ask_form": asking,
        "aim_form": aiming,
        **_aim(today),
        **_lists(request, today),
    }
    status = 422 if contact.errors or asking.errors or aiming.errors else 200
    return render(request, "monitor/outreach.html", context, status=status)


def _do(
    request: SignedInRequest, done: str, contact: ContactForm, asking: AskForm, aiming: AimForm
) -> HttpResponse | None:
    places = request.POST.getlist("place")
    if done == "aim" and aiming.is_valid():
        year = timezone.localdate().year
        set_aim(by=request.user, year=year, number=aiming.cleaned_data["number"])
        return redirect("monitor:outreach")
    if done in ("ask", "contact") and not places:
        messages.error(request, _("Choose at least one municipality."))
        return redirect("monitor:outreach")
    if done == "ask" and asking.is_valid():
        return _ask(request, places, asking.cleaned_data["due_on"])
    if done == "contact" and contact.is_valid():
        made = note(by=request.user, municipalities=places, said=contact.cleaned_data)
        text = ngettext(
            "Written down for %(n)s municipality.",
            "Written down for %(n)s municipalities.",
            len(made),
        )
        messages.success(request, text % {"n": len(made)})
        return _back(request, places)
    return None


def _ask(request: SignedInRequest, places: list[str], due_on: date) -> HttpResponse:
    asked, nobody = 0, []
    for code in places:
        try:
            ask(by=request.user, municipality=code, due_on=due_on)
            asked += 1
        except NotPossibleError:
            place = geography.municipality(code)
            nobody.append(place.display_name if place else code[:8])
    if asked:
        text = ngettext(
            "%(n)s municipality is asked to fill in the survey.",
            "%(n)s municipalities are asked to fill in the survey.",
            asked,
        )
        messages.success(request, text % {"n": asked})
    if nobody:
        names = ", ".join(nobody[:20])
        messages.warning(request, _("Nobody here advises: %(names)s.") % {"names": names})
    return _back(request, places)


def _back(request: SignedInRequest, places: list[str]) -> HttpResponse:
    """To the page of the municipality, where it was done there."""
    if request.POST.get("back") == "municipality" and geography.municipality(places[0]):
        return redirect("monitor:municipality", places[0])
    return redirect("monitor:outreach")


def _aim(today: date) -> dict[str, Any]:
    """Of the municipalities without policy when the year began, how many were informed since."""
    begin = date(today.year, 1, 1)
    lacking = {m.code for m in without_policy(begin)}
    reached = lacking & set(informed(begin, today))
    aim = Aim.objects.filter(year=today.year).first()
    return {"year": today.year, "aim": aim, "reached": len(reached), "lacking": len(lacking)}


def _lists(request: SignedInRequest, today: date) -> dict[str, Any]:
    since = informed(date(today.year, 1, 1), today)
    known = history(today, None, [POLICY])
    last = {row.municipality_id: row for row in Contact.objects.order_by("on", "pk")}
    everybody = request.GET.get("show") == "all"
    rows = [
        {
            "place": place,
            "state": shown(known.state(place.code, POLICY, today)),
            "last": last.get(place.code),
            "informed": since.get(place.code),
        }
        for place in without_policy(today)
        if everybody or place.code not in since
    ]
    checks = due(today + SOON)
    names = {m.code: m for m in geography.municipalities(today)}
    grouped = [
        (names[code], [(label(ITEMS, row.item), row.look_on(today + SOON)) for row in group])
        for code, group in groupby(
            sorted(checks, key=lambda row: row.municipality_id), lambda row: row.municipality_id
        )
    ]
    grouped.sort(key=lambda pair: (min(day for _name, day in pair[1]), pair[0].display_name))
    return {
        "rows": rows,
        "everybody": everybody,
        "today": today,
        "surveys": Survey.objects.filter(closed_at=None).select_related("municipality"),
        "checks": grouped[:DUE],
        "checks_number": len(checks),
        "checks_places": len(grouped),
        "log": Contact.objects.select_related("municipality")[:LOG],
    }
