"""What the code lists hold, as every other app relies on it."""

import csv
import re

import pytest

from schakel.foundation.terms.ages import STARTS, age_group
from schakel.foundation.terms.models import CodeList, Term
from schakel.foundation.terms.queries import codes, mapped, terms
from tests.published import FOLDER, needs

pytestmark = pytest.mark.django_db

PROMISED = [
    "age_group",
    "birth_basis",
    "channel",
    "control_means",
    "country_role",
    "domestic_crossborder",
    "dossier_type",
    "exploitation_form",
    "gender",
    "legal_basis",
    "monitor_item",
    "monitor_theme",
    "nationality_special",
    "organisation_kind",
    "police_report_status",
    "purpose",
    "recruiter_relation",
    "recruitment_method",
    "reflection_period_status",
    "reporter_type",
    "residence_status",
    "sector",
    "share_level",
]
# Facts about a person, which the reporter may not know.
MAY_BE_UNKNOWN = [
    "age_group",
    "control_means",
    "domestic_crossborder",
    "exploitation_form",
    "gender",
    "nationality_special",
    "police_report_status",
    "recruiter_relation",
    "recruitment_method",
    "reflection_period_status",
    "residence_status",
    "sector",
]
HTCDS_FIELDS = {
    "reporter_type": {"org_Type"},
    "gender": {"prs_Gender"},
    "exploitation_form": {"vic_TypeOfExploitation"},
    "sector": {"vic_TypeOfSexExploitation", "vic_ForcedLabourIndustry"},
    "recruitment_method": {"vic_MethodOfRecruitment"},
    "control_means": {"vic_MethodsOfControl"},
    "recruiter_relation": {"vic_RelationshipToTrafficker"},
}
HTCDS = FOLDER / "htcds_fields.csv"


def test_every_promised_list_is_loaded() -> None:
    assert sorted(CodeList.objects.values_list("code", flat=True)) == PROMISED
    assert set(Term.objects.values_list("list_id", flat=True)) == set(PROMISED)


@pytest.mark.parametrize("name", MAY_BE_UNKNOWN)
def test_what_may_be_unknown_can_be_said_to_be_unknown(name: str) -> None:
    assert codes(name)[-1] == "UNKNOWN", "not known is offered, and last"


@pytest.mark.parametrize("name", PROMISED)
def test_none_and_not_known_are_different_codes(name: str) -> None:
    rows = terms(name)
    for row in rows.values():
        says_unknown = bool(re.search(r"onbekend|niet bekend", row.label_nl, re.IGNORECASE))
        says_none = bool(re.match(r"geen\b", row.label_nl, re.IGNORECASE))
        assert says_unknown == (row.code == "UNKNOWN")
        assert not (says_none and says_unknown)
    if "NONE" in rows and name in MAY_BE_UNKNOWN:
        assert {"NONE", "UNKNOWN"} <= set(rows)
        assert rows["NONE"].label_nl != rows["UNKNOWN"].label_nl


@pytest.mark.parametrize("name", PROMISED)
def test_labels_are_given_in_both_languages_and_no_two_are_the_same(name: str) -> None:
    rows = terms(name).values()
    for labels in ([row.label_nl for row in rows], [row.label_en for row in rows]):
        assert all(label.strip() for label in labels)
        assert len(set(labels)) == len(labels)
    # What the monitor asks of municipalities is named as the columns of its spreadsheets are.
    code = r"[a-z][a-z_]*" if name == "monitor_item" else r"[A-Z][A-Z0-9_]*"
    assert all(re.fullmatch(code, row.code) for row in rows)


def test_each_sector_belongs_to_a_form_of_exploitation() -> None:
    belongs = {code: row.belongs_to for code, row in terms("sector").items()}
    assert {code for code, form in belongs.items() if not form} == {"NOT_APPLICABLE", "UNKNOWN"}
    assert set(belongs.values()) - {""} == {"SEXUAL", "LABOUR", "CRIMINAL"}
    assert set(belongs.values()) - {""} <= set(codes("exploitation_form"))


def test_eurostat_knows_three_forms_and_unknown_is_none_of_them() -> None:
    found = {
        code: mapped("exploitation_form", code, "eurostat") for code in terms("exploitation_form")
    }
    assert set(found.values()) == {"SEXUAL", "FORCED_LABOUR", "OTHER", ""}
    assert found["UNKNOWN"] == ""
    assert found["NOT_YET_EXPLOITED"] == ""


@needs(HTCDS)
def test_every_mapping_to_htcds_is_a_code_of_that_standard() -> None:
    with HTCDS.open(encoding="utf-8") as handle:
        standard = {row["field"]: set(row["codes"].split("|")) for row in csv.DictReader(handle)}
    stated = Term.objects.exclude(htcds="")
    assert set(stated.values_list("list_id", flat=True)) == set(HTCDS_FIELDS)
    for row in stated:
        allowed = set().union(*(standard[field] for field in HTCDS_FIELDS[row.list_id]))
        assert row.htcds in allowed, f"{row} has no such code in HTCDS: {row.htcds}"


def test_nothing_is_claimed_about_ictip() -> None:
    assert not Term.objects.exclude(ictip="").exists(), "its code tables are not published here yet"


def test_each_age_has_the_group_that_names_it() -> None:
    assert set(STARTS.values()) | {"UNKNOWN"} == set(terms("age_group"))
    for age in range(120):
        low, high = re.fullmatch(r"AGE_(\d+)_(\d+|PLUS)", age_group(age)).groups()
        assert int(low) <= age
        assert high == "PLUS" or age <= int(high)
    assert age_group(None) == "UNKNOWN"
    with pytest.raises(ValueError, match="not an age"):
        age_group(-1)
