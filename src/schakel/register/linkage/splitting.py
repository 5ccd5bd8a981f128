"""Reports that turn out to be about somebody else become those of a new person."""

from collections.abc import Collection

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.register.intake.consents import chain_of
from schakel.register.intake.models import Report
from schakel.register.linkage.choices import DecisionKind, Refusal
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.joining import part, require_reason
from schakel.register.linkage.pairs import mark_of, open_members
from schakel.register.linkage.refusing import RefusedError, refuse_restricted
from schakel.register.persons import registering
from schakel.register.persons.models import Person


def split(
    *, by: Actor, person: Person, reports: Collection[Report], reason: str, seen: str = ""
) -> Decision:
    """Hold `reports`, with their corrections, to be about a new person; takes effect at once.

    One registrar is enough: parting mixes nobody up, and an undo brings everything back. `seen` is the
    `pairs.mark_of` what the registrar saw. Raises PermissionDenied, ValueError (no reason), RefusedError.
    """
    require_reason(by, reason)
    with transaction.atomic():
        registering.one_at_a_time()
        refuse_restricted(by, person)
        members = open_members(person)
        if seen and seen != mark_of(members):
            raise RefusedError(Refusal.CHANGED)
        chosen = {pk for report in reports for pk in chain_of(report)}
        going = tuple(member for member in members if member.report_id in chosen)
        if not going or not {one.pk for one in reports} <= {one.report_id for one in members}:
            raise RefusedError(Refusal.NOTHING_CHOSEN)
        if len(going) == len(members):
            raise RefusedError(Refusal.NOTHING_LEFT)
        for member in going:
            member.person = person
        return part(by, DecisionKind.SPLIT, person, going, reason)
