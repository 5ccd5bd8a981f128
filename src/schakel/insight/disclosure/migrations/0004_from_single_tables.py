"""What was a release of one single table says so; what was published then stays as it was published.

The exact counts beside the published ones are removed: they were kept for the person who released the
table, and nobody needs them any more.
"""

from django.db import migrations

STATES = {"draft": "discarded", "released": "published"}


def _periods(release):
    years = [str(year) for year in range(release.first_year, release.last_year + 1)]
    return [*years, *(["UNKNOWN"] if release.unknown_year else [])]


def carry_over(apps, _schema_editor):
    """Kind, state, periods and history of every release so far."""
    release_model = apps.get_model("disclosure", "Release")
    period_model = apps.get_model("disclosure", "ReleasePeriod")
    step_model = apps.get_model("disclosure", "Step")
    seen = set()
    for row in release_model.objects.order_by("pk"):
        row.kind = "table"
        row.published_at, row.signed_by = row.released_at, row.released_by
        row.reason_nl = row.reason_en = row.reason
        if row.yearly_revision and row.released_at:
            row.revision_year = row.released_at.year
        row.state = STATES.get(row.state, row.state)
        row.save()
        for period in _periods(row):
            first = row.published_at is not None and period not in seen
            seen |= {period} if first else set()
            # How many reports there were in each period was not kept, only in all.
            period_model.objects.create(release=row, period=period, first=first, records=0)
        told = f"{row.records} / {row.changed_cells} / {row.mean_error:.2f} / {row.largest_error}"
        step_model.objects.create(
            release=row, at=row.created_at, by=row.created_by, kind="started", note=told
        )
        if row.published_at is not None:
            step_model.objects.create(
                release=row,
                at=row.published_at,
                by=row.signed_by,
                kind="signed",
                content_hash=row.content_hash,
            )


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_cubes")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
