"""What can happen to released tables: one is published. Nothing is ever changed or taken back."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.knowledge.figures.charts import draw
from schakel.knowledge.figures.choices import LANGUAGES, TOTAL, Chart, Layout, Unit
from schakel.knowledge.figures.content import Table
from schakel.knowledge.figures.models import (
    PublishedCell,
    PublishedChart,
    PublishedKind,
    PublishedTable,
    PublishedWording,
)


class UnfitTableError(ValueError):
    """The table is not complete or shows a number below its base; it is not published."""


@transaction.atomic
def publish(*, by: Actor, table: Table) -> PublishedTable:
    """Publish `table` as the next version of its slug, with its charts, for everybody to read."""
    require(by, "publish", "figures.PublishedTable")
    _require_fit(table)
    latest = PublishedTable.objects.filter(slug=table.slug).aggregate(latest=Max("version"))[
        "latest"
    ]
    published = PublishedTable.objects.create(
        slug=table.slug,
        version=(latest or 0) + 1,
        release_number=table.release_number,
        cutoff=table.cutoff,
        published_at=timezone.now(),
        base=table.base,
        content_hash=table.content_hash,
        change_note=table.change_note,
        cell_count=len(table.cells),
    )
    _write_parts(published, table)
    # Last: with the last cell in place the database lets nothing be added any more.
    PublishedCell.objects.bulk_create(
        PublishedCell(table=published, unit=unit, period=period, kind=kind, value=value)
        for (unit, period, kind), value in table.cells.items()
    )
    record(
        by=by,
        event=Event.RELEASE,
        object_type="published_table",
        object_id=f"{published.slug}/{published.version}",
        data=["cells"],
    )
    return published


def _require_fit(table: Table) -> None:
    kinds = [*(kind.code for kind in table.kinds), TOTAL]
    wanted = {
        (unit.value, period, kind)
        for unit in Unit
        for period in (*table.periods, TOTAL)
        for kind in kinds
    }
    if set(table.cells) != wanted or set(table.wording) != set(LANGUAGES):
        raise UnfitTableError("The table is not complete.")
    if any(0 < value < table.base for value in table.cells.values()):
        raise UnfitTableError("The table shows a number below its base.")


def _write_parts(published: PublishedTable, table: Table) -> None:
    PublishedWording.objects.bulk_create(
        PublishedWording(
            table=published,
            language=language,
            title=wording.title,
            definition=wording.definition,
            reports_rule=wording.reports_rule,
            persons_rule=wording.persons_rule,
            source=wording.source,
            protection=wording.protection,
        )
        for language, wording in table.wording.items()
    )
    PublishedKind.objects.bulk_create(
        PublishedKind(
            table=published,
            order=order,
            code=kind.code,
            label_nl=kind.labels["nl"],
            label_en=kind.labels["en"],
        )
        for order, kind in enumerate(table.kinds)
    )
    if not any(period.isdigit() for period in table.periods):
        return  # nothing to draw by year
    PublishedChart.objects.bulk_create(
        PublishedChart(
            table=published,
            chart=chart,
            layout=layout,
            language=language,
            svg=draw(table, chart, layout, language),
        )
        for chart in Chart
        for layout in Layout
        for language in LANGUAGES
    )
