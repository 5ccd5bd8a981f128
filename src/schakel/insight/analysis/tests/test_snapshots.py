"""A snapshot: whole or not at all, the same bytes for the same register, refused when it was changed."""

import json
import os
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.insight.analysis import snapshots
from schakel.insight.analysis.actions import make_snapshot
from schakel.insight.analysis.models import Snapshot
from schakel.insight.analysis.tests.people import user
from schakel.register.intake.models import Report, ReportStatus
from schakel.register.persons.actions import register_many
from schakel.register.persons.models import Person
from schakel.register.persons.tests.people import SHELTER, report

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("tests")


@pytest.fixture
def register():
    """Three persons: one reported twice in 2024 and once before, one of an unknown year, one minor."""
    report(2023, key="ana", gender="FEMALE", nationalities=("RO",))
    report("2024-03-02", key="ana", kind="KMAR", forms=("LABOUR",), sub3_only=False)
    report("2024-05", key="ana", gender="FEMALE", purposes=(SHELTER,), police_unit="ON")
    report(None, key="bo", forms=(), nationalities=("STATELESS",))
    report(2024, key="cy", kind="NLA", age=16, domestic_crossborder="DOMESTIC")
    register_many(by=SYSTEM, reports=Report.objects.all())


def rows(table):
    return table.to_pylist()


def test_each_report_and_each_registration_with_the_facts_of_the_year(register):
    found = snapshots.open(make_snapshot(by=SYSTEM).number)
    reports = rows(found.reports)
    assert Counter((row["period"], row["reporter"]) for row in reports) == {
        ("2023", "POLICE"): 1,
        ("2024", "KMAR"): 1,
        ("2024", "POLICE"): 1,
        ("UNKNOWN", "POLICE"): 1,
        ("2024", "NLA"): 1,
    }
    first, later = sorted(
        (row for row in reports if row["period"] == "2024" and row["reporter"] != "NLA"),
        key=lambda row: row["month"],
    )
    assert first["person"] == later["person"]
    assert (first["first_in_year"], later["first_in_year"]) == (True, False)
    assert not first["new_person"]
    for row in (first, later):  # what one report leaves open, the other of that year says
        assert (row["sex"], row["forms"], row["sub3"]) == ("FEMALE", "LABOUR|SEXUAL", "NO")
        assert row["nationality"] == "UNKNOWN"  # said of another year
        assert row["four_groups"] == "LABOUR|UNKNOWN"
    assert (first["region"], later["region"]) == ("UNKNOWN", "ON")
    minor = next(row for row in reports if row["reporter"] == "NLA")
    assert (minor["region"], minor["minor"], minor["age_group"]) == ("NONE", "MINOR", "AGE_15_17")
    assert minor["four_groups"] == "DOMESTIC_SEXUAL"
    assert minor["new_person"]

    registrations = {(row["person"], row["period"]): row for row in rows(found.registrations)}
    assert len(registrations) == 4
    both = registrations[first["person"], "2024"]
    assert (both["reports"], both["reporters"]) == (2, "KMAR|POLICE")
    assert both["dossier_type"] == "REGISTRATION_SHELTER"
    stateless = next(row for row in registrations.values() if row["year"] is None)
    assert (stateless["nationality"], stateless["citizenship"]) == ("STATELESS", "NON_EU")
    assert (stateless["forms"], stateless["month"]) == ("UNKNOWN", "UNKNOWN")


def test_nothing_says_who_anybody_is(register):
    number = make_snapshot(by=SYSTEM).number
    numbers = {*Report.objects.values_list("number", flat=True)}
    numbers |= {*Person.objects.values_list("number", flat=True)}
    table = snapshots.open(number).reports
    values = {value for name in table.column_names for value in table[name].to_pylist()}
    assert not numbers & values
    assert {len(value) for value in table["person"].to_pylist()} == {32}


