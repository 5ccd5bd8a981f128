"""HTCDS by one table: what can be said survives writing and reading, and what cannot is counted."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.foundation.audit.queries import about
from schakel.foundation.terms.queries import terms
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.exports import csv_lines
from schakel.register.intake.actions import receive, withdraw
from schakel.register.intake.choices import FileFormat
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.deliveries import deliver, format_of
from schakel.register.intake.files.checking import check_file
from schakel.register.intake.files.columns import COLUMNS
from schakel.register.intake.files.htcds import as_htcds, in_words
from schakel.register.intake.files.mapping import FIELDS, LINES, OWN, REASONS, WRITE
from schakel.register.intake.files.rows import FileDefaults

pytestmark = pytest.mark.django_db

POLICE = FileDefaults(reporter_type="POLICE")
HEAD = "reporter_reference;prs_Gender;prs_Citizenship;vic_TypeOfExploitation;vic_MethodsOfControl"
FILE = f"{HEAD};prs_Email;vic_TraffickingStatus\n".replace(";", ",")


def read(text, defaults=POLICE):
    return check_file(text.encode(), file_format=FileFormat.HTCDS, defaults=defaults)


def written_file(rows):
    lines = ([row.get(field, "") for field in FIELDS] for row in rows)
    return "".join(csv_lines(FIELDS, lines))


def both(column):
    """Our codes that have a code of HTCDS in both directions."""
    return sorted({one.value for one in LINES if one.column == column and one.way == "both"})


# --- the table ----------------------------------------------------------------------------------------


def test_every_line_is_mapped_or_says_why_not():
    for one in LINES:
        assert (not one.way) == bool(one.reason) or one.code == one.reason == "", one
        assert one.reason in {"", *REASONS}
        assert one.column in {"", *OWN}


def test_every_column_and_every_code_of_ours_stands_in_the_table():
    named = {one.column for one in LINES}
    assert named >= OWN
    for column in COLUMNS:
        values = {one.value for one in LINES if one.column == column.name and one.value}
        if values:
            codes = set(terms(column.code_list))
            assert values == codes, column.name


def test_the_table_and_the_code_lists_say_the_same():
    for column in COLUMNS:
        mapped = {
            one.value: one.code
            for one in LINES
            if one.column == column.name and one.way in ("both", "write") and one.value
        }
        if mapped:
            listed = {one.code: one.htcds for one in terms(column.code_list).values() if one.htcds}
            assert mapped == listed, column.name


def test_a_code_means_one_thing_when_it_is_read():
    pairs = [(one.field, one.code) for one in LINES if one.code and one.way != WRITE]
    assert max(Counter(pairs).values()) == 1


def test_the_documentation_is_the_table(settings):
    text = (settings.BASE_DIR / "docs" / "reference" / "htcds.md").read_text()
    for one in LINES:
        if one.field:
            assert f"`{one.field}`" in text, one
        if one.field and one.code and one.value:
            assert (
                f"| `{one.field}` | `{one.code}` | `{one.column}` `{one.value}` | {one.way} |"
                in text
            )
        if one.field and one.reason:
            code = f"`{one.code}`" if one.code else ""
            assert f"| `{one.field}` | {code} | | {one.reason} |" in text, one
        if not one.field and not one.value:
            assert f"| `{one.column}` | | {one.reason} |" in text, one


# --- reading -----------------------------------------------------------------------------------------


def test_a_file_is_recognised_by_its_fields():
    assert format_of("x.csv", FILE.encode()) == FileFormat.HTCDS
    assert format_of("x.csv", b"\xef\xbb\xbf" + FILE.encode()) == FileFormat.HTCDS
    assert format_of("x.csv", b"kenmerk,leeftijd\nvic_Note,prs_Gender\n") == FileFormat.CSV


def test_a_row_becomes_a_report_and_what_does_not_fit_is_told():
    outcome = read(
        FILE + "A,Feminine,PL;RO,Forced Labour;Servitude,DebtBondage;Other,a@b.nl,"
        "PossibleVictimOfTrafficking\n"
        "B,NonSpecifiedUnknown,,SexualExploitation,,,ActualVictimOfTrafficking\n"
    )
    one, other = outcome.rows
    assert (one.gender, one.nationalities) == ("FEMALE", ("PL", "RO"))
    assert one.forms == (FormData("LABOUR"),)
    assert one.control_means == ("DEBT_BONDAGE", "OTHER")
    assert other.forms == (FormData("SEXUAL"),)
    told = "\n".join(outcome.notices)
    assert re.search(r"prs_Email: 1×", told)
    assert re.search(r"vic_TypeOfExploitation: 1×.*Servitude", told)
    assert re.search(r"vic_TraffickingStatus: 1×.*ActualVictim", told)
    assert "a@b.nl" not in told


def test_who_is_no_victim_is_no_report():
    (error,) = read(FILE + "A,Feminine,,,,,NotAVictimOfTrafficking\n").errors
    assert (error.line, error.column, error.code) == (2, "vic_TraffickingStatus", "not_a_victim")


def test_a_reference_must_stand_beside_the_fields():
    (error,) = read("prs_Gender,prs_Citizenship\nFeminine,PL\n").errors
    assert (error.column, error.code) == ("reporter_reference", "missing_column")


def test_wrong_values_are_errors_as_in_any_file():
    head = "reporter_reference,prs_Birthdate,hte_Country,prs_Citizenship,legal_basis\n"
    errors = read(head + "A,1999-13-01,Atlantis,??,BPG_4_2\n").errors
    assert {one.column for one in errors} == {"date_of_birth", "place_country", "nationalities"}


def test_sectors_go_with_their_form():
    head = "reporter_reference,vic_TypeOfExploitation,vic_ForcedLabourIndustry,vic_TypeOfSexExploitation\n"
    (row,) = read(
        head + "A,SexualExploitation;ForcedLabour,F_Construction,RemoteInteractiveServices\n"
    ).rows
    assert row.forms == (FormData("SEXUAL", "ONLINE"), FormData("LABOUR", "CONSTRUCTION"))


def test_a_place_of_recruitment_is_no_place_of_exploitation():
    head = "reporter_reference,hte_Country,hte_City,hte_Type\n"
    outcome = read(head + "A,RO,Boekarest,Recruitment\nB,NL,Utrecht,Exploitation\nC,BE,Luik,\n")
    assert [(row.place_country, bool(row.place_municipality)) for row in outcome.rows] == [
        (None, False),
        ("NL", True),
        ("BE", False),
    ]
    assert any("hte_City: 2×" in told for told in outcome.notices)


def test_an_identity_number_is_never_kept(officer, police):
    content = b"reporter_reference,prs_Gender,prs_IdentityNumber\nA,Feminine,123456782\n"
    batch = deliver(by=officer, content=content, organisation=police).batch
    assert (batch.format, batch.content) == (FileFormat.HTCDS, None)


COMPARED = (
    "reporter_reference",
    "surname",
    "given_names",
    "date_of_birth",
    "reported_on",
    "gender",
    "nationalities",
    "forms",
    "recruitment_methods",
    "recruiter_relations",
    "control_means",
    "place_municipality",
    "place_country",
)


# --- both ways -------------------------------------------------------------------------------------

_days = st.builds(PartialDate, st.integers(1950, 2020), st.integers(1, 12), st.integers(1, 28))
_names = st.text("abcdé' =+-@", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def mappable(draw):
    """Reports that hold only what HTCDS can say both ways."""
    sectors = {
        "LABOUR": ["", *(one for one in both("sectors") if one != "ONLINE")],
        "SEXUAL": ["", "ONLINE"],
    }
    forms = draw(st.lists(st.sampled_from(both("forms")), unique=True))
    return ReportData(
        reporter_type="POLICE",
        reporter_reference="K-1",
        surname=draw(_names),
        given_names=draw(_names),
        date_of_birth=draw(st.none() | _days),
        reported_on=draw(st.none() | _days.map(lambda day: PartialDate(2023, day.month, day.day))),
        gender=draw(st.sampled_from(both("gender"))),
        nationalities=tuple(draw(st.lists(st.sampled_from(["NL", "PL", "RO", "NG"]), unique=True))),
        forms=tuple(
            FormData(form, draw(st.sampled_from(sectors.get(form, [""])))) for form in forms
        ),
        recruitment_methods=tuple(
            draw(st.lists(st.sampled_from(both("recruitment_methods")), unique=True))
        ),
        recruiter_relations=tuple(
            draw(st.lists(st.sampled_from(both("recruiter_relations")), max_size=1))
        ),
        control_means=tuple(draw(st.lists(st.sampled_from(both("control_means")), unique=True))),
        place_municipality=draw(st.sampled_from([None, "GM0363", "GM0344"])),
        place_country=draw(st.sampled_from([None, "NL", "BE"])),
        purposes=(PurposeData("REGISTRATION", "BPG_4_2"),),
    )


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(mappable())
def test_what_can_be_said_survives_writing_and_reading(data):
    written = as_htcds(data)
    outcome = read(written_file([written.values]))
    (row,) = outcome.rows
    for name in COMPARED:
        assert getattr(row, name) == getattr(data, name), name
    assert {name for name, *_ in written.dropped} <= {"reporter_type"}


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(st.data())
def test_whatever_is_not_written_is_counted(draw):
    column, field = draw.draw(
        st.sampled_from(
            [
                ("forms", "forms"),
                ("control_means", "control_means"),
                ("recruitment_methods", "recruitment_methods"),
                ("residence_status", "residence_status"),
                ("gender", "gender"),
            ]
        )
    )
    code_list = next(one.code_list for one in COLUMNS if one.name == column)
    code = draw.draw(st.sampled_from([one for one in terms(code_list) if one != "UNKNOWN"]))
    value = {"forms": (FormData(code),)}.get(field, (code,) if field.endswith("s") else code)
    value = code if field == "residence_status" else value
    data = ReportData(reporter_type="SELF", **{field: value})
    written = as_htcds(data)
    said = {name for name in written.values if name not in ("prs_Gender", "vic_TraffickingStatus")}
    if field == "gender":
        said = {"prs_Gender"} & written.values.keys()
    lost = {name for name, *_ in written.dropped if name == column}
    assert bool(said) != bool(lost)
    assert len(in_words(Counter(written.dropped))) == len({name for name, *_ in written.dropped})


def test_dates_in_part_and_second_choices_are_counted_not_made_up():
    data = ReportData(
        reporter_type="POLICE",
        reported_on=PartialDate(2024, 5),
        nationalities=("PL", "STATELESS"),
        recruiter_relations=("FAMILY", "STRANGER"),
    )
    written = as_htcds(data)
    assert "cas_IncomingReferralDate" not in written.values
    assert written.values["prs_Citizenship"] == "PL"
    assert written.values["vic_RelationshipToTrafficker"] == "Familial"
    assert {name for name, *_ in written.dropped} == {
        "reported_on",
        "nationalities",
        "recruiter_relations",
    }


# --- the command ------------------------------------------------------------------------------------


def test_the_command_writes_what_counts_without_names(
    tmp_path, registrar, police, officer, identified, capsys
):
    report = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    other = replace(identified, reporter_reference="other")
    gone = receive(by=officer, data=other, channel="PORTAL", organisation=police)
    withdraw(by=officer, report=gone, reason="mistake")
    path = tmp_path / "out.csv"
    call_command("export_htcds", str(path), by=registrar.email)
    text = path.read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["reporter_reference"] == report.number
    assert row["prs_Gender"] == "Feminine"
    assert (row["prs_FirstName"], row["prs_SecondName"], row["prs_Birthdate"]) == ("", "", "")
    assert "Vertrouwelijk" not in text
    assert "PL-2024-001" not in text
    assert path.stat().st_mode & 0o077 == 0
    assert about("report", report.number).filter(event="export").count() == 1
    out = capsys.readouterr().out
    assert "1 reports written" in out
    assert "note: 1×" in out
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_htcds", str(path), by=registrar.email)


def test_names_are_written_only_when_asked(tmp_path, registrar, police, officer, identified):
    receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    path = tmp_path / "out.csv"
    call_command("export_htcds", str(path), by=registrar.email, with_identity=True)
    assert "Zonnebloem" in path.read_text(encoding="utf-8-sig")


def test_only_a_registrar_exports(tmp_path, officer):
    with pytest.raises(CommandError, match="registrar"):
        call_command("export_htcds", str(tmp_path / "out.csv"), by=officer.email)
    assert not (tmp_path / "out.csv").exists()
