"""Taking in a request: by telephone, one that came with a report, or once more for people who are known."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.care.placement import asking, work
from schakel.care.placement.actions import NotPossibleError, assign
from schakel.care.placement.choices import Channel, Priority
from schakel.care.placement.models import Client, Group, Request, new_request_number
from schakel.care.placement.needs_forms import PeopleForms
from schakel.care.placement.problems import in_words
from schakel.care.placement.request_forms import AskingForm
from schakel.care.placement.views import once
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.methods.placement import CODES
from schakel.register.intake.models import Report
from schakel.register.intake.queries import data_of

_SALT = "placement.new"


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Request")
def new(request: SignedInRequest) -> HttpResponse:
    """The form for a new request; with a report or an earlier request of the same event much is filled in."""
    if there := _taken_in_before(request):
        return redirect("placement:request", number=there.number)
    report, earlier = _report(request), _earlier(request)
    if request.method != "POST":
        asking_initial, person_initial = _initial(request, report, earlier)
        form, people = AskingForm(initial=asking_initial), PeopleForms(initial=person_initial)
        return _show(request, form, people, report=report, earlier=earlier)
    form, people = AskingForm(request.POST), PeopleForms(request.POST)
    if not all([form.is_valid(), people.is_valid()]):
        status = 200 if people.resized else 422
        return _show(request, form, people, report=report, earlier=earlier, status=status)
    made = _take_in(request, form, people, report, earlier)
    messages.success(request, _("Request %(number)s has been taken in.") % {"number": made.number})
    if request.POST.get("do") == "next":
        return redirect(f"{reverse('placement:new')}?with={made.number}")
    return redirect("placement:request", number=made.number)


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Request")
def again(request: SignedInRequest, number: str) -> HttpResponse:
    """The same people need a place once more, or with `?next=1` one after the place that they have."""
    if there := _taken_in_before(request):
        return redirect("placement:request", number=there.number)
    group = visible_or_404(Group.objects.all(), request.user, "change", number=number)
    last = group.requests.order_by("-pk").select_related("asked_by").first()
    following_up = bool(request.GET.get("next"))
    ask = asking.ask_for_follow_up if following_up else asking.ask_again
    # The next place is often of another kind than the present one.
    initial = _asked_last(last) | ({"scheme": ""} if following_up else {})
    form = AskingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask(
                by=request.user,
                group=group,
                data=form.as_data(people=(), number=once.number(request, _SALT)),
                organisation=form.cleaned_data["asked_by"],
            )
        except NotPossibleError as error:
            form.add_error(None, in_words(error))
        else:
            assign(by=request.user, request=made, to=request.user)
            said = _("Request %(number)s has been taken in.") % {"number": made.number}
            messages.success(request, said)
            return redirect("placement:request", number=made.number)
    short = work.in_short([last])[group.pk] if last else ""
    status = 422 if form.errors else 200
    known = {"again": group, "last": last, "short": short, "following_up": following_up}
    return _show(request, form, None, status=status, **known)


def _asked_last(last: Request | None) -> dict[str, Any]:
    """Who asked and which kind of shelter; what the client agrees to is asked anew."""
    return {name: getattr(last, name) for name in ("asked_by", "scheme")} if last else {}


def _show(
    request: SignedInRequest,
    form: AskingForm,
    people: PeopleForms | None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    token = once.token(request, _SALT, new_request_number)
    context |= {"form": form, "people": people, "token": token}
    return render(request, "placement/new.html", context, status=status)


def _taken_in_before(request: SignedInRequest) -> Request | None:
    """What the first of two clicks made."""
    number = once.number(request, _SALT) if request.method == "POST" else ""
    rows = Request.objects.visible_to(request.user, "change")
    return rows.filter(number=number).first() if number else None


def _report(request: SignedInRequest) -> Report | None:
    """The report that it comes with: one with which shelter is asked, and not taken up before."""
    number = request.GET.get("report", "")
    return get_object_or_404(work.not_taken_up(request.user), number=number) if number else None


def _earlier(request: SignedInRequest) -> Request | None:
    number = request.GET.get("with", "")
    if not number:
        return None
    return visible_or_404(Request.objects.all(), request.user, "change", number=number)


def _initial(
    request: SignedInRequest, report: Report | None, earlier: Request | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    if report is not None:
        return _of_report(request, report)
    if earlier is not None:
        names = ("priority", "asked_by", "contact", "consent_on", "scheme", "needed_on")
        same = {name: getattr(earlier, name) for name in names}
        first = Client.objects.filter(group=earlier.group_id).order_by("pk").first()
        # Consent is each client's own; what they were found in is often alike.
        return same, {"nationality": first.nationality} if first else {}
    return {}, {}


def _of_report(request: SignedInRequest, report: Report) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the report says, names too: it was asked with it. Opening them is logged."""
    data = data_of(Report.objects.with_rows().get(pk=report.pk))
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=report.number,
        data=("report", "identity"),
        ground="shelter",
    )
    forms = {one.form for one in data.forms} & set(CODES["exploitation_form"])
    person: dict[str, Any] = {
        "gender": data.gender,
        "age": data.age,
        "nationality": data.nationalities[0] if data.nationalities else "UNKNOWN",
        "surname": " ".join(filter(None, (data.name_prefix, data.surname))),
        "given_names": data.given_names,
        "date_of_birth": data.date_of_birth,
        "exploitation_forms": sorted(forms),
    }
    for name in ("residence_status", "reflection_period_status", "police_report_status"):
        value = getattr(data, name)
        person[name] = value if value in CODES[name] else ""
    return {"asked_by": report.organisation, "priority": Priority.DAYS}, person


def _take_in(
    request: SignedInRequest,
    form: AskingForm,
    people: PeopleForms,
    report: Report | None,
    earlier: Request | None,
) -> Request:
    event = (earlier.together_with or earlier.number) if earlier else ""
    data = form.as_data(
        people=people.people(),
        channel=Channel.REPORT if report else Channel.PHONE,
        together_with=event,
        report=report,
        number=once.number(request, _SALT),
    )
    made = asking.ask_for_shelter(
        by=request.user, data=data, organisation=form.cleaned_data["asked_by"]
    )
    assign(by=request.user, request=made, to=request.user)
    return made
