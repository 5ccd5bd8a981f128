"""One municipality: how it stands by theme and level, then and now, beside others of its size."""

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.foundation.access.rules import may, require
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import is_valid, label
from schakel.network.directory.queries import Found, Wanted, find
from schakel.network.monitor.actions import Entry, Known, write_down
from schakel.network.monitor.choices import ITEMS, THEMES, BatchKind
from schakel.network.monitor.counting import ThemeStanding, reference_days
from schakel.network.monitor.files import attachment
from schakel.network.monitor.forms import (
    ANSWER_WITHIN,
    AskForm,
    CloseForm,
    ContactForm,
    MonitorFilter,
    OfficeForm,
    StatusForm,
)
from schakel.network.monitor.models import DETAIL_FIELDS, Contact, Office, Status, Survey
from schakel.network.monitor.offices import close_office, open_office
from schakel.network.monitor.opendocument import ODT, as_odt
from schakel.network.monitor.papers import as_pdf
from schakel.network.monitor.portrait import levels, missing, portrait_paper, said
from schakel.network.monitor.queries import (
    history,
    level_of,
    newest,
    offices_of,
    similar,
    standing,
    standing_offices,
)
from schakel.network.monitor.showing import legend, shown

YEARS = 5
LISTED = ("CARE_COORDINATION", "REPORTING_POINT")


def municipality_or_404(code: str) -> Municipality:
    """The municipality with this code, also one that has ended."""
    found = geography.municipality(code)
    if found is None:
        raise Http404
    return found


@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """The municipality that this adviser advises; a list where there are several, or none."""
    require(request.user, "answer", "monitor.Office")
    offices = offices_of(request.user)
    if len(offices) == 1:
        return redirect("monitor:municipality", offices[0].municipality_id)
    return render(request, "monitor/own.html", {"offices": offices})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "monitor.Status")
def page(request: SignedInRequest, code: str) -> HttpResponse:
    """How it stands as on a day, with earlier years and similar municipalities."""
    place = municipality_or_404(code)
    keeps_offices = may(request.user, "change", "monitor.Office")
    forms = _office_forms(request, code) if keeps_offices else {}
    if request.method == "POST" and _keep_office(request, code, forms):
        messages.success(request, _("It has been written down."))
        return redirect("monitor:municipality", code)
    _form, asked = MonitorFilter.of(request.GET)
    on: date = asked["on"]
    others = similar(place)
    days = reference_days(on, YEARS)
    known = history(on, [code, *(m.code for m in others)])
    themes = standing(code, days, known)
    held = newest(code, on)
    offices = offices_of(request.user) if may(request.user, "answer", "monitor.Office") else []
    mine = code in {office.municipality_id for office in offices}
    keeper = may(request.user, "change", "monitor.Status")
    context = {
        "place": place,
        "on": on,
        "facts": _facts(place),
        "days": days,
        "themes": [_shown(theme, held, on, mine or keeper) for theme in themes],
        "missing": missing(themes),
        "similar": [(m, levels(standing(m.code, [on], known))) for m in (place, *others)],
        "listings": _listings(place, on),
        "legend": legend(),
        "keeper": keeper,
        "surveys": Survey.objects.visible_to(request.user).filter(municipality=code)[:5],
        "contacts": _log(code) if keeper else [],
        "ask_form": _ask_form(code) if keeper else None,
        "contact_form": ContactForm(initial={"on": timezone.localdate()}) if keeper else None,
        "mine": mine,
        "ran_out": any(row.ran_out(on) for row in held.values()),
        "office_forms": forms,
        "offices": list(standing_offices(code)) if keeps_offices else [],
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "monitor/municipality.html", context, status=422 if wrong else 200)


def _ask_form(code: str) -> AskForm | None:
    """To send a survey, where somebody advises and none is under way."""
    today = timezone.localdate()
    if not Office.objects.valid_on(today).filter(municipality=code).exists():
        return None
    if Survey.objects.filter(municipality=code, closed_at=None).exists():
        return None
    return AskForm(initial={"due_on": today + ANSWER_WITHIN})


def _office_forms(request: SignedInRequest, code: str) -> dict[str, Form]:
    """The forms by what they do; only the one that was sent is filled from the request."""
    given, first = request.POST, {"since": timezone.localdate()}
    doing = given.get("do", "")
    return {
        "office": OfficeForm(given if doing == "office" else None, initial=first, prefix="office"),
        "close": CloseForm(given if doing == "close" else None, municipality=code, prefix="close"),
    }


