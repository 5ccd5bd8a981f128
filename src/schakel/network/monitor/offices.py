"""Which organisation advises which municipality: its people get the page of that one as their own."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.geography.models import Municipality
from schakel.network.monitor.models import Office


def open_office(
    *, by: Actor, organisation: Organisation, municipality: str, since: date, until: date | None
) -> Office:
    """From `since` on this organisation advises the municipality; `until`: the first day on which no more.

    Raises PermissionDenied, and ValidationError where it advises it in that time already.
    """
    require(by, "change", "monitor.Office")
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=municipality)
        rows = Office.objects.filter(organisation=organisation, municipality=municipality)
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=since))
        if until is not None:
            rows = rows.filter(Q(valid_from=None) | Q(valid_from__lt=until))
        if rows.exists():
            raise ValidationError(_("This organisation advises here in that time already."))
        office = Office.objects.create(
            organisation=organisation,
            municipality_id=municipality,
            valid_from=since,
            valid_to=until,
        )
        _log(by, Event.CREATE, municipality)
    return office


def close_office(*, by: Actor, office: Office, until: date) -> None:
    """From `until` on this organisation advises the municipality no more. The row stays.

    Raises PermissionDenied, and ValidationError for a day on or before which it began.
    """
    require(by, "change", "monitor.Office")
    if office.valid_from is not None and until <= office.valid_from:
        raise ValidationError(_("It must end after it began."))
    with transaction.atomic():
        Office.objects.filter(pk=office.pk).update(valid_to=until)
        _log(by, Event.CHANGE, office.municipality_id)


def _log(by: Actor, event: Event, municipality: str) -> None:
    record(
        by=by, event=event, object_type="municipality", object_id=municipality, data=("adviser",)
    )
