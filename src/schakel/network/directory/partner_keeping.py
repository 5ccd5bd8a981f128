"""Keeping partners abroad: what is known of them, who wrote it down, and when somebody last looked."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.network.directory.actions import OVERTAKEN
from schakel.network.directory.partners import KNOWN, Partner, PartnerVersion


@transaction.atomic
def keep_partner(
    *, by: Actor, partner: Partner | None, seen: int | None = None, **values: Any
) -> Partner:
    """Add a partner (None), or change one; whoever changes one has looked at it.

    `seen`: the newest version that they saw. ValidationError where a value is not right, where somebody else
    wrote a version that they did not see, and where there is a partner of this name and country already.
    """
    require(by, "change", partner or Partner)
    row = Partner.objects.select_for_update().get(pk=partner.pk) if partner else Partner()
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if partner is None and _is_known(row):
        raise ValidationError(_("There is a partner of this name already."))
    if partner and changed and seen is not None and newest_version(partner) != seen:
        raise ValidationError(OVERTAKEN)
    if partner is None or changed:
        row.by, row.at, row.last_checked = by.actor_id, timezone.now(), timezone.localdate()
        row.clean_fields(exclude=["country"])
        row.save()
        add_versions([row])
        event = Event.CHANGE if partner else Event.CREATE
        _log(by, event, row, tuple(changed))
    note_partner_checked(by=by, partner=row)
    return row


@transaction.atomic
def note_partner_checked(*, by: Actor, partner: Partner) -> None:
    """Somebody who keeps the list says that all that stands there is right."""
    require(by, "change", partner)
    today = timezone.localdate()
    rows = Partner.objects.filter(pk=partner.pk).exclude(last_checked=today)
    if rows.update(last_checked=today):
        _log(by, Event.CHANGE, partner, ("last_checked",))


def add_versions(rows: list[Partner]) -> None:
    """Write down what is known of these partners now, in their own words and by who wrote it."""
    PartnerVersion.objects.bulk_create(
        PartnerVersion(
            partner=row, at=row.at, by=row.by, **{name: getattr(row, name) for name in KNOWN}
        )
        for row in rows
    )


def newest_version(partner: Partner) -> int:
    """Primary key of what was written last; 0 where nothing was."""
    return partner.versions.order_by("-pk").values_list("pk", flat=True).first() or 0


def _is_known(row: Partner) -> bool:
    return Partner.objects.filter(name=row.name, country=row.country_id, valid_to=None).exists()


def _log(by: Actor, event: Event, row: Partner, data: tuple[str, ...]) -> None:
    record(by=by, event=event, object_type="partner", object_id=str(row.pk), data=data)
