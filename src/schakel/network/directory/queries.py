"""Questions that pages and other apps may ask about the directory."""

from django.db.models import F

from schakel.foundation.geography.models import Municipality
from schakel.network.directory.models import Listing, ListingQuerySet


def public_listings(municipality: Municipality | None = None, kind: str = "") -> ListingQuerySet:
    """Public listings, those nearest first: of the municipality, then its region, then the country."""
    rows = Listing.objects.public().select_related("municipality", "police_unit")
    if municipality is not None:
        rows = rows.helping_in(municipality)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by(
        F("municipality").asc(nulls_last=True),
        F("police_unit__order").asc(nulls_last=True),
        "name",
        "pk",
    )
