"""Keeping the directory."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.terms.queries import is_valid
from schakel.network.directory.choices import LANGUAGE_CODES
from schakel.network.directory.models import Listing


@transaction.atomic
def add_listings(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[Listing]:
    """Add listings from field values. ValidationError where one is not right; then none is added."""
    require(by, "change", "directory.Listing")
    listings = [Listing(**row) for row in rows]
    for listing in listings:
        _check(listing)
    listings = Listing.objects.bulk_create(listings)
    record_many(
        by=by,
        lines=[
            Line(event=Event.CREATE, object_type="listing", object_id=str(row.pk))
            for row in listings
        ],
    )
    return listings


@transaction.atomic
def change_listing(*, by: Actor, listing: Listing, **values: Any) -> Listing:
    """Change fields of one listing. ValidationError where a value is not right."""
    require(by, "change", listing)
    changed = [name for name, value in values.items() if getattr(listing, name) != value]
    for name in changed:
        setattr(listing, name, values[name])
    _check(listing)
    if changed:
        listing.save(update_fields=changed)
        record(
            by=by,
            event=Event.CHANGE,
            object_type="listing",
            object_id=str(listing.pk),
            data=tuple(changed),
        )
    return listing


def _check(listing: Listing) -> None:
    """The model's own checks, and the codes: a kind and languages that the directory can name."""
    listing.full_clean()
    if not is_valid("organisation_kind", listing.kind):
        raise ValidationError({"kind": _("This is not a kind of organisation.")})
    if not set(listing.languages.split()) <= set(LANGUAGE_CODES):
        raise ValidationError(
            {
                "languages": _(
                    "Only languages by their code of two letters, with spaces between them."
                )
            }
        )
