"""What can happen to legal rules: one is added, one ends. None is edited or deleted."""

from datetime import date

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.geography.freshness import raise_version
from schakel.register.intake import legal
from schakel.register.intake.grounds import LegalRule


class StaysOpenError(Exception):
    """The route without an identity cannot be closed: whoever may share nothing must be able to report."""


class EndedBeforeError(Exception):
    """The rule has an end already, or would end before it begins."""


def add_rule(*, by: Actor, rule: LegalRule) -> LegalRule:
    """Store a new rule; it is offered from its first day. Raises PermissionDenied."""
    require(by, "create", "intake.LegalRule")
    with transaction.atomic():
        rule.save(force_insert=True)
        raise_version(legal.EDITION)
        record(
            by=by,
            event=Event.CREATE,
            object_type="legal_rule",
            object_id=str(rule.pk),
            data=(rule.reporter_type or "ANY", rule.purpose, rule.age_group, rule.legal_basis),
        )
    legal.forget()
    return rule


def end_rule(*, by: Actor, rule: LegalRule, on: date) -> LegalRule:
    """The rule is no longer offered from the day `on`; it still explains earlier reports.

    Raises PermissionDenied, StaysOpenError and EndedBeforeError.
    """
    require(by, "end", rule)
    if rule.legal_basis == legal.NO_IDENTITY:
        raise StaysOpenError
    if rule.valid_from is not None and on < rule.valid_from:
        raise EndedBeforeError
    with transaction.atomic():
        # Asked of the database: two administrators may press the button at once.
        if not LegalRule.objects.filter(pk=rule.pk, valid_to=None).update(valid_to=on):
            raise EndedBeforeError
        raise_version(legal.EDITION)
        record(
            by=by,
            event=Event.CHANGE,
            object_type="legal_rule",
            object_id=str(rule.pk),
            data=("valid_to", on.isoformat()),
        )
    legal.forget()
    rule.refresh_from_db()
    return rule
