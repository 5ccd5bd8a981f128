"""What is released is complete, shows nothing small, and can never be changed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from schakel.foundation.accounts.models import User
from schakel.knowledge.figures import actions
from schakel.knowledge.figures.actions import UnfitTableError, publish
from schakel.knowledge.figures.choices import TOTAL
from schakel.knowledge.figures.models import (
    PublishedCell,
    PublishedChart,
    PublishedKind,
    PublishedTable,
    PublishedWording,
)
from schakel.knowledge.figures.tests.tables import SYSTEM, cells, published, table

pytestmark = pytest.mark.django_db
PARTS = [PublishedTable, PublishedWording, PublishedKind, PublishedCell, PublishedChart]


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch):
    monkeypatch.setattr(actions, "draw", lambda *_chart: "<svg/>")


def refused():
    return pytest.raises(DatabaseError, match="cannot be changed")


@pytest.mark.parametrize("model", PARTS)
def test_the_database_refuses_to_change_or_remove(model):
    published()
    before = list(model.objects.order_by("pk").values())
    assert before
    field = next(
        column.name for column in model._meta.fields if column.get_internal_type() != "BigAutoField"
    )
    with refused(), transaction.atomic():
        model.objects.update(**{field: model.objects.values_list(field, flat=True).first()})
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
    assert list(model.objects.order_by("pk").values()) == before


def test_nothing_can_be_added_to_a_released_table():
    row = published()
    with refused(), transaction.atomic():
        PublishedCell.objects.create(table=row, unit="reports", period="2018", kind=TOTAL, value=50)
    with refused(), transaction.atomic():
        PublishedKind.objects.create(
            table=row, order=9, code="NEW", label_nl="Nieuw", label_en="New"
        )
    with refused(), transaction.atomic():
        PublishedWording.objects.create(table=row, language="de", title="Neu")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's own")
def test_nor_replaced_by_the_back_door():
    row = published()
    columns = (
        "id, slug, version, release_number, cutoff, published_at, base, content_hash, change_note, "
        "cell_count"
    )
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO figures_publishedtable ({columns}) "  # noqa: S608
            "SELECT id, slug, version, 'R-FAKE', cutoff, published_at, base, content_hash, change_note, 0 "
            "FROM figures_publishedtable WHERE id = %s",
            [row.pk],
        )


def test_a_new_version_leaves_the_old_one_as_it_was():
    first = published(1)
    before = first.values()
    second = published(2, change_note="Later bekend geworden")
    assert (first.version, second.version) == (1, 2)
    assert PublishedTable.objects.get(pk=first.pk).values() == before
    assert list(PublishedTable.objects.current()) == [second]


@pytest.mark.parametrize("value", [1, 2, 3, 4])
def test_a_small_number_is_refused_whoever_hands_it_down(value):
    small = {**cells(), ("persons", "2019", "POLICE"): value}
    with pytest.raises(UnfitTableError):
        publish(by=SYSTEM, table=table(cells=small))
    assert not PublishedTable.objects.exists()


def test_a_table_with_a_gap_is_refused():
    gap = cells()
    del gap[("persons", "2019", "POLICE")]
    with pytest.raises(UnfitTableError):
        publish(by=SYSTEM, table=table(cells=gap))


def test_only_analysts_publish():
    nobody = User.objects.create_user(email="a@example.org", name="A", password="x" * 16)
    with pytest.raises(PermissionDenied):
        publish(by=nobody, table=table())
