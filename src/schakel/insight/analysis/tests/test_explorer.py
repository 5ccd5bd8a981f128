"""The explorer as an analyst meets it: tables, files, saved tables, records, and what changed."""

from io import BytesIO

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.insight.analysis import snapshots
from schakel.insight.analysis.actions import make_snapshot
from schakel.insight.analysis.models import SavedTable
from schakel.insight.analysis.tests.people import user
from schakel.register.intake.models import Report, ReportStatus
from schakel.register.intake.restricting import restrict
from schakel.register.persons.actions import register_many
from schakel.register.persons.models import Person
from schakel.register.persons.tests.people import report
from schakel.register.persons.tests.people import user as person_user

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("tests")
PAGE = reverse("analysis:explore")


@pytest.fixture
def register():
    """Five persons: two forms at once, several years, a reporter in two regions, one without a region."""
    report("2023-02-01", key="ana", gender="FEMALE", forms=("SEXUAL", "LABOUR"), police_unit="AMS")
    report("2024-02-01", key="ana", gender="FEMALE", forms=("SEXUAL",), police_unit="AMS")
    report("2024-03-01", key="bo", gender="MALE", forms=("LABOUR",), police_unit="RT")
    report("2024-04-01", key="cy", forms=(), kind="NLA")
    report("2024-05-01", key="dee", gender="MALE", forms=("LABOUR",), police_unit="RT")
    report("2024-06-01", key="dee", kind="FAIRWORK", forms=("CRIMINAL",))
    register_many(by=SYSTEM, reports=Report.objects.all())


@pytest.fixture
def made(register):
    return make_snapshot(by=SYSTEM)


@pytest.fixture
def analyst(client):
    person = user(Role.ANALYST)
    client.force_login(person)
    return person


def shown(answer):
    """{(row, column): text} of the table on the page."""
    table = answer.context["table"]
    lines = (*table.lines, table.total)
    return {(cell.row, cell.column): cell.text for line in lines for cell in line.cells}


def ask(client, **given):
    return client.get(PAGE, {"unit": "persons", "rows": "forms", "measure": "count", **given})


def test_several_forms_count_in_each_and_once_in_the_total(client, analyst, made):
    answer = ask(client)
    assert shown(answer) == {
        ("SEXUAL", "TOTAL"): "1",
        ("LABOUR", "TOTAL"): "3",
        ("CRIMINAL", "TOTAL"): "1",
        ("UNKNOWN", "TOTAL"): "1",
        ("TOTAL", "TOTAL"): "4",
    }
    page = answer.content.decode()
    assert "één keer in het totaal" in page
    assert made.digest in page
    assert "Niet voor publicatie" in page


def test_not_known_is_a_row_of_its_own_also_where_it_is_none(client, analyst, made):
    cells = shown(ask(client, rows="sex", columns="period", first=2023, last=2023))
    assert cells["UNKNOWN", "2023"] == "0"
    assert cells["FEMALE", "2023"] == "1"


