"""A table that was released by itself, before there were cubes: as it lies in a database since then."""

from datetime import date
from random import Random

from django.utils import timezone

from schakel.knowledge.figures.choices import TOTAL, UNKNOWN_YEAR, Chart, Layout, Unit
from schakel.knowledge.figures.models import (
    PublishedCell,
    PublishedChart,
    PublishedKind,
    PublishedTable,
    PublishedWording,
)

SLUG = "invented-table"
YEARS = ("2019", "2020", "2021")
KINDS = {"POLICE": ("Politie", "Police"), "OTHER": ("Overige melders", "Other reporters")}
TITLES = {"nl": "Verzonnen tabel", "en": "Invented table"}


def cells(seed: int = 1) -> dict[tuple[str, str, str], int]:
    """Complete and additive, with zeros, fives and numbers over a thousand."""
    rng = Random(seed)
    periods, found = (*YEARS, UNKNOWN_YEAR), {}
    for unit in Unit:
        for kind in KINDS:
            values = [rng.choice((0, 5, 12, 87, 1234)) for _ in periods]
            for period, value in zip((*periods, TOTAL), (*values, sum(values)), strict=True):
                found[(unit.value, period, kind)] = value
        for period in (*periods, TOTAL):
            found[(unit.value, period, TOTAL)] = sum(
                found[(unit.value, period, kind)] for kind in KINDS
            )
    return found


def published(seed: int = 1, slug: str = SLUG, change_note: str = "") -> PublishedTable:
    values = cells(seed)
    found = PublishedTable.objects.create(
        slug=slug,
        version=seed,
        release_number=f"R-TEST-{seed:04}",
        cutoff=date(2026, 1, 31),
        published_at=timezone.now(),
        base=5,
        content_hash=f"{seed:064x}",
        change_note=change_note,
        cell_count=len(values),
    )
    for language, title in TITLES.items():
        texts = ("Wat het is.", "Elke melding telt.", "Elke persoon telt.", "Bron.", "Afgerond.")
        names = ("definition", "reports_rule", "persons_rule", "source", "protection")
        PublishedWording.objects.create(
            table=found, language=language, title=title, **dict(zip(names, texts, strict=True))
        )
    for order, (code, (dutch, english)) in enumerate(KINDS.items()):
        PublishedKind.objects.create(
            table=found, order=order, code=code, label_nl=dutch, label_en=english
        )
    PublishedChart.objects.bulk_create(
        PublishedChart(
            table=found, chart=chart, layout=layout, language=language, svg="<svg><title/></svg>"
        )
        for chart in Chart
        for layout in Layout
        for language in TITLES
    )
    PublishedCell.objects.bulk_create(
        PublishedCell(table=found, unit=unit, period=period, kind=kind, value=value)
        for (unit, period, kind), value in values.items()
    )
    return found
