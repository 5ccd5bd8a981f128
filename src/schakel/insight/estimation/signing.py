"""An estimate leaves: offered by one, signed by another, withdrawn with a note."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.estimation.actions import LOGGED
from schakel.insight.estimation.choices import Part, State
from schakel.insight.estimation.faults import RefusedError
from schakel.insight.estimation.models import Run
from schakel.knowledge.unseen import actions as unseen
from schakel.knowledge.unseen.content import Estimate
from schakel.knowledge.unseen.faults import UnfitError


def _moved(run: Run, state: State) -> Run:
    row = Run.objects.select_for_update().get(pk=run.pk)
    if not row.may_become(state):
        raise RefusedError(_("This run has meanwhile changed. Look again."))
    row.state = state
    return row


def _written(by: Actor, row: Run, event: Event, ground: str) -> Run:
    row.save()
    record(by=by, event=event, object_type=LOGGED, object_id=row.number, ground=ground)
    return row


@transaction.atomic
def offer(*, by: Actor, run: Run, words: Mapping[str, Any]) -> Run:
    """Protect a run and ask an officer to sign. RefusedError where it carries no number.

    `words`: title_nl, title_en, population_nl, population_en, first_year and last_year.
    """
    require(by, "offer", "estimation.Run")
    row = _moved(run, State.OFFERED)
    if not run.carries:
        raise RefusedError(_("The data cannot carry a number, so that none can be published."))
    if run.steps.get(part=Part.LIMITS).rows[0]["low"] is None:
        raise RefusedError(_("An estimate without an interval cannot be published."))
    protecting = import_module("schakel.insight.estimation.protecting")
    told = protecting.Words(
        title={"nl": words["title_nl"], "en": words["title_en"]},
        population={"nl": words["population_nl"], "en": words["population_en"]},
        years=(words["first_year"], words["last_year"]),
    )
    row.offer = protecting.prepared(row, told).as_json()
    row.offered_at, row.offered_by, row.reason = timezone.now(), by.actor_id, ""
    return _written(by, row, Event.CHANGE, "offered")


def _answered(by: Actor, run: Run, state: State) -> Run:
    if isinstance(by, SystemActor):
        raise PermissionDenied("a signature is somebody's")
    row = _moved(run, state)
    require(by, "sign", row)
    row.answered_at, row.answered_by = timezone.now(), by.actor_id
    return row


@transaction.atomic
def sign(*, by: Actor, run: Run) -> Run:
    """Publish exactly what was offered. RefusedError where it shows too much after all."""
    row = _answered(by, run, State.PUBLISHED)
    try:
        unseen.publish(by=by, found=Estimate(**row.offer))
    except UnfitError as problem:
        raise RefusedError(
            _("This cannot be published: %(reason)s.") % {"reason": problem}
        ) from None
    return _written(by, row, Event.RELEASE, "signed")


@transaction.atomic
def refuse(*, by: Actor, run: Run, reason: str) -> Run:
    """Do not sign, and say why; the run is finished as before."""
    row = _answered(by, run, State.FINISHED)
    row.offer, row.reason = {}, reason
    return _written(by, row, Event.CHANGE, "refused")


@transaction.atomic
def withdraw(*, by: Actor, run: Run, note: Mapping[str, str]) -> Run:
    """Take a published estimate back; the note stands in its place for everybody."""
    require(by, "withdraw", "estimation.Run")
    row = _moved(run, State.WITHDRAWN)
    try:
        unseen.withdraw(by=by, number=row.number, note=note)
    except UnfitError:
        raise RefusedError(_("Write the note in both languages.")) from None
    return _written(by, row, Event.CHANGE, "withdrawn")
