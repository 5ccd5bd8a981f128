"""Municipalities, regions and countries as loaded, with mergers."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from schakel.foundation.geography import queries
from schakel.foundation.geography.actions import DATA, load_geography
from schakel.foundation.geography.models import (
    Country,
    Municipality,
    PoliceUnit,
    Province,
    SafetyRegion,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    yield
    queries.forget()


def test_the_country_is_complete() -> None:
    counts = [m.objects.count() for m in (Province, SafetyRegion, Municipality, Country)]
    assert counts == [12, 25, 360, 249], "18 of them merged since 2020"
    assert [len(queries.municipalities(date(year, 12, 31))) for year in (2019, 2021, 2023)] == [
        355,
        352,
        342,
    ]
    assert PoliceUnit.objects.filter(kind="REGIONAL").count() == 10
    assert PoliceUnit.objects.filter(kind="NATIONAL").count() == 1
    assert PoliceUnit.objects.filter(kind="DISTRICT").count() == 4


def test_regions_fit_into_each_other() -> None:
    for row in queries.municipalities():
        assert row.province_id == row.safety_region.province_id
        assert row.police_unit_id == row.safety_region.police_unit_id
    regions = SafetyRegion.objects.values_list("code", "police_unit_id")
    units: dict[str, list[int]] = {}
    for code, unit in regions:
        units.setdefault(unit, []).append(int(code[2:]))
    assert {unit: sorted(numbers) for unit, numbers in units.items()} == {
        "NN": [1, 2, 3],
        "ON": [4, 5, 6, 7, 8],
        "MN": [9, 14, 25],
        "NH": [10, 11, 12],
        "AMS": [13],
        "DH": [15, 16],
        "RT": [17, 18],
        "ZWB": [19, 20],
        "OB": [21, 22],
        "LB": [23, 24],
    }


def test_inhabitants_come_with_their_reference_date() -> None:
    rows = queries.municipalities()
    assert {row.population_on for row in rows} == {date(2022, 1, 1)}
    assert 17_500_000 < sum(row.population for row in rows) < 17_700_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GM0518", "GM0518"),
        ("gm0518", "GM0518"),
        ("Den Haag", "GM0518"),
        ("'s-Gravenhage", "GM0518"),
        (" den  haag ", "GM0518"),
        ("The Hague", "GM0518"),
        ("Den Bosch", "GM0796"),
        ("’s-Hertogenbosch", "GM0796"),
        ("Súdwest Fryslân", "GM1900"),
        ("sudwest-fryslan", "GM1900"),
        ("Bergen", None),  # there are two
        ("Bergen (NH.)", "GM0373"),
        ("Nergenshuizen", None),
        ("", None),
    ],
)
def test_a_municipality_is_found_as_people_write_it(text: str, code: str | None) -> None:
    found = queries.find_municipality(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "iso2"),
    [("NL", "NL"), ("nld", "NL"), ("Duitsland", "DE"), ("germany", "DE"), ("XX", None), ("", None)],
)
def test_a_country_is_found_by_code_or_name(text: str, iso2: str | None) -> None:
    found = queries.find_country(text)
    assert (found.iso2 if found else None) == iso2


@pytest.mark.parametrize(
    ("text", "code"), [("AMS", "AMS"), ("amsterdam", "AMS"), ("Oost Brabant", "OB"), ("AM", None)]
)
def test_a_police_unit_is_found_by_code_or_name(text: str, code: str | None) -> None:
    found = queries.find_police_unit(text)
    assert (found.code if found else None) == code


def test_choices_show_the_names_people_use() -> None:
    names = dict(queries.municipality_choices())
    assert names["GM0518"] == "Den Haag"
    assert names["GM0373"] == "Bergen (NH.)", "kept where two would bear one name"
    assert len(set(names.values())) == 342
    with override("en"):
        assert dict(queries.country_choices())["DE"] == "Germany"
    with override("nl"):
        assert dict(queries.country_choices())["DE"] == "Duitsland"
    assert [code for code, _ in queries.police_unit_choices()][-1] == "LE"
    assert "LE" not in dict(queries.police_unit_choices(national=False))
    assert [code for code, _ in queries.region_choices("DISTRICT")] == ["KMNO", "KMW", "KMZ", "KMS"]
    assert queries.unit_kind("KMS") == "DISTRICT"
    assert queries.unit_kind("LE") == "NATIONAL"
    assert queries.unit_kind("nowhere") == ""


def test_questions_are_answered_without_a_query(django_assert_num_queries) -> None:
    queries.municipality_choices()
    with django_assert_num_queries(0):
        queries.find_municipality("Zwolle")
        queries.find_country("Polen")
        queries.country_choices()
        assert queries.municipality("GM0363").police_unit.name == "Amsterdam"


def with_rows(tmp_path: Path, *extra: dict[str, str], without: str = "") -> Path:
    """A copy of the files with other municipalities."""
    folder = Path(shutil.copytree(DATA, tmp_path / "geography", dirs_exist_ok=True))
    path = folder / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        names, rows = reader.fieldnames, [row for row in reader if row["code"] != without]
    given = {row["code"]: row for row in extra}
    rows = [{**row, **given.pop(row["code"], {})} for row in rows] + list(given.values())
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return folder


INVENTED = {"province": "PV20", "safety_region": "VR01", "name": "Oud", "display_name": "Oud"}


def test_merged_municipalities_stay_readable_and_name_their_successor(tmp_path: Path) -> None:
    ended = {**INVENTED, "valid_to": "2026-01-01", "successor": "GM9003"}
    folder = with_rows(
        tmp_path,
        {**ended, "code": "GM9001", "name": "Oudwoude", "display_name": "Oudwoude"},
        {**ended, "code": "GM9002", "name": "Oudkerke", "display_name": "Oudkerke"},
        {
            **INVENTED,
            "code": "GM9003",
            "name": "Nieuwlande",
            "display_name": "Nieuwlande",
            "valid_from": "2026-01-01",
        },
    )
    done = load_geography(folder=folder)
    assert done["municipalities"].created == 3
    before, after = date(2025, 12, 31), date(2026, 1, 1)
    assert {"GM9001", "GM9002"} <= set(dict(queries.municipality_choices(before)))
    assert "GM9003" not in dict(queries.municipality_choices(before))
    assert "GM9003" in dict(queries.municipality_choices(after))
    assert not {"GM9001", "GM9002"} & set(dict(queries.municipality_choices(after)))
    old = queries.find_municipality("Oudwoude")
    assert old.successor_id == "GM9003", "reports about earlier years still name it"
    valid = Municipality.objects.valid_on(after).values_list("code", flat=True)
    assert "GM9003" in valid
    assert "GM9001" not in valid
    assert all(
        row.exists_on(after) == (row.code in set(valid)) for row in Municipality.objects.all()
    )
    assert load_geography(folder=folder)["municipalities"].unchanged == 363


def test_a_municipality_that_leaves_the_file_ends_that_day(tmp_path: Path) -> None:
    folder = with_rows(tmp_path, without="GM0034")
    done = load_geography(folder=folder, today=date(2026, 5, 1))
    assert (done["municipalities"].ended, done["municipalities"].changed) == (1, 0)
    assert Municipality.objects.get(pk="GM0034").valid_to == date(2026, 5, 1)
    assert "GM0034" not in dict(queries.municipality_choices(date(2026, 5, 1)))
    assert queries.find_municipality("Almere") is not None


def test_a_municipality_in_an_unknown_region_changes_nothing(tmp_path: Path) -> None:
    folder = with_rows(tmp_path, {**INVENTED, "code": "GM9001", "safety_region": "VR99"})
    with pytest.raises(KeyError, match="VR99"):
        load_geography(folder=folder)
    assert not Municipality.objects.filter(pk="GM9001").exists()
