"""What listings said becomes their first version, and where they helped their first area."""

import uuid

from django.db import migrations

SAYS = (
    "name", "phone", "email", "website", "opening_hours_nl", "opening_hours_en", "languages",
    "for_whom_nl", "for_whom_en", "offers_nl", "offers_en",
)
BY = "system:migration"


def split(apps, _editor):
    listing = apps.get_model("directory", "Listing")
    version = apps.get_model("directory", "ListingVersion")
    coverage = apps.get_model("directory", "Coverage")
    rows = list(listing.objects.order_by("pk"))
    for row in rows:
        row.uid = uuid.uuid4()
    listing.objects.bulk_update(rows, ["uid"], batch_size=200)
    version.objects.bulk_create(
        version(listing=row, by=BY, **{name: getattr(row, name) for name in SAYS}) for row in rows
    )
    coverage.objects.bulk_create(
        coverage(
            listing=row,
            by=BY,
            municipality_id=row.municipality_id,
            police_unit_id=None if row.municipality_id else row.police_unit_id,
        )
        for row in rows
    )


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0002_versions_and_areas"),
    ]

    operations = [
        migrations.RunPython(split, elidable=True),
    ]
