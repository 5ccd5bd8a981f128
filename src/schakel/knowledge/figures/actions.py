"""What can happen to released figures: they are published, or withdrawn. Nothing is ever changed."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.knowledge.figures.charts import draw
from schakel.knowledge.figures.choices import LANGUAGES, TOTAL, UNKNOWN_YEAR, Chart, Layout, Unit
from schakel.knowledge.figures.content import Cube, Table
from schakel.knowledge.figures.faults import UnfitCubeError
from schakel.knowledge.figures.models import (
    PublishedCell,
    PublishedChart,
    PublishedCube,
    PublishedKind,
    PublishedTable,
    PublishedVersion,
    PublishedWording,
    Withdrawal,
)
from schakel.knowledge.figures.structure import written


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


@transaction.atomic
def publish_cubes(*, by: Actor, cubes: Sequence[Cube]) -> PublishedVersion:
    """Publish the cubes of one release, each of another period, as the next version of the figures.

    UnfitCubeError where one may not be published; then none is.
    """
    require(by, "publish", "figures.PublishedVersion")
    _require_one_release(cubes)
    first = cubes[0]
    files = [import_module("schakel.knowledge.figures.cells").checked(cube) for cube in cubes]
    published = PublishedVersion.objects.create(
        version=_next_version(),
        release_number=first.release_number,
        cutoff=first.cutoff,
        published_at=timezone.now(),
        method=first.method,
        change_note_nl=first.change_note.get("nl", ""),
        change_note_en=first.change_note.get("en", ""),
        cube_count=len(cubes),
    )
    PublishedCube.objects.bulk_create(
        PublishedCube(
            version=published,
            period=cube.period,
            base=cube.base,
            ways=cube.ways,
            revision=cube.revision,
            content_hash=cube.content_hash,
            structure=written(cube),
            parquet=parquet,
            digest=digest,
            cell_count=count,
        )
        for cube, (parquet, digest, count) in zip(cubes, files, strict=True)
    )
    record(
        by=by,
        event=Event.RELEASE,
        object_type="published_version",
        object_id=published.release_number,
        data=["cells"],
    )
    return published


def _next_version() -> int:
    """Above every version that has an address already, of cubes or of single tables."""
    newest = [
        model.objects.aggregate(newest=Max("version"))["newest"] or 0
        for model in (PublishedVersion, PublishedTable)
    ]
    return max(newest) + 1


def _require_one_release(cubes: Sequence[Cube]) -> None:
    """One release, periods once each, and none that was published before unless as a revision."""
    periods = [cube.period for cube in cubes]
    shared = {
        (cube.release_number, cube.cutoff, cube.method, *sorted(cube.change_note.items()))
        for cube in cubes
    }
    if not cubes or len(set(periods)) != len(periods) or len(shared) != 1:
        raise UnfitCubeError("These cubes are not one release with each period once.")
    if any(not (len(one) == 4 and one.isdigit()) and one != UNKNOWN_YEAR for one in periods):
        raise UnfitCubeError("A period is a year or UNKNOWN.")
    before = set(PublishedCube.objects.filter(period__in=periods).values_list("period", flat=True))
    for cube in cubes:
        if (cube.period in before) != cube.revision:
            raise UnfitCubeError(
                f"{cube.period} is published once; only a revision takes its place."
            )


@transaction.atomic
def withdraw(*, by: Actor, release_number: str, note: Mapping[str, str]) -> Withdrawal:
    """Take the figures of a release away; `note` (by language) stands in their place for everybody.

    UnfitCubeError where a language is missing, or the release is not there or was withdrawn before.
    """
    require(by, "withdraw", "figures.PublishedVersion")
    if any(not note.get(language, "").strip() for language in LANGUAGES):
        raise UnfitCubeError("The note is needed in every language.")
    version = PublishedVersion.objects.filter(
        release_number=release_number, withdrawal=None
    ).first()
    if version is None:
        raise UnfitCubeError("There is no such release to withdraw.")
    withdrawn = Withdrawal.objects.create(
        version=version,
        note_nl=note["nl"].strip(),
        note_en=note["en"].strip(),
        withdrawn_at=timezone.now(),
    )
    record(
        by=by,
        event=Event.CHANGE,
        object_type="published_version",
        object_id=version.release_number,
        data=["withdrawal"],
        ground="withdrawn",
    )
    return withdrawn
