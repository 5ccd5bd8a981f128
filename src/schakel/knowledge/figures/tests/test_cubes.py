"""What is released adds up, shows nothing small, is read back as it was, and can never be changed."""

import pyarrow as pa
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from schakel.foundation.accounts.models import User
from schakel.knowledge.figures import queries
from schakel.knowledge.figures.actions import publish_cubes, withdraw
from schakel.knowledge.figures.content import ALL
from schakel.knowledge.figures.faults import NotInCubeError, UnfitCubeError
from schakel.knowledge.figures.models import (
    PublishedCube,
    PublishedEdition,
    PublishedEditionPart,
    PublishedVersion,
    Withdrawal,
)
from schakel.knowledge.figures.tests.cubes import (
    SMALL,
    SYSTEM,
    YEARS,
    cells,
    cube,
    published,
    published_overview,
)

pytestmark = pytest.mark.django_db
NOTE = {"nl": "Fout in de telling.", "en": "Counted wrongly."}


def changed(where, count):
    """The cells of 2024 with one count changed (None: left out)."""
    rows = cells("2024").to_pylist()
    at = next(i for i, row in enumerate(rows) if where.items() <= row.items())
    if count is None:
        del rows[at]
    else:
        rows[at]["count"] = count
    return pa.Table.from_pylist(rows)


def inner(table):
    """A cell with three categories, of no dimension in which a record counts twice."""
    rows = [row for row in table.to_pylist() if row["form"] == ALL]
    return max(rows, key=lambda row: sum(value != ALL for value in row.values()))


def test_every_cell_is_read_back_and_what_is_not_listed_is_zero():
    published()
    rows = cells("2023").to_pylist()
    for row in rows[::7]:
        count = row.pop("count")
        unit = row.pop("unit")
        assert queries.count("2023", unit, row) == count
    listed = {(row["reporter"], row["sex"]) for row in rows}
    empty = [
        (a.code, b.code)
        for a in SMALL[0].categories
        for b in SMALL[1].categories
        if (a.code, b.code) not in listed
    ]
    assert empty
    for reporter, sex in empty:
        assert queries.count("2023", "REPORTS", {"reporter": reporter, "sex": sex}) == 0


def test_a_table_has_its_totals_its_labels_and_its_years():
    published()
    table = queries.table("PERSONS", "age", "sex", {"reporter": "POLICE"})
    assert table.periods == YEARS
    assert [(head.code, head.depth) for head in table.rows][:3] == [
        ("MINOR", 0), ("AGE_0_14", 1), ("AGE_15_17", 1),
    ]  # fmt: skip
    assert table.rows[-1].label == "Totaal"
    top = [head.code for head in table.rows if head.depth == 0 and head.code != ALL]
    for year in YEARS:
        for column in table.columns:
            parts = [table.values[(row, column.code, year)] for row in top]
            assert sum(parts) == table.values[(ALL, column.code, year)]


@pytest.mark.parametrize(
    "where",
    [
        {"reporter": "NOBODY"},
        {"height": "TALL"},
        {"reporter": "POLICE", "sex": "MALE", "age": "MINOR", "form": "SEXUAL"},
    ],
)
def test_what_is_not_in_the_cube_cannot_be_asked(where):
    published()
    with pytest.raises(NotInCubeError):
        queries.count("2024", "REPORTS", where)
    with pytest.raises(NotInCubeError):
        queries.count("1999", "REPORTS")


@pytest.mark.parametrize("count", [1, 4, -5])
def test_a_small_number_is_refused_whoever_hands_it_down(count):
    small = changed(inner(cells("2024")) | {"count": inner(cells("2024"))["count"]}, count)
    with pytest.raises(UnfitCubeError):
        publish_cubes(by=SYSTEM, cubes=[cube("2023"), cube(cells=small)])
    assert not PublishedVersion.objects.exists()


@pytest.mark.parametrize("change", [+5, None])
@pytest.mark.parametrize("named", [3, 0])
def test_a_sum_that_does_not_fit_is_refused(change, named):
    rows = [row for row in cells("2024").to_pylist() if row["form"] == ALL]
    row = next(r for r in rows if sum(v != ALL for v in r.values()) == named + 2)
    wrong = changed(row, change and row["count"] + change)
    with pytest.raises(UnfitCubeError, match="add up"):
        publish_cubes(by=SYSTEM, cubes=[cube(cells=wrong)])


