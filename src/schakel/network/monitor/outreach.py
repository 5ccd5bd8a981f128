"""What the centre did for municipalities, and how much of it was the aim of the year."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.geography.models import Municipality
from schakel.network.monitor.models import Aim, Contact


def note(*, by: Actor, municipalities: Collection[str], said: dict[str, Any]) -> list[Contact]:
    """Write down one contact with each of these municipalities; the very same a second time is no new one.

    `said`: kind, on, asked_for and text. Raises PermissionDenied.
    """
    require(by, "change", "monitor.Contact")
    with transaction.atomic():
        places = Municipality.objects.select_for_update().filter(pk__in=list(municipalities))
        codes = list(places.order_by("pk").values_list("pk", flat=True))
        same = Contact.objects.filter(municipality__in=codes, by=by.actor_id, **said)
        known = set(same.values_list("municipality_id", flat=True))
        made = Contact.objects.bulk_create(
            Contact(municipality_id=code, by=by.actor_id, **said)
            for code in codes
            if code not in known
        )
        record_many(
            by=by,
            lines=[
                Line(
                    event=Event.CREATE,
                    object_type="municipality",
                    object_id=row.municipality_id,
                    data=("contact",),
                )
                for row in made
            ],
        )
    return made


def set_aim(*, by: Actor, year: int, number: int) -> Aim:
    """So many municipalities without full policy are to be informed in `year`. Raises PermissionDenied."""
    require(by, "change", "monitor.Aim")
    with transaction.atomic():
        aim, _is_new = Aim.objects.update_or_create(year=year, defaults={"number": number})
        record_many(
            by=by,
            lines=[
                Line(event=Event.CHANGE, object_type="aim", object_id=str(year), data=("number",))
            ],
        )
    return aim