def _keep_office(request: SignedInRequest, code: str, forms: dict[str, Form]) -> bool:
    """Do what was sent; False where nothing was sent or it was not right."""
    require(request.user, "change", "monitor.Office")
    form = forms.get(request.POST.get("do", ""))
    if form is None or not form.is_valid():
        return False
    try:
        if isinstance(form, CloseForm):
            close_office(by=request.user, **form.cleaned_data)
        else:
            open_office(by=request.user, municipality=code, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


@require_safe
@allowed("see", "monitor.Status")
def paper(request: SignedInRequest, code: str, form: str) -> HttpResponse:
    """The same for the council of the municipality, as PDF or as a text document to change."""
    place = municipality_or_404(code)
    _form, asked = MonitorFilter.of(request.GET)
    on = asked["on"]
    said_here = portrait_paper(place, on)
    name = f"monitor-{code}-{on.isoformat()}"
    if form == "pdf":
        return attachment(as_pdf(said_here, on), f"{name}.pdf", "application/pdf")
    if form == "odt":
        return attachment(as_odt(said_here), f"{name}.odt", ODT)
    raise Http404


def _log(code: str) -> list[dict[str, Any]]:
    rows = Contact.objects.filter(municipality=code)[:20]
    return [
        {
            "time": row.on,
            "title": row.get_kind_display().capitalize(),
            "text": "; ".join(
                filter(
                    None,
                    (
                        _("asked for by the municipality") if row.asked_for else "",
                        row.text,
                        _("by %(who)s") % {"who": row.by},
                    ),
                )
            ),
        }
        for row in rows
    ]


def _facts(place: Municipality) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        (
            _("Inhabitants"),
            place.population and number_format(place.population, force_grouping=True),
        ),
        (_("Safety region"), place.safety_region.name),
        (_("Police region"), place.police_unit.name),
        (_("Province"), place.province.name),
    ]
    if place.valid_from:
        found.append((_("Exists since"), date_format(place.valid_from, "DATE_FORMAT")))
    if place.valid_to:
        found.append((_("Ceased to exist on"), date_format(place.valid_to, "DATE_FORMAT")))
    if place.successor_id and (next_one := geography.municipality(place.successor_id)):
        found.append((_("Merged into"), next_one.display_name))
    return found


def _shown(
    theme: ThemeStanding, held: dict[str, Status], on: date, with_remark: bool
) -> dict[str, Any]:
    return {
        "name": label(THEMES, theme.theme),
        "basis": theme.basis,
        "deepening": theme.deepening,
        "items": [
            {
                "code": one.item,
                "name": label(ITEMS, one.item),
                "level": level_of(one.item),
                "now": shown(one.state),
                "earlier": [shown(state) for state in one.earlier],
                "said": said(held.get(one.item), with_remark, on),
                "row": held.get(one.item),
            }
            for one in theme.items
        ],
    }


def _listings(place: Municipality, on: date) -> list[Found]:
    return [one for kind in LISTED for one in find(place, Wanted(kind), on=on)[:3]]


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "monitor.Status")
def item_page(request: SignedInRequest, code: str, item: str) -> HttpResponse:
    """One item of one municipality: its history, and a form for how it stands now."""
    place = municipality_or_404(code)
    if not is_valid(ITEMS, item):
        raise Http404
    held = newest(code, timezone.localdate()).get(item)
    form = StatusForm(request.POST or None, item=item, initial=_initial(held))
    if request.method == "POST" and form.is_valid():
        entry = Entry(code, item, form.cleaned_data["state"], details=form.details, again=True)
        write_down(
            by=request.user,
            kind=BatchKind.ONE,
            token=form.cleaned_data["token"],
            entries=[entry],
            known=Known(
                **{n: form.cleaned_data[n] for n in ("on", "source", "checked_on", "next_check")}
            ),
        )
        messages.success(request, _("Written down: %(item)s.") % {"item": label(ITEMS, item)})
        return redirect("monitor:municipality", code)
    rows = Status.objects.of([code], [item]).order_by("-on", "-pk")
    context = {
        "place": place,
        "item": label(ITEMS, item),
        "form": form,
        "steps": [
            {"time": row.on, "title": shown(row.state).label.capitalize(), "text": _story(row)}
            for row in rows
        ],
    }
    return render(request, "monitor/item.html", context, status=422 if form.errors else 200)


def _initial(held: Status | None) -> dict[str, Any]:
    today = timezone.localdate()
    found: dict[str, Any] = {
        "token": secrets.token_hex(16),
        "on": today,
        "checked_on": today,
        "next_check": today.replace(year=today.year + 1, day=min(today.day, 28)),
    }
    if held is not None:
        found |= {name: getattr(held, name) for name in ("state", *DETAIL_FIELDS)}
    return found


def _story(row: Status) -> str:
    told = [_("source: %(source)s") % {"source": row.get_source_display()}]
    if row.checked_on:
        told.append(_("checked %(day)s") % {"day": date_format(row.checked_on)})
    told.append(_("by %(who)s") % {"who": row.by})
    return "; ".join([*told, *said(row, True)])
