"""The demo's people: the same each time, in the published numbers, and nobody real."""

from collections import Counter

import pytest

from schakel.foundation.ui.periods import PartialPeriod
from schakel.portal.demo import mix
from schakel.portal.demo.people import DemoReport, Inventor
from schakel.register.intake.data import FormData, ReportData

pytestmark = pytest.mark.pure

SECTORS = {"SEXUAL": ["ESCORT", "HOTEL"], "LABOUR": ["AGRICULTURE"]}
PLACES = {unit: [(f"GM{number:04}", 1000 + number)] for number, unit in enumerate(mix.POLICE_UNITS)}


def invent(year: int, seed: int = 1) -> list[DemoReport]:
    inventor = Inventor(seed=seed, sectors=SECTORS, municipalities=PLACES)
    return list(inventor.reports(year, 0))


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert invent(2024) == invent(2024)
    assert invent(2024) != invent(2024, seed=2)


@pytest.mark.parametrize("year", sorted(mix.PERSONS))
def test_persons_per_year_follow_the_published_totals(year: int) -> None:
    reports = invent(year)
    assert len({report.person for report in reports}) == mix.PERSONS[year]
    assert len([report for report in reports if not report.second]) == mix.PERSONS[year]
    assert 1.08 < len(reports) / mix.PERSONS[year] < 1.17
    years = {one.second: set() for one in reports}
    for one in reports:
        years[one.second].add(one.data.reported_on.year)
    assert years[False] == {year}
    assert years[True] <= {year, year + 1}  # somebody else may report in January


def test_the_mix_of_reporters_follows_2024() -> None:
    firsts = Counter(report.data.reporter_type for report in invent(2024) if not report.second)
    total = firsts.total()
    for kind, share in zip(mix.REPORTER_KINDS, mix.reporter_weights(2024), strict=True):
        assert firsts[kind] / total == pytest.approx(share, abs=0.04), kind


def test_the_weights_of_reporters_add_up() -> None:
    for year in mix.PERSONS:
        assert sum(mix.reporter_weights(year)) == pytest.approx(1)


def test_an_identity_is_told_only_with_a_ground_for_it() -> None:
    reports = invent(2024)
    without = [one.data for one in reports if one.data.purposes[0].legal_basis == "NO_IDENTITY"]
    assert without, "no report without identity in the demo"
    assert not any(data.has_identity or data.date_of_birth for data in without)
    police = [one.data for one in reports if one.data.reporter_type == "POLICE"]
    assert all(data.purposes[0].legal_basis == "BPG_4_2" for data in police)


def test_some_persons_are_known_to_two_kinds_of_reporter() -> None:
    kinds: dict[int, set[str]] = {}
    for report in invent(2024):
        kinds.setdefault(report.person, set()).add(report.data.reporter_type)
    several = [person for person, known in kinds.items() if len(known) > 1]
    assert 0.04 < len(several) / len(kinds) < 0.16


def test_every_part_of_a_report_occurs_and_none_is_impossible() -> None:
    reports = [one.data for one in invent(2024)]
    for name in (
        "periods",
        "further_places",
        "countries",
        "recruitment_methods",
        "recruiter_relations",
        "control_means",
        "aliases",
        "birth_basis",
        "birth_place",
        "v_number",
        "phone",
    ):
        told = sum(bool(getattr(data, name)) for data in reports)
        assert 0.02 * len(reports) < told < 0.7 * len(reports), name
    assert not [data for data in reports if any(period_wrong(data, one) for one in data.periods)]
    assert any(data.date_of_birth and data.date_of_birth.about for data in reports)
    assert {data.police_unit for data in reports if data.reporter_type == "NLA"} == {None}


def period_wrong(data: ReportData, period: PartialPeriod) -> bool:
    """Does it begin before the birth, or after the report?"""
    start, born = period.start, data.date_of_birth
    too_early = start and born and start.latest() < born.earliest()
    return bool(too_early or (start and start > data.reported_on))


def test_a_sector_belongs_to_its_form() -> None:
    pairs = [form for report in invent(2024) for form in report.data.forms]
    assert FormData("LABOUR", "AGRICULTURE") in pairs
    assert all(not form.sector or form.sector in SECTORS[form.form] for form in pairs)
