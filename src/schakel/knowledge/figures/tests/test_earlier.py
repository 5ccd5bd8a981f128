"""Tables that were released by themselves stay as they were: on the page, as a file and by the API."""

import csv
from io import StringIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from schakel.knowledge.figures.models import (
    PublishedCell,
    PublishedChart,
    PublishedKind,
    PublishedTable,
    PublishedWording,
)
from schakel.knowledge.figures.tests import cubes
from schakel.knowledge.figures.tests.tables import SLUG, cells, published

pytestmark = pytest.mark.django_db
PARTS = [PublishedTable, PublishedWording, PublishedKind, PublishedCell, PublishedChart]
REPORTERS = "reports-by-reporter"


@pytest.mark.parametrize("model", PARTS)
def test_the_database_refuses_to_change_or_remove(model):
    published()
    before = list(model.objects.order_by("pk").values())
    name = model._meta.db_table
    for statement in (f"DELETE FROM {name}", f"UPDATE {name} SET id = id"):  # noqa: S608
        with (
            pytest.raises(DatabaseError, match="cannot be changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert list(model.objects.order_by("pk").values()) == before


def test_page_file_and_api_show_what_was_released(client):
    published(1)
    published(2, change_note="Later bekend geworden")
    wanted = cells(1)
    page = client.get(reverse("figures:table", args=[SLUG, 1])).content.decode()
    assert "Dit is een oudere versie" in page
    assert "Verzonnen tabel" in page
    text = b"".join(client.get(reverse("figures:csv", args=[SLUG, 1])).streaming_content)
    rows = csv.DictReader(StringIO(text.decode("utf-8-sig")), delimiter=";")
    found = {(row["counts"], row["period"], row["kind"]): int(row["value"]) for row in rows}
    answer = client.get(f"/api/v1/figures/{SLUG}?version=1").json()
    by_api = {(one["counts"], one["period"], one["kind"]): one["value"] for one in answer["cells"]}
    assert found == by_api == wanted
    assert answer["is_newest"] is False
    assert "Later bekend" in client.get(reverse("figures:table", args=[SLUG])).content.decode()
    assert client.get(reverse("figures:chart", args=[SLUG, 1, "overview"])).status_code == 200
    assert client.get(reverse("figures:chart", args=[SLUG, 1, "pie"])).status_code == 404
    assert client.get(reverse("figures:table", args=[SLUG, 3])).status_code == 404


def test_the_cube_takes_over_the_address_and_the_old_version_keeps_its_own(client):
    old = published(1, slug=REPORTERS)
    version = cubes.published().version
    assert version == old.version + 1
    newest = client.get(reverse("figures:table", args=[REPORTERS])).content.decode()
    assert "Verzonnen tabel" not in newest
    kept = client.get(reverse("figures:table", args=[REPORTERS, 1])).content.decode()
    assert "Verzonnen tabel" in kept
    assert "Dit is een oudere versie" in kept
    listed = [row["slug"] for row in client.get("/api/v1/figures").json()]
    assert listed.count(REPORTERS) == 1
