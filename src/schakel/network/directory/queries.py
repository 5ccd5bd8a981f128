"""Questions that pages and other apps may ask about the directory."""

from django.db.models import F

from schakel.foundation.geography.models import Municipality
from schakel.network.directory.models import Listing, ListingQuerySet


def public_listings(municipality: Municipality | None = None, kind: str = "") -> ListingQuerySet:
    """Public listings; nearest first where a municipality is asked for, else the widest first."""
    rows = Listing.objects.public().select_related("municipality", "police_unit")
    if kind:
        rows = rows.filter(kind=kind)
    place, region = F("municipality__display_name"), F("police_unit__order")
    if municipality is None:
        return rows.order_by(
            region.asc(nulls_first=True), place.asc(nulls_first=True), "name", "pk"
        )
    return rows.helping_in(municipality).order_by(
        place.asc(nulls_last=True), region.asc(nulls_last=True), "name", "pk"
    )
