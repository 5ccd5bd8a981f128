"""Rows put straight into their tables are the rows that `bulk_create` would have made."""

import pytest
from django.db.models import Model
from django.utils import timezone

from schakel.foundation.vault.insertion import insert_all, insert_numbered
from schakel.register.intake.assembly import PARTS, Assembled, assemble
from schakel.register.intake.data import ReportData
from schakel.register.intake.models import ImportBatch, Report, ReportIdentity

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def made(data: ReportData, number: str) -> Assembled:
    return assemble(
        data, number=number, channel="FILE", received_at=NOW, entered_by="U-1", fingerprint=number
    )


def parts(one: Assembled) -> list[list[Model]]:
    return [[one.identity], *(getattr(one, name) for name in PARTS)]


def stored(report: Report) -> list[tuple[str, object]]:
    """Every column of a report and its rows, as read back, but for the keys and the number."""
    kinds = [ReportIdentity, *(Report._meta.get_field(name).related_model for name in PARTS)]
    rows = [Report.objects.get(pk=report.pk)]
    for kind in kinds:
        rows += kind._base_manager.filter(report=report).order_by("pk")
    keys = {"id", "report_id", "number", "fingerprint"}
    return [
        (f"{type(row).__name__}.{field.attname}", getattr(row, field.attname))
        for row in rows
        for field in row._meta.concrete_fields
        if field.attname not in keys
    ]


def test_both_ways_leave_the_same_rows(police, identified):
    data = identified.sent_by(police)
    one, other = made(data, "M-0000-0001"), made(data, "M-0000-0002")
    insert_numbered([one.report])
    for rows in parts(one):
        insert_all(rows)
    Report.objects.bulk_create([other.report])
    for rows in parts(other):
        if rows:
            type(rows[0])._base_manager.bulk_create(rows)
    assert stored(one.report) == stored(other.report)
    assert one.identity.exact_index == other.identity.exact_index != ""


def test_the_instances_know_their_keys(police, identified):
    one = made(identified.sent_by(police), "M-0000-0003")
    insert_numbered([one.report])
    insert_all([one.identity])
    assert Report.objects.get(number="M-0000-0003").pk == one.report.pk == one.identity.pk
    assert not one.report._state.adding


def test_a_table_that_save_fills_in_is_refused():
    with pytest.raises(TypeError):
        insert_all([ImportBatch(format="CSV", sha256="0", source="", by="U-1")])
