"""Publishing an estimate, and withdrawing it."""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.knowledge.unseen.content import LANGUAGES, Estimate, faults
from schakel.knowledge.unseen.faults import UnfitError
from schakel.knowledge.unseen.models import EstimateWithdrawal, PublishedEstimate

LOGGED = "published_estimate"


@transaction.atomic
def publish(*, by: Actor, found: Estimate) -> PublishedEstimate:
    """Let everybody read an estimate. UnfitError where it was published before, or shows too much."""
    require(by, "publish", "unseen.PublishedEstimate")
    wrong = faults(found)
    if PublishedEstimate.objects.filter(number=found.number).exists():
        wrong.append("published before")
    if wrong:
        raise UnfitError("; ".join(wrong))
    content = found.as_json()
    row = PublishedEstimate.objects.create(
        number=found.number,
        published_at=timezone.now(),
        content=content,
        digest=hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest(),
    )
    record(by=by, event=Event.RELEASE, object_type=LOGGED, object_id=row.number)
    return row


@transaction.atomic
def withdraw(*, by: Actor, number: str, note: Mapping[str, str]) -> EstimateWithdrawal:
    """Take an estimate back; `note` (by language) stands in its place. UnfitError where it does not stand
    or a note is missing."""
    require(by, "withdraw", "unseen.PublishedEstimate")
    row = PublishedEstimate.objects.filter(number=number, withdrawal=None).first()
    if row is None or any(not note.get(one, "").strip() for one in LANGUAGES):
        raise UnfitError("there is no such estimate to withdraw, or a note is missing")
    withdrawn = EstimateWithdrawal.objects.create(
        estimate=row,
        note_nl=note["nl"].strip(),
        note_en=note["en"].strip(),
        withdrawn_at=timezone.now(),
    )
    record(by=by, event=Event.CHANGE, object_type=LOGGED, object_id=number, ground="withdrawn")
    return withdrawn
