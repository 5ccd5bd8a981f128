"""Persons as the registrar sees them: a list, one person, and moving a report."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.intake.choices import ENDED
from schakel.register.intake.models import Report
from schakel.register.persons import queries, seeking
from schakel.register.persons.actions import NotPossibleError, open_identity
from schakel.register.persons.closed import hidden_about
from schakel.register.persons.episodes import episodes
from schakel.register.persons.extending import move, panels
from schakel.register.persons.forms import IdentityForm, MoveForm, PersonFilter
from schakel.register.persons.looking import lines_about, who_looked
from schakel.register.persons.models import Person
from schakel.register.persons.portrait import comparison, identities, statuses
from schakel.register.persons.views.freshness import up_to_date
from schakel.register.persons.views.reports import LOG_LINES, PER_PAGE, WHY_NOT


@require_GET
@allowed("see", "persons.Person")
@up_to_date
def persons(request: SignedInRequest) -> HttpResponse:
    """Persons whom reports are held to be about."""
    form = PersonFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    if form.is_bound and not form.is_valid():
        rows = Person.objects.none()
    elif number := wanted.get("number"):
        rows = Person.objects.filter(number=number)
    else:
        rows = queries.persons(request.user, double=wanted.get("double", False))
    page = Paginator(rows.visible_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.summarise(page.object_list, request.user)
    context = {"form": form, "page": page}
    return render(request, "persons/persons.html", context)


@require_GET
@never_cache
@allowed("see", "persons.Person")
@up_to_date
def person(request: SignedInRequest, number: str) -> HttpResponse:
    """One person: who reported when, in which years the person counts, and what was logged."""
    return _show(request, _person(request, number))


def _person(request: SignedInRequest, number: str) -> Person:
    return visible_or_404(Person.objects.all(), request.user, number=number)


def _show(request: SignedInRequest, row: Person, **context: Any) -> HttpResponse:
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="person",
        object_id=row.number,
        subject=row.number,
        data=("reports", "registrations", "exploitation"),
    )
    seeker = seeking.seeker()
    panel = seeker.panel(row, request.user) if seeker else None
    user = request.user
    candidates = queries.possible_same(row, panel.candidates if panel else (), user=user)
    history = list(queries.memberships(row, user))
    reports = list(queries.members(row, user))
    hidden = hidden_about(row.number, user)
    registrations = queries.registrations(row, reports if hidden.keepers else None)
    lines = lines_about(row, hidden)
    lookers, log = who_looked(lines), list(lines[:LOG_LINES])
    context = {
        "person": row,
        "reports": queries.with_basis(reports, history),
        "past": [member for member in history if member.until],
        "counting": sum(report.status not in ENDED for report in reports),
        "beside": comparison(reports),
        "episodes": episodes(reports),
        "registrations": registrations,
        "statuses": statuses(reports),
        "documents": queries.documents(reports),
        "lookers": lookers,
        "candidates": [each for each in candidates if each.score is None],
        "panel": panel,
        "keepers": hidden.keepers,
        "move": None if hidden.keepers else _move_form(user, reports, candidates),
        "closed": queries.carries_identity(row, user),
        "ground": IdentityForm(prefix="identity"),
        "log": log,
        "panels": panels(row, request.user),
        "actor_names": queries.actor_names(
            [
                *(line.actor for line in log),
                *(looker.actor for looker in lookers),
                *(member.by for member in history),
                *(change.by for one in registrations for change in one.dossier_types.all()),
            ]
        ),
        **context,
    }
    return render(request, "persons/person.html", context, status=context.get("status", 200))


def _move_form(
    user: User, reports: list[Report], candidates: list, data: Any = None
) -> MoveForm | None:
    if not reports:
        return None
    options = [(each.number, queries.report_label(each)) for each in reports]
    return MoveForm(data, candidates=candidates, reports=options, user=user, prefix="move")


@require_POST
@allowed("change", "persons.Person")
def move_report(request: SignedInRequest, number: str) -> HttpResponse:
    """Let one of the person's reports be about somebody else."""
    row = _person(request, number)
    reports = list(queries.members(row, request.user))
    candidates = queries.possible_same(row, user=request.user)
    form = _move_form(request.user, reports, candidates, request.POST)
    if form is None or not form.is_valid():
        return _show(request, row, move=form, status=422)
    wanted = form.cleaned_data
    report = Report.objects.get(number=wanted["report"])
    try:
        moved = move(request.user, report, wanted["chosen"], wanted["reason"])
    except NotPossibleError as reason:
        messages.error(request, reason.message or WHY_NOT[reason.code])
        return redirect("persons:person", number=row.number)
    messages.success(request, moved.message)
    return redirect(moved.url)


@require_POST
@never_cache
@allowed("see", "persons.Identity")
def identity(request: SignedInRequest, number: str) -> HttpResponse:
    """The person with the identities that the reports give, after a ground was given."""
    row = _person(request, number)
    form = IdentityForm(request.POST, prefix="identity")
    if not form.is_valid():
        return _show(request, row, ground=form, status=422)
    opened = open_identity(by=request.user, row=row, **form.cleaned_data)
    return _show(request, row, opened=identities(opened))