def test_the_same_register_gives_the_same_bytes(register):
    cutoff = timezone.now()
    first, second = (make_snapshot(by=SYSTEM, cutoff=cutoff) for _ in range(2))
    assert first.number != second.number
    assert first.digest == second.digest
    for file in ("reports", "registrations"):
        one, other = (snapshots.open(each.number).path(file) for each in (first, second))
        assert one.read_bytes() == other.read_bytes()
    report(2024, key="dee")
    register_many(by=SYSTEM, reports=Report.objects.all())
    assert make_snapshot(by=SYSTEM, cutoff=cutoff).digest == first.digest  # received later
    assert make_snapshot(by=SYSTEM).digest != first.digest


def test_what_does_not_stand_does_not_count(register):
    withdrawn = Report.objects.get(reporter_type="NLA")
    ReportStatus.objects.create(report=withdrawn, status="WITHDRAWN", at=timezone.now(), by="tests")
    found = snapshots.open(make_snapshot(by=SYSTEM).number).reports
    assert "NLA" not in found["reporter"].to_pylist()


def test_a_changed_or_missing_file_is_refused(register):
    snapshot = make_snapshot(by=SYSTEM)
    path = snapshots.open(snapshot.number).path("reports")
    content = path.read_bytes()
    path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    with pytest.raises(snapshots.Damaged, match=snapshot.number):
        snapshots.open(snapshot.number)
    path.unlink()
    with pytest.raises(snapshots.Damaged, match="reports"):
        snapshots.open(snapshot.number)


def test_a_stopped_process_leaves_nothing(register, monkeypatch):
    def stop(*_args):
        raise KeyboardInterrupt

    before = set(snapshots.path_of("").glob("*"))
    monkeypatch.setattr(snapshots, "write_manifest", stop)
    with pytest.raises(KeyboardInterrupt):
        make_snapshot(by=SYSTEM)
    assert not Snapshot.objects.exists()
    assert set(snapshots.path_of("").glob("*")) == before


def test_what_a_killed_process_left_goes_after_a_day(register):
    home = snapshots.path_of("")
    old, young = (home / f".unfinished-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    make_snapshot(by=SYSTEM)
    assert (old.exists(), young.exists()) == (False, True)
    young.rmdir()


def test_the_row_can_be_neither_changed_nor_removed(register):
    snapshot = make_snapshot(by=SYSTEM)
    for change in (
        lambda: Snapshot.objects.update(digest="x"),
        lambda: Snapshot.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    manifest = json.loads((snapshots.path_of(snapshot.number) / "manifest.json").read_text())
    assert manifest["digest"] == snapshot.digest
    of_the_register = {"reports.parquet": 5, "registrations.parquet": 4}
    assert manifest["rows"].items() >= of_the_register.items()


def test_only_analysts_make_one_and_the_log_says_who(register):
    with pytest.raises(PermissionDenied):
        make_snapshot(by=user(Role.REGISTRAR))
    analyst = user(Role.ANALYST)
    line = about("snapshot", make_snapshot(by=analyst).number).get()
    assert (line.actor, line.event) == (analyst.number, "create")
    with pytest.raises(ValueError, match="past"):
        make_snapshot(by=analyst, cutoff=timezone.now() + timedelta(days=1))


def test_the_number_of_queries_does_not_grow_with_the_register(
    register, django_assert_max_num_queries
):
    for number in range(30):
        report(2024, key=f"more-{number}")
    register_many(by=SYSTEM, reports=Report.objects.all())
    with django_assert_max_num_queries(20):
        make_snapshot(by=SYSTEM)


def test_figures_agree_with_a_recount_in_plain_sql(register):
    """Of persons by year and kind of reporter, straight from the tables."""
    found = snapshots.open(make_snapshot(by=SYSTEM).number).reports
    counted = Counter(
        (row["year"], row["reporter_type"], row["person"])
        for row in rows(found.select(["year", "reporter_type", "person"]))
    )
    mine = Counter((year, kind) for year, kind, _person in counted)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.year, r.reporter_type, COUNT(DISTINCT m.person_id) FROM intake_report r "
            "JOIN persons_membership m ON m.report_id = r.id AND m.until IS NULL "
            "WHERE NOT EXISTS (SELECT 1 FROM intake_reportstatus s WHERE s.report_id = r.id "
            "AND s.status IN ('WITHDRAWN', 'CORRECTED', 'RETURNED')) GROUP BY 1, 2"
        )
        assert {(year, kind): count for year, kind, count in cursor.fetchall()} == mine
