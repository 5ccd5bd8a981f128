"""Signals for the centre: which stand open, where it is warm, and one step further."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.geography.queries import police_unit_choices
from schakel.foundation.ui.whole import whole
from schakel.network.signals.actions import NotPossibleError, join, step
from schakel.network.signals.choices import FOR_AGENDA, OPEN, Level, Origin, Scale, State, Theme
from schakel.network.signals.following import follow
from schakel.network.signals.forms import HeatFilter, JoinForm, SignalFilter, StepForm, alike
from schakel.network.signals.heat import heat
from schakel.network.signals.ladder import rungs
from schakel.network.signals.models import Signal, SignalStep
from schakel.network.signals.queries import by_kind, institutions, signals, way

PER_PAGE = 25


@require_GET
@allowed("oversee", "signals.Signal")
def index(request: SignedInRequest) -> HttpResponse:
    """The signals that stand open, or those asked for, with counts; improper refusals per institution."""
    form = SignalFilter(request.GET or None)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = signals(request.user, [given["state"]] if given.get("state") else OPEN)
    wanted = {"about": given.get("theme"), "level": given.get("level")}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if given.get("region"):
        rows = rows.filter(_in_region(given["region"]))
    found = list(rows)
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": by_kind(found),
        "institutions": institutions(request.user),
    }
    return render(request, "signals/index.html", context)


def _in_region(code: str) -> Q:
    return Q(region=code) | Q(municipality__police_unit=code) | Q(organisation__police_unit=code)


@require_GET
@allowed("oversee", "signals.Signal")
def warmth(request: SignedInRequest) -> HttpResponse:
    """Themes by region and by quarter, as tables."""
    asked = request.GET
    regions = {code for code, _name in police_unit_choices(False)}
    found = heat(
        request.user,
        whole(asked.get("year", "")),
        asked["theme"] if asked.get("theme") in Theme else "",
        asked["region"] if asked.get("region") in regions else "",
    )
    form = HeatFilter(asked or None, years=found.years)
    return render(request, "signals/heat.html", {"form": form, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "signals.Signal")
def signal(request: SignedInRequest, number: str) -> HttpResponse:
    """One signal: for the centre all of it and the next step; for who raised it what became of it."""
    rows = Signal.objects.with_state().select_related("organisation", "region", "municipality")
    row = visible_or_404(
        rows.select_related("same_as", "raised_by", "raised_for"), request.user, number=number
    )
    if not may(request.user, "oversee", row):
        return follow(request, row)
    may_change = may(request.user, "change", row)
    joining = request.POST.get("do") == "join"
    posted = request.POST if request.method == "POST" else None
    form = StepForm(None if joining else posted, signal=row) if may_change else None
    join_form = (
        JoinForm(posted if joining else None, signal=row, by=request.user)
        if may_change and not row.same_as_id
        else None
    )
    used = join_form if joining else form
    meanwhile = _meanwhile(row, request.POST.get("seen", ""))
    if used is not None and posted is not None and meanwhile:
        used.add_error(None, meanwhile)
    elif posted is not None and used is not None and used.is_valid():
        try:
            _take(request, row, used)
        except NotPossibleError:
            used.add_error(
                None, _("This is not possible as the signal stands now. Look once more.")
            )
        else:
            messages.success(request, _("It has been written down."))
            return redirect("signals:signal", number=number)
    context = {**_shown(request, row), "form": form, "join_form": join_form}
    wrong = used is not None and bool(used.errors)
    return render(request, "signals/signal.html", context, status=422 if wrong else 200)


def _take(request: SignedInRequest, row: Signal, form: StepForm | JoinForm) -> None:
    if isinstance(form, JoinForm):
        join(by=request.user, signal=row, same_as=form.cleaned_data["same_as"])
    else:
        step(by=request.user, signal=row, move=form.move)


def _meanwhile(row: Signal, seen: str) -> str:
    """Who wrote something down since the page was opened that was sent; empty: nobody."""
    last = whole(seen)
    if last is None:
        return ""
    numbers = SignalStep.objects.filter(signal=row, pk__gt=last).values_list("by", flat=True)
    writers = set(numbers)
    if not writers:
        return ""
    names = User.objects.filter(number__in=writers).order_by("name").values_list("name", flat=True)
    return _(
        "Meanwhile something was written down here by %(names)s. It stands on this page now. What you "
        "filled in stands here still: is it right? Then press once more."
    ) % {"names": ", ".join(names) or _("the system")}


def _shown(request: SignedInRequest, row: Signal) -> dict[str, Any]:
    steps = list(SignalStep.objects.filter(signal=row).select_related("owner"))
    numbers = {one.by for one in steps}
    people = dict(User.objects.filter(number__in=numbers).values_list("number", "name"))
    return {
        "row": row,
        "seen": max((one.pk for one in steps), default=0),
        "facts": _facts(row),
        "rungs": rungs(way(row)),
        "steps": [_told(one, people) for one in reversed(steps)],
        "duplicates": list(row.duplicates.select_related("raised_for")),
        "alike": not row.same_as_id and alike(row, request.user).exists(),
        "for_agenda": row.state in FOR_AGENDA and Role.SECRETARY in request.user.roles,
    }


def _facts(row: Signal) -> list[tuple[str, Any]]:
    raised = ", ".join(str(part) for part in (row.raised_by, row.raised_for) if part)
    facts = [
        (_("What it is"), row.get_kind_display()),
        (_("What it is about"), row.about_label),
        (_("Organisation"), row.organisation),
        (_("Region"), row.region),
        (_("Municipality"), row.municipality),
        (_("Kind of shelter"), row.scheme_label),
        (_("Count"), row.count),
        (_("Times raised"), row.times if row.times > 1 else None),
        (_("Where it stands"), State(row.state).label),
        (_("Who deals with it"), Level(row.level).label),
        (_("How far it reaches"), Scale(row.scale).label if row.scale else None),
        (_("Owner"), row.owner),
        (_("Where it comes from"), row.get_origin_display()),
        (_("Raised by"), raised if row.origin == Origin.PERSON else None),
        (_("Text"), row.text),
    ]
    return [(name, value) for name, value in facts if value not in (None, "")]


def _told(one: SignalStep, people: dict[str, str]) -> dict[str, Any]:
    said = [str(one.get_state_display())] if one.state else []
    said += [str(one.get_level_display())] if one.level else []
    said += [str(one.get_scale_display())] if one.scale else []
    said += [str(one.get_theme_display())] if one.theme else []
    said += [_("counted: %(count)s") % {"count": one.count}] if one.count is not None else []
    said += [_("owner: %(name)s") % {"name": one.owner.name}] if one.owner else []
    said += [_("look again on %(day)s") % {"day": f"{one.until:%d-%m-%Y}"}] if one.until else []
    said += [_("answered")] if one.answer else []
    text = [people.get(one.by, _("the system")) + ".", one.forum, one.text]
    text += [_("Answer: %(text)s") % {"text": one.answer}] if one.answer else []
    return {
        "time": one.at,
        "title": ", ".join(said),
        "text": " ".join(part for part in text if part),
    }
