"""First shelter as a chapter of the figures: counted, protected, attacked, signed by two, and read by all."""

from random import Random

import pytest

from schakel.insight.analysis import snapshots
from schakel.insight.analysis.shelter import COLUMNS, PLACEMENTS, REQUESTS, STAYS
from schakel.insight.disclosure import building
from schakel.insight.disclosure.building import attack  # before the fixture stands in for it
from schakel.insight.disclosure.choices import ATTACKS, Kind, State
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.making import Wish, start
from schakel.insight.disclosure.models import Verdict
from schakel.insight.disclosure.parts import part_label
from schakel.insight.disclosure.queries import is_closed, published_periods
from schakel.insight.disclosure.signing import sign
from schakel.insight.disclosure.tests.scene import offered
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.queries import standing

pytestmark = pytest.mark.django_db
PART = "shelter-2024"
CHOICES = {
    "scheme": ("COSM", "COSM", "COSM", "OMM", "YOUTH_CARE", "EMERGENCY_BED"),
    "sex": ("FEMALE", "FEMALE", "MALE", "UNKNOWN"),
    "minor": ("ADULT", "ADULT", "ADULT", "MINOR", "UNKNOWN"),
    "citizenship": ("NON_EU", "NON_EU", "NL", "EU"),
    "waited": ("DAYS_0_1", "DAYS_2_3", "DAYS_15_30", "NONE"),
    "stayed": ("DAYS_31_91", "DAYS_31_91", "LONGER", "NONE"),
    "origin": ("REQUEST", "REQUEST", "TRANSFER", "DIRECT"),
}
NUMBERS = {REQUESTS: 180, PLACEMENTS: 140, STAYS: 160}


def rows(file, number, year="2024", seed=1):
    chance = Random(f"{file} {seed}")
    keys = {name for name in COLUMNS[file] if name in ("request", "placement", "stay")}
    found = []
    for at in range(number):
        one = dict.fromkeys(COLUMNS[file], "")
        one |= {name: chance.choice(CHOICES[name]) for name in COLUMNS[file] if name in CHOICES}
        one |= dict.fromkeys(keys, f"{file}{year}{at}") | {"period": year, "year": int(year)}
        if file == REQUESTS:
            one["first_request"] = chance.random() < 0.7
        found.append(tuple(one[name] for name in COLUMNS[file]))
    return found


@pytest.fixture
def sheltered(monkeypatch, settings, tmp_path):
    """What a snapshot finds of first shelter: many in 2024, few in 2023."""
    settings.SCHAKEL_SNAPSHOTS = tmp_path / "snapshots"
    found = {
        file: [*rows(file, number), *rows(file, 30, "2023", 2)] for file, number in NUMBERS.items()
    }
    found["shelter_refusals"] = []
    monkeypatch.setattr(snapshots.shelter, "rows_of_shelter", lambda _counted: found)
    return found


def test_shelter_is_released_like_the_register(register, maker, second, sheltered, client):
    release = offered(register, maker, "2024", PART)
    period = release.periods.get(period=PART)
    assert period.records == NUMBERS[REQUESTS]
    assert "2024" in release.told_periods
    assert part_label(PART) in release.told_periods
    assert set(Verdict.objects.filter(period=period).values_list("passed", flat=True)) == {True}
    found = attack(period, ATTACKS)
    assert {one["code"] for one in found} == set(ATTACKS)
    assert {one["passed"] for one in found} == {True}
    assert sign(by=second, release=release, content_hash=release.content_hash).state == (
        State.PUBLISHED
    )
    assert published_periods() == {"2024", PART}
    shelter = standing(chapter=Chapter.SHELTER)
    cells = [{"unit": unit.code} for unit in shelter.structure.units]
    asked, first, placed, stays = shelter.counts("2024", cells)
    for counted, file in ((asked, REQUESTS), (placed, PLACEMENTS), (stays, STAYS)):
        assert abs(counted - NUMBERS[file]) < 8
    assert not {1, 2, 3, 4} & {asked, first, placed, stays, asked - first}
    assert "scheme" not in {one.code for one in standing().structure.dimensions}
    for path in ("shelter/", "shelter-time/", "choose-shelter/", "shelter/data.csv", "explained/"):
        assert client.get(f"/figures/{path}").status_code == 200
    assert (
        client.get("/figures/choose/?unit=STAYS&rows=scheme&columns=period&years=2024").status_code
        == 400
    )


def test_no_small_number_stands_in_the_cube(register, maker, sheltered):
    release = offered(register, maker, PART)
    counts = building.cells_of(release.periods.get())["count"].to_pylist()
    assert counts
    assert min(counts) >= 5


def test_too_few_requests_are_not_hidden_by_the_register(register, maker, sheltered):
    snapshot = register.snapshot()
    few = "shelter-2023"
    assert is_closed(few, snapshot.cutoff)
    with pytest.raises(RefusedError):
        start(by=maker, wish=Wish(snapshot, Kind.REGULAR, ["2024", few]))
    assert start(by=maker, wish=Wish(snapshot, Kind.REGULAR, ["2024", few, PART])).pk


def test_a_changed_request_counts_as_changed(register, maker, sheltered):
    before = register.snapshot()
    told = list(sheltered[REQUESTS][0])
    told[COLUMNS[REQUESTS].index("waited")] = "LONGER"
    sheltered[REQUESTS][0] = tuple(told)
    counted = building.counted(register.snapshot(), [PART], {PART: before})
    assert counted[PART] == (NUMBERS[REQUESTS], 1)


def test_a_file_of_the_chapter_stands_beside_that_of_the_register(
    register, maker, second, sheltered, client
):
    release = offered(register, maker, "2024", PART)
    sign(by=second, release=release, content_hash=release.content_hash)
    version = standing().version.version
    told = client.get(f"/figures/cube/{version}/{PART}.csv").content.decode()
    assert "SHELTER_REQUESTS" in told
    assert (
        "SHELTER_REQUESTS" not in client.get(f"/figures/cube/{version}/2024.csv").content.decode()
    )
    assert client.get(f"/figures/cube/{version}/register-2024.csv").status_code == 404
    answer = client.get("/figures/shelter/data.json").json()
    assert answer["version"] == "2.0"