def test_shares_and_rates(client, analyst, made):
    by_row = shown(ask(client, rows="sex", columns="forms", measure="row_share"))
    assert by_row["MALE", "LABOUR"] == "100,0 %"
    assert by_row["MALE", "CRIMINAL"] == "50,0 %"
    assert by_row["X", "LABOUR"] == "–" if ("X", "LABOUR") in by_row else True
    rates = shown(ask(client, rows="region", measure="rate"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(population) FROM geography_municipality "
            "WHERE police_unit_id = 'RT' AND valid_to IS NULL"
        )
        living = int(cursor.fetchone()[0])
    assert rates["RT", "TOTAL"] == f"{200_000 / living:.2f}".replace(".", ",")
    assert rates["NONE", "TOTAL"] == "–"


def test_figures_agree_with_a_recount_in_plain_sql(client, analyst, made):
    cells = shown(ask(client, unit="reports", rows="forms", columns="period"))
    with connection.cursor() as cursor:
        cursor.execute(
            # A person has in a year every form that a report of that year names.
            "SELECT f.form, r.year, COUNT(DISTINCT r.id) FROM intake_report r "
            "JOIN persons_membership m ON m.report_id = r.id AND m.until IS NULL "
            "JOIN persons_membership o ON o.person_id = m.person_id AND o.until IS NULL "
            "JOIN intake_report s ON s.id = o.report_id AND s.year = r.year "
            "JOIN intake_reportform f ON f.report_id = s.id GROUP BY 1, 2"
        )
        for form, year, number in cursor.fetchall():
            assert cells[form, str(year)] == str(number)


def test_an_address_may_hold_known_names_only(client, analyst, made):
    answer = client.get(PAGE, {"unit": "persons", "order_by": "name"})
    assert answer.status_code == 400
    assert "order_by" in answer.content.decode()
    for wrong in (
        {"rows": "person"},
        {"columns": "forms"},
        {"rows": "reporters", "unit": "reports"},
        {"measure": "rate"},
        {"first": 2024, "last": 2020},
        {"only_sex": "'; DROP TABLE"},
        {"snapshot": "S-1999-0001"},
    ):
        answer = ask(client, **wrong)
        assert answer.status_code == 400, wrong
        assert answer.context.get("table") is None
        assert "kan zo niet gemaakt worden" in answer.content.decode()


def test_without_a_snapshot_the_page_says_what_to_do(client, analyst):
    snapshots_page = reverse("analysis:snapshots")
    assert snapshots_page in client.get(PAGE).content.decode()
    assert client.get(snapshots_page).context["rows"] == []
    client.post(reverse("analysis:make-snapshot"), {"reason": "eerste"})
    assert "table" in client.get(PAGE).context


def test_a_damaged_snapshot_is_not_counted(client, analyst, made):
    snapshots.open(made.number).path("registrations").write_bytes(b"PAR1")
    answer = ask(client)
    assert answer.status_code == 409
    assert made.number in answer.content.decode()


def test_files_say_what_they_are(client, analyst, made):
    query = {"unit": "reports", "rows": "sex", "columns": "period", "measure": "count"}
    files = {
        kind: client.get(reverse("analysis:file", args=[kind]), query)
        for kind in ("csv", "xlsx", "parquet")
    }
    text = b"".join(files["csv"].streaming_content).decode("utf-8-sig")
    assert text.startswith("Niet voor publicatie;")
    assert made.digest in text
    assert "Totaal;1;5;0;6" in text.replace("\r", "")
    book = load_workbook(BytesIO(files["xlsx"].content))
    assert book.worksheets[0]["A1"].value == "Niet voor publicatie"
    assert [cell.value for cell in list(book.worksheets[0].rows)[-1]] == ["Totaal", 1, 5, 0, 6]
    assert any(made.number in str(row[1].value) for row in book.worksheets[1].rows)
    table = pq.read_table(BytesIO(files["parquet"].content))
    assert made.digest in table.schema.metadata[b"about"].decode()
    total = [row for row in table.to_pylist() if row["row"] == row["column"] == "TOTAL"]
    assert [row["count"] for row in total] == [6]
    assert {line.event for line in about("table", "explorer")} == {"export"}


def test_a_saved_table_is_opened_again_beside_what_was_known_then(client, analyst, made):
    query = "unit=persons&rows=forms&measure=count&only_sex=MALE"
    client.post(reverse("analysis:save-table"), {"name": "Mannen", "shared": "on", "query": query})
    kept = SavedTable.objects.get()
    assert kept.definition["only"] == {"sex": ["MALE"]}
    report("2024-07-01", key="eve", gender="MALE", forms=("LABOUR",))
    register_many(by=SYSTEM, reports=Report.objects.all())
    newer = make_snapshot(by=SYSTEM)
    page = client.get(reverse("analysis:index")).content.decode()
    assert "Mannen" in page
    answer = client.get(f"{PAGE}?{query}&snapshot={newer.number}&then={made.number}")
    line = next(line for line in answer.context["table"].lines if line.code == "LABOUR")
    assert (line.cells[0].text, line.cells[0].text_then) == ("3", "2")
    colleague = user(Role.EDITOR)
    assert not SavedTable.objects.visible_to(colleague)
    client.post(reverse("analysis:remove-table", args=[kept.pk]))
    assert not SavedTable.objects.exists()


def test_records_are_for_registrars_and_are_logged(client, analyst, made):
    address = f"{reverse('analysis:records')}?unit=persons&rows=forms&measure=count&row=LABOUR"
    assert client.get(address).status_code == 404
    client.force_login(user(Role.REGISTRAR))
    answer = client.get(address)
    wanted = Person.objects.filter(memberships__report__forms__form="LABOUR").distinct()
    numbers = list(answer.context["page"])
    assert numbers == sorted(wanted.values_list("number", flat=True))
    assert about("person", numbers[0]).get().event == "search"


def test_a_restricted_report_and_its_person_are_counted_and_not_listed(client, register):
    keeper = user(Role.REGISTRAR)
    closed = Report.objects.get(identity__person_key_index__gt="", reporter_type="FAIRWORK")
    restrict(by=keeper, report=closed, keeper=keeper, reason="SAFETY")
    made = make_snapshot(by=SYSTEM)
    address = f"{reverse('analysis:records')}?rows=forms&measure=count&row=LABOUR&unit="
    seen = {}
    for somebody in (keeper, person_user(Role.REGISTRAR, "second@example.org")):
        client.force_login(somebody)
        seen[somebody.email] = [
            len(client.get(f"{address}{unit}").context["page"]) for unit in ("persons", "reports")
        ]
    assert made.rows == 6
    assert list(seen.values()) == [[3, 4], [2, 2]]


def test_what_changed_and_why(client, analyst, register):
    before = make_snapshot(by=SYSTEM)
    report("2024-08-01", key="new")
    report("2023-08-01", key="late")
    gone = Report.objects.get(reporter_type="NLA")
    ReportStatus.objects.create(report=gone, status="WITHDRAWN", at=gone.received_at, by="tests")
    # A further report tells of a year what was not known.
    report("2023-09-01", key="ana", nationalities=("RO",))
    register_many(by=SYSTEM, reports=Report.objects.all())
    after = make_snapshot(by=SYSTEM)
    address = reverse("analysis:differences")
    pair = {"before": before.number, "after": after.number}
    answer = client.get(address, pair)
    found = {(str(reason), period): number for reason, period, number in answer.context["rows"]}
    year = before.cutoff.year
    late = "late levering: een melding over een eerder jaar"
    assert year > 2024
    assert found == {
        (late, "2023"): 2,
        (late, "2024"): 1,
        ("ingetrokken of teruggegeven", "2024"): 1,
        ("veranderd gegeven: andere meldingen over de persoon zeggen meer, of minder", "2023"): 1,
    }
    assert {str(label) for label, _number in answer.context["changed"]} == {
        "Nationaliteit",
        "Burgerschap",
    }
    assert "listed" not in answer.context
    assert client.get(address, {"before": before.number}).status_code == 400


@pytest.mark.parametrize("page", ["explore", "snapshots", "definitions", "index"])
def test_pages_ask_a_bounded_number_of_questions(
    client, analyst, made, page, django_assert_max_num_queries
):
    address = reverse(f"analysis:{page}")
    client.get(address)
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200
