"""Pages of platforms and their meetings: what comes, who is a member, the agenda with its papers."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.files.refusals import FileRefusedError
from schakel.foundation.files.responses import download
from schakel.network.meetings import actions
from schakel.network.meetings.actions import NotPossibleError
from schakel.network.meetings.choices import MeetingState
from schakel.network.meetings.forms import (
    AboutForm,
    CandidatesForm,
    EndForm,
    MeetingForm,
    MemberForm,
    OnForm,
    PaperForm,
    PlaceForm,
    PlatformForm,
    SeriesForm,
    SkipForm,
    StepForm,
    TopicForm,
)
from schakel.network.meetings.keeping import add_paper, hand_out
from schakel.network.meetings.minuting import add_topic, note_action, put_on_agenda
from schakel.network.meetings.models import Action, Meeting, Paper, Platform
from schakel.network.meetings.queries import (
    candidates,
    coming,
    decided,
    members,
    of_earlier_terms,
    open_actions,
    platforms,
    version,
    ways,
)
from schakel.network.meetings.wording import sentence
from schakel.network.signals.models import Signal

# What a form of a page does, once it is right.
Done = Callable[[Any], Any]
MOST_MEETINGS = 12


class Forms:
    """The forms of one page, of which one at a time is sent: its name stands in the field `do`."""

    def __init__(
        self, request: SignedInRequest, made: Mapping[str, Callable[..., forms.Form]]
    ) -> None:
        sent = request.POST.get("do") if request.method == "POST" else None
        self.sent = sent if sent in made else None
        self.by_name = {
            name: make(request.POST, request.FILES) if name == self.sent else make()
            for name, make in made.items()
        }

    def carry_out(self, acts: Mapping[str, Done]) -> bool:
        """Do what was sent; False where nothing was sent, or it was not right."""
        form = self.by_name.get(self.sent or "")
        if self.sent is None or form is None or not form.is_valid():
            return False
        try:
            acts[self.sent](form)
        except FileRefusedError as refusal:
            form.add_error("file", refusal.sentence)
        except NotPossibleError as why:
            form.add_error(None, sentence(why))
        return not form.errors

    @property
    def status(self) -> int:
        return 422 if any(form.errors for form in self.by_name.values()) else 200


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "meetings.Platform")
def index(request: SignedInRequest) -> HttpResponse:
    """One's platforms, what comes, and what is to be done before when."""
    user, today = request.user, timezone.localdate()
    found = list(open_actions(user))
    changing = {row.number: row for row in found if may(user, "change", row)}
    made: dict[str, Callable[..., forms.Form]] = {
        f"action-{number}": partial(StepForm, prefix=number) for number in changing
    }
    acts: dict[str, Done] = {
        f"action-{number}": partial(_note, user, row) for number, row in changing.items()
    }
    if may(user, "manage", "meetings.Platform"):
        made["platform"] = PlatformForm
        acts["platform"] = lambda form: actions.create_platform(by=user, **form.given)
    page_forms = Forms(request, made)
    if page_forms.carry_out(acts):
        messages.success(request, _("It has been written down."))
        return redirect("meetings:index")
    context = {
        "platforms": list(platforms(user, today)),
        "coming": list(coming(user)[:MOST_MEETINGS]),
        "actions": [(row, page_forms.by_name.get(f"action-{row.number}")) for row in found],
        "earlier": list(of_earlier_terms(user)[:MOST_MEETINGS]),
        "new": page_forms.by_name.get("platform"),
        "sent": page_forms.sent,
    }
    return render(request, "meetings/index.html", context, status=page_forms.status)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "meetings.Platform")
def platform(request: SignedInRequest, slug: str) -> HttpResponse:
    """A platform: its members as on a day, its meetings, decisions and actions."""
    row = visible_or_404(Platform.objects.all(), request.user, slug=slug)
    by, today = request.user, timezone.localdate()
    may_manage = may(by, "manage", row)
    page_forms = Forms(request, _platform_forms(row) if may_manage else {})
    acts: dict[str, Done] = {
        "about": lambda form: actions.change_platform(by=by, platform=row, **form.cleaned_data),
        "member": lambda form: actions.add_member(by=by, platform=row, **form.given),
        "end": lambda form: actions.end_membership(by=by, **form.cleaned_data),
        "series": lambda form: actions.plan_series(by=by, platform=row, **form.cleaned_data),
        "meeting": lambda form: actions.plan_meeting(by=by, platform=row, **form.given),
    }
    if page_forms.carry_out(acts):
        messages.success(request, _("It has been written down."))
        return redirect("meetings:platform", slug=slug)
    on_form = OnForm({"on": request.GET.get("on") or today})
    on = on_form.cleaned_data["on"] or today if on_form.is_valid() else today
    rows = row.meetings.all()
    context = {
        "row": row,
        "on": on,
        "on_form": on_form,
        "members": list(members(row, on)),
        "coming": list(rows.planned()[:MOST_MEETINGS]),
        "past": list(rows.exclude(state=MeetingState.PLANNED)[:MOST_MEETINGS]),
        "decisions": list(decided(row)[:MOST_MEETINGS]),
        "actions": list(open_actions(by).filter(platform=row)),
        "waiting": list(row.items.filter(meeting=None)),
        "forms": page_forms.by_name,
        "sent": page_forms.sent,
    }
    return render(request, "meetings/platform.html", context, status=page_forms.status)