def test_strangers_doubles_and_cells_outside_the_lattice_are_refused():
    good = cells("2024")
    row = inner(good)
    refused = [
        pa.concat_tables([good, pa.Table.from_pylist([row], schema=good.schema)]),
        changed(row, row["count"]).append_column("height", [[ALL] * len(good)]),
        pa.Table.from_pylist([{**row, "sex": "TALL"}], schema=good.schema),
        good.drop_columns(["age"]),
    ]
    for table in refused:
        with pytest.raises(UnfitCubeError):
            publish_cubes(by=SYSTEM, cubes=[cube(cells=table)])
    with pytest.raises(UnfitCubeError, match="lattice"):
        publish_cubes(by=SYSTEM, cubes=[cube(ways=2)])
    twice = (*SMALL[:1], *SMALL[:1], *SMALL[2:])
    with pytest.raises(UnfitCubeError):
        publish_cubes(by=SYSTEM, cubes=[cube(dimensions=twice, cells=good)])


def test_a_period_is_published_once_and_revised_openly():
    published(1)
    with pytest.raises(UnfitCubeError, match="published once"):
        published(2, periods=["2024"])
    with pytest.raises(UnfitCubeError, match="published once"):
        published(2, periods=["2025"], revision=True)
    second = published(2, periods=["2024"], revision=True)
    third = published(3, periods=["2025"])
    assert [second.version, third.version] == [2, 3]
    for version, seed in ((1, 1), (2, 2), (3, 2), (None, 2)):
        row = cells("2024", seed=seed).to_pylist()[0]
        count = row.pop("count")
        unit = row.pop("unit")
        assert queries.count("2024", unit, row, version) == count
    with pytest.raises(NotInCubeError):
        queries.count("2025", "REPORTS", {}, 2)


def test_a_withdrawn_release_has_no_numbers_any_more():
    published(1)
    published(2, periods=["2024"], revision=True)
    withdraw(by=SYSTEM, release_number="R-CUBE-0002", note=NOTE)
    assert queries.period_cube("2024") is None
    assert queries.period_cube("2024", 1).version.version == 1
    assert queries.period_cube("2023").period == "2023"
    for again in ("R-CUBE-0002", "R-NONE"):
        with pytest.raises(UnfitCubeError):
            withdraw(by=SYSTEM, release_number=again, note=NOTE)
    with pytest.raises(UnfitCubeError):
        withdraw(by=SYSTEM, release_number="R-CUBE-0001", note={"nl": "Alleen Nederlands"})
    published(3, periods=["2024"], revision=True)
    assert queries.period_cube("2024").version.version == 3


def test_the_same_counts_give_the_same_file():
    shuffled = cells("2024").take(pa.array(range(len(cells("2024")) - 1, -1, -1)))
    published(1, periods=["2024"])
    publish_cubes(by=SYSTEM, cubes=[cube("2024", 2, cells=shuffled, revision=True)])
    first, second = PublishedCube.objects.order_by("pk")
    assert bytes(first.parquet) == bytes(second.parquet)
    assert first.digest == second.digest


@pytest.mark.parametrize(
    "model",
    [PublishedVersion, PublishedCube, Withdrawal, PublishedEdition, PublishedEditionPart],
)
def test_the_database_refuses_to_change_remove_or_add(model):
    version = published(periods=["2024"])
    edition = published_overview(version.version)
    withdraw(by=SYSTEM, release_number=version.release_number, note=NOTE)
    before = list(model.objects.order_by("pk").values())
    assert before
    table, key = model._meta.db_table, model._meta.pk.column
    tried = [f"DELETE FROM {table}", f"UPDATE {table} SET {key} = {key}"]  # noqa: S608
    others = ", ".join(field.column for field in model._meta.concrete_fields[1:])
    if connection.vendor == "sqlite":
        replace = f"INSERT OR REPLACE INTO {table}"
        tried.append(f"{replace} SELECT * FROM {table}")  # noqa: S608
        # Another id, and the same words that may stand once.
        tried.append(f"{replace} ({key}, {others}) SELECT {key} + 1000, {others} FROM {table}")  # noqa: S608
    else:
        # References that wait for the end of the transaction would refuse it first.
        tried.append(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
    for statement in tried:
        with (
            pytest.raises(DatabaseError, match="cannot be changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        PublishedCube.objects.create(
            version=version, period="2019", base=5, ways=3, revision=False, structure={},
            parquet=b"", cell_count=0,
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        PublishedEditionPart.objects.create(edition=edition, language="fr", content={}, pdf=b"")
    assert list(model.objects.order_by("pk").values()) == before


def test_only_analysts_publish_and_withdraw():
    nobody = User.objects.create_user(email="a@example.org", name="A", password="x" * 16)
    with pytest.raises(PermissionDenied):
        publish_cubes(by=nobody, cubes=[cube()])
    with pytest.raises(PermissionDenied):
        withdraw(by=nobody, release_number="R-CUBE-0001", note=NOTE)
