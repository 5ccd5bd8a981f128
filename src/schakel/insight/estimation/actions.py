"""What can happen to a run: begun (its input is frozen), set up, worked out part by part."""

import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.faults import Damaged
from schakel.insight.analysis.models import Snapshot
from schakel.insight.estimation.choices import Light, Part, State
from schakel.insight.estimation.faults import RefusedError
from schakel.insight.estimation.models import Run, Step
from schakel.insight.estimation.plans import Plan
from schakel.insight.estimation.wording import fault
from schakel.register.linkage.measuring import quality, rows

# A request works for so long at most, in seconds; every part that is finished is kept.
PATIENCE = 2.0
LOGGED = "estimate"


def begin_from_snapshot(
    *, by: Actor, title: str, snapshot: Snapshot, years: tuple[int, int]
) -> Run:
    """Freeze who stood on which lists in `years`. RefusedError where that is nobody or files are
    damaged."""
    require(by, "make", "estimation.Run")
    try:
        content = _heavy("inputs").of_snapshot(snapshot.number, *years)
    except Damaged as problem:
        raise RefusedError(str(problem)) from None
    if not content["persons"]["rows"]:
        raise RefusedError(_("The snapshot holds nobody in these years. Choose other years."))
    more = {"snapshot": snapshot, "first_year": years[0], "last_year": years[1]}
    return _begun(by, title, content, more)


def begin_from_file(
    *, by: Actor, title: str, text: str, name: str, traits: Sequence[str] = ()
) -> Run:
    """Freeze the table in a CSV file. RefusedError with what is wrong with it."""
    require(by, "make", "estimation.Run")
    reading = import_module("schakel.methods.estimation.tables")
    try:
        content = _heavy("inputs").of_file(text, name, traits)
    except reading.TableError as problem:
        raise RefusedError(fault(problem.code, str(problem))) from None
    return _begun(by, title, content, {})


def _heavy(name: str) -> Any:
    """A module with arrays, loaded only by who works with them."""
    return import_module(f"schakel.insight.estimation.{name}")


@transaction.atomic
def _begun(by: Actor, title: str, content: dict[str, Any], more: Mapping[str, Any]) -> Run:
    records = import_module("schakel.methods.estimation.records")
    run = Run.objects.create(
        title=title,
        content=content,
        sha256=records.digest_of(content),
        version=version("schakel"),
        made_at=timezone.now(),
        made_by=by.actor_id,
        **more,
    )
    record(by=by, event=Event.CREATE, object_type=LOGGED, object_id=run.number)
    return run


def start(*, by: Actor, run: Run, plan: Plan) -> Run:
    """Fix the choices of a run and lay out its parts. RefusedError where these choices
    cannot be worked with."""
    require(by, "make", "estimation.Run")
    planning = _heavy("planning")
    try:
        planning.check(run.content, plan)
    except planning.PlanError as problem:
        raise RefusedError(str(problem)) from None
    laid_out = planning.parts(run.content, plan)
    with transaction.atomic():
        row = _locked(run, State.RUNNING)
        row.plan = plan.as_json()
        row.save()
        Step.objects.bulk_create(
            Step(run=row, place=place, part=part, name=name)
            for place, (part, name) in enumerate(laid_out)
        )
        record(by=by, event=Event.CHANGE, object_type=LOGGED, object_id=row.number, data=("plan",))
    return row


def _locked(run: Run, state: State) -> Run:
    """The row, locked, in its next state; not saved. RefusedError where it may not be in it."""
    row = Run.objects.select_for_update().get(pk=run.pk)
    if not row.may_become(state):
        raise RefusedError(_("This run has meanwhile changed. Look again."))
    row.state = state
    return row


def proceed(*, by: Actor, run: Run, seconds: float = PATIENCE) -> Run:
    """Make the next parts for about so many seconds; a run that was broken off goes on where it was."""
    require(by, "make", "estimation.Run")
    if run.state != State.RUNNING:
        raise RefusedError(_("There is nothing to work out: the run is finished, or not set up."))
    end = time.monotonic() + seconds
    while (step := run.steps.filter(done_at=None).order_by("place").first()) is not None:
        _make(run, step)
        if time.monotonic() > end:
            break
    if not run.steps.filter(done_at=None).exists():
        return _finish(by, run)
    return run


def _make(run: Run, step: Step) -> None:
    computing = _heavy("computing")
    before = run.steps.filter(part=Part.DRAWS) if step.part == Part.LIMITS else Step.objects.none()
    results = {(one.part, one.name): one.result for one in before.exclude(done_at=None)}
    work = computing.Work(run.content, Plan.of(run.plan), results)
    found = computing.make(Part(step.part), step.name, work)
    # Whoever was first keeps it; the same input gives the same numbers anyhow.
    Step.objects.filter(pk=step.pk, done_at=None).update(result=found, done_at=timezone.now())


@transaction.atomic
def _finish(by: Actor, run: Run) -> Run:
    row = Run.objects.select_for_update().get(pk=run.pk)
    if row.state != State.RUNNING:
        return row
    limits = row.steps.get(part=Part.LIMITS)
    row.refused, row.warned = limits.rows[0]["refused"], (limits.result or {})["warned"]
    row.light = Light.RED if row.refused else Light.AMBER if row.warned else Light.GREEN
    row.state, row.finished_at = State.FINISHED, timezone.now()
    row.save()
    # The single draws have done their work, and can be made again.
    row.steps.filter(part=Part.DRAWS).update(result={})
    record(by=by, event=Event.CHANGE, object_type=LOGGED, object_id=row.number, data=("finished",))
    return row


def measured_linkage() -> dict[str, Any]:
    """Precision and recall of links as registrars last judged them; empty where nobody has."""
    found = quality()
    if found is None or found.judged_run is None:
        return {}
    line = next((one for one in rows(found) if one.counting), None)
    if line is None or line.found is None:
        return {}
    known = {"precision": line.found.precision, "recall": line.found.recall}
    values = {name: one.value for name, one in known.items() if one is not None}
    return {**values, "judged": found.judged} if values else {}