def _note(by: User, row: Action, form: Any) -> None:
    note_action(by=by, action=row, **form.cleaned_data)


def _platform_forms(row: Platform) -> dict[str, Callable[..., forms.Form]]:
    return {
        "about": partial(AboutForm, prefix="about", platform=row),
        "meeting": partial(MeetingForm, prefix="meeting"),
        "series": partial(SeriesForm, prefix="series"),
        "member": partial(MemberForm, prefix="member"),
        "end": partial(EndForm, prefix="end", platform=row),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "meetings.Meeting")
def meeting(request: SignedInRequest, number: str) -> HttpResponse:
    """One meeting: its agenda with the way of each signal, its papers, and what was decided.

    The browser asks now and then what was written meanwhile, by htmx with the version that it shows.
    """
    rows = Meeting.objects.select_related("platform", "series")
    row = visible_or_404(rows, request.user, number=number)
    by, now = request.user, version(row)
    if request.htmx and request.GET.get("seen") == now:
        return HttpResponse(status=204)
    may_manage = may(by, "manage", row)
    page_forms = Forms(request, _meeting_forms(row) if may_manage else {})
    acts: dict[str, Done] = {
        "agenda": lambda form: [
            put_on_agenda(by=by, meeting=row, signal=one) for one in form.cleaned_data["signals"]
        ],
        "topic": lambda form: add_topic(by=by, meeting=row, **form.cleaned_data),
        "paper": lambda form: _keep(by, row, form.cleaned_data["file"]),
        "change": lambda form: actions.change_meeting(by=by, meeting=row, **form.given),
        "skip": lambda form: actions.skip_meeting(by=by, meeting=row, **form.cleaned_data),
    }
    if page_forms.carry_out(acts):
        messages.success(request, _("It has been written down."))
        return redirect("meetings:meeting", number=number)
    items = list(row.items.select_related("signal", "came_from__meeting__platform"))
    # The way of a signal goes on after the term of somebody who was there.
    has_seat = may(by, "see", row.platform)
    found = ways(items) if has_seat else {}
    context = {
        "row": row,
        "version": now,
        "items": [(item, found.get(item.signal_id or 0)) for item in items],
        "papers": list(row.papers.all()),
        "actions": list(open_actions(by).filter(platform=row.platform)),
        "agreed": list(Action.objects.with_state().filter(item__meeting=row)),
        "may_manage": may_manage,
        "has_seat": has_seat,
        "forms": page_forms.by_name,
        "sent": page_forms.sent,
    }
    template = "meetings/_agenda.html" if request.htmx else "meetings/meeting.html"
    return render(request, template, context, status=page_forms.status)


def _meeting_forms(row: Meeting) -> dict[str, Callable[..., forms.Form]]:
    paper: dict[str, Callable[..., forms.Form]] = {"paper": partial(PaperForm, prefix="paper")}
    if not row.is_planned:
        return paper
    start = timezone.localtime(row.starts_at)
    first = {"day": start.date(), "at": start.time(), "minutes": row.minutes}
    first |= {"place": row.place, "topic": row.topic}
    return {
        "agenda": partial(CandidatesForm, prefix="agenda", rows=candidates(row.platform)),
        "topic": partial(TopicForm, prefix="topic"),
        **paper,
        "change": partial(MeetingForm, prefix="change", initial=first),
        "skip": partial(SkipForm, prefix="skip"),
    }


def _keep(by: Any, row: Meeting, file: Any) -> None:
    add_paper(by=by, meeting=row, name=file.name, content=file.read())


@require_GET
@never_cache
@allowed("see", "meetings.Meeting")
def paper(request: SignedInRequest, number: str, serial: int) -> HttpResponse:
    """One paper of a meeting, for members."""
    row = visible_or_404(Meeting.objects.all(), request.user, number=number)
    try:
        found, content = hand_out(by=request.user, meeting=row, serial=serial)
    except Paper.DoesNotExist:
        raise Http404 from None
    except NotPossibleError:
        messages.error(request, _("This file waits for the virus scan."))
        return redirect("meetings:meeting", number=number)
    name = f"{row.number}-{serial}.{found.form.extension}"
    return download(content, name, found.form.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("manage", "meetings.Meeting")
def place(request: SignedInRequest, number: str) -> HttpResponse:
    """Put a signal on the agenda of a meeting."""
    rows = Signal.objects.with_state().filter(same_as=None)
    row = visible_or_404(rows, request.user, "change", number=number)
    page_forms = Forms(request, {"place": partial(PlaceForm, by=request.user, level=row.level)})
    chosen: list[Meeting] = []

    def put(form: PlaceForm) -> None:
        chosen.append(form.cleaned_data["meeting"])
        put_on_agenda(by=request.user, meeting=chosen[0], signal=row)

    if page_forms.carry_out({"place": put}):
        messages.success(request, _("It stands on the agenda."))
        return redirect("meetings:meeting", number=chosen[0].number)
    context = {"row": row, "form": page_forms.by_name["place"]}
    return render(request, "meetings/place.html", context, status=page_forms.status)
