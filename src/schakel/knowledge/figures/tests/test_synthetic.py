"""Synthetic records that anybody may take: said with their limits, kept as they are, gone when withdrawn."""

import csv
import io

import pyarrow.parquet as pq
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from schakel.knowledge.figures.actions import withdraw_synthetic
from schakel.knowledge.figures.faults import UnfitSetError
from schakel.knowledge.figures.models import PublishedSynthetic
from schakel.knowledge.figures.tests.cubes import SYSTEM, published
from schakel.knowledge.figures.tests.synthetic import CSV, published_records

pytestmark = pytest.mark.django_db
NOTE = {"nl": "Fout gemaakt.", "en": "Made wrongly."}


def file(row, kind):
    return reverse("figures:synthetic-file", args=[row.number, kind])


def test_anybody_takes_the_records_with_what_is_known_of_them(client):
    row = published_records()
    html = client.get(reverse("figures:synthetic")).content.decode()
    assert "Epsilon 1,5 van de 4" in html
    # Sex is compared; years are not here.
    assert '<td class="numeric">2,2%</td>' in html
    assert '<td class="numeric">–</td>' in html
    assert client.get(file(row, "csv")).content == CSV
    table = pq.read_table(io.BytesIO(client.get(file(row, "parquet")).content))
    heads, *rows = csv.reader(io.StringIO(CSV.decode()))
    assert table.column_names == heads
    assert [list(one.values()) for one in table.to_pylist()] == rows
    book = client.get(reverse("figures:synthetic-code-book", args=[row.number])).json()
    assert book["columns"][0]["values"][0] == {
        "code": "FEMALE", "parent": "", "nl": "Vrouw", "en": "Female",
    }  # fmt: skip
    assert client.get(file(row, "xlsx")).status_code == 404


def test_the_database_keeps_them_and_a_withdrawal_stands_in_their_place(client):
    row = published_records()
    published()
    catalogue = reverse("figures:catalogue-ttl")
    assert row.number in client.get(catalogue).content.decode()
    for change in (
        lambda: PublishedSynthetic.objects.update(rows=3),
        lambda: PublishedSynthetic.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(UnfitSetError):
        published_records(row.number)
    with pytest.raises(UnfitSetError):
        withdraw_synthetic(by=SYSTEM, number=row.number, note={"nl": "Fout."})
    withdraw_synthetic(by=SYSTEM, number=row.number, note=NOTE)
    gone = client.get(file(row, "csv"))
    assert gone.status_code == 410
    assert "Fout gemaakt." in gone.content.decode()
    html = client.get(reverse("figures:synthetic")).content.decode()
    assert "Fout gemaakt." in html
    assert file(row, "csv") not in html
    assert row.number not in client.get(catalogue).content.decode()
