"""The columns that say where, when and how, as people fill them in."""

import pytest

from schakel.register.intake.data import CountryData
from schakel.register.intake.files.checking import check_file
from schakel.register.intake.files.rows import FileDefaults

pytestmark = pytest.mark.django_db


def read(kind="POLICE", **cells):
    """What becomes of one row with these cells."""
    cells = {"reporter_reference": "R-1", **cells}
    text = "\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n"
    defaults = FileDefaults(reporter_type=kind, source="test")
    return check_file(text.encode(), file_format="CSV", defaults=defaults)


def row(**cells):
    outcome = read(**cells)
    assert outcome.errors == []
    return outcome.rows[0]


def mistake(**cells):
    (error,) = read(**cells).errors
    return error.column, error.code, error.hint


def test_where_when_and_how_are_understood_in_dutch():
    found = row(
        **{
            "verdere plaatsen uitbuiting": "Utrecht; België; GM0363",
            "perioden uitbuiting": "5-2017 t/m ca. 2018; sinds 2021",
            "wijze van werving": "Schuld; misleiding over werk",
            "relatie met werver": "familie",
            "dwangmiddelen": "Schuldbinding; papieren afnemen",
            "landen van herkomst": "Roemenië",
            "landen van doorreis": "HU; Oostenrijk",
            "landen van bestemming": "NLD",
        }
    )
    assert found.further_places == ("GM0344", "BE", "GM0363")
    assert [str(one) for one in found.periods] == ["2017-05/2018~", "2021/.."]
    assert found.recruitment_methods == ("DEBT", "FALSE_JOB")
    assert found.recruiter_relations == ("FAMILY",)
    assert found.control_means == ("DEBT_BONDAGE", "WITHHOLDS_DOCUMENTS")
    assert found.countries == (
        CountryData("RO", "ORIGIN"),
        CountryData("HU", "TRANSIT"),
        CountryData("AT", "TRANSIT"),
        CountryData("NL", "DESTINATION"),
    )


def test_empty_and_not_known_say_nothing():
    found = row(periods="", control_means="niet bekend", further_places="unknown")
    assert (found.periods, found.control_means, found.further_places) == ((), (), ())


def test_none_not_asked_and_would_not_say_are_kept_apart():
    found = row(dwangmiddelen="geen", nationaliteit="niet gevraagd", aangifte="wil het niet zeggen")
    assert found.control_means == ("NONE",)
    assert found.nationalities == ("NOT_ASKED",)
    assert found.police_report_status == "REFUSED"


@pytest.mark.parametrize("text", ["ca. 2001", "±2001", "~2001", "omstreeks 2001", "about 2001"])
def test_a_rough_date_of_birth_is_kept_as_rough(text):
    assert str(row(date_of_birth=text).date_of_birth) == "2001~"


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ({"periods": "vorige zomer"}, ("periods", "not_a_period", "")),
        ({"periods": "2019/2018"}, ("periods", "period_order", "")),
        ({"further_places": "Utrcht"}, ("further_places", "unknown_place", "Utrecht")),
        (
            {"countries_of_transit": "Hongarye"},
            ("countries_of_transit", "unknown_place", "Hongarije"),
        ),
        ({"control_means": "schuldbindng"}, ("control_means", "unknown_value", "DEBT_BONDAGE")),
        ({"control_means": "NONE; SEXUAL_ABUSE"}, ("control_means", "answer_and_none", "")),
        ({"reported_on": "ca. 2020"}, ("reported_on", "exact_date", "")),
        ({"kind": "NLA", "police_unit": "MN"}, ("police_unit", "region_not_asked", "")),
        ({"kind": "KMAR", "police_unit": "MN"}, ("police_unit", "region_of_others", "")),
    ],
)
def test_what_cannot_be_is_named_with_its_column(cells, error):
    assert mistake(**cells) == error


def test_the_border_police_reports_by_its_own_districts():
    (found,) = read("KMAR", police_unit="KMar Schiphol").rows
    assert found.police_unit == "KMS"
