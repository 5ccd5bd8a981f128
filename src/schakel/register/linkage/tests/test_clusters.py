"""Cluster numbers come from the linkage unit; what follows is proposed, and a registrar decides."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.actions import correct
from schakel.register.intake.choices import ConsentGivenBy
from schakel.register.intake.consents import purposes_on_consent
from schakel.register.intake.data import PurposeData
from schakel.register.intake.models import Report
from schakel.register.intake.withdrawing import withdraw_consent
from schakel.register.linkage.choices import ConstraintKind, Settled
from schakel.register.linkage.cluster_rows import ClusterRowsError, read_page, read_rows
from schakel.register.linkage.clusters import last_cursor, take_clusters
from schakel.register.linkage.encoded import ClusterDoubt, EncodedLink
from schakel.register.linkage.models import Constraint, Proposal
from schakel.register.persons.actions import register
from schakel.register.persons.tests.people import SYSTEM, data, report, user

pytestmark = pytest.mark.django_db
ONE, OTHER, THIRD = "1" * 16, "2" * 16, "3" * 16


@pytest.fixture
def care() -> Organisation:
    return Organisation.objects.create(name="Zorg", reporter_type="CARE_COORDINATION")


@pytest.fixture
def police() -> Organisation:
    return Organisation.objects.create(name="Politie", reporter_type="POLICE")


def sent(sender: Organisation, reference: str, **given: Any) -> Report:
    given.setdefault("kind", sender.reporter_type)
    return report(
        2026, sender, scope=sender.number, reporter_reference=reference, **{"age": 30, **given}
    )


def row(sender: Organisation, reference: str, cluster: str = ONE, strength: str = "STRONG") -> dict:
    return {
        "source": sender.number,
        "local_ref": reference,
        "epoch": "2026",
        "cluster_no": "" if strength == "WITHDRAWN" else cluster,
        "strength": strength,
    }


def take(*rows: dict, cursor: int = 1) -> None:
    take_clusters(by=SYSTEM, rows=read_rows(rows), cursor=cursor)


def pair(one: Report, other: Report) -> Proposal:
    low, high = sorted((one.pk, other.pk))
    return Proposal.objects.get(low=low, high=high)


def test_reports_of_one_cluster_are_proposed_with_their_strength(care, police) -> None:
    one, other, alone = sent(care, "Z-1"), sent(police, "P-1"), sent(care, "Z-2")
    take(row(care, "Z-1"), row(police, "P-1"), row(care, "Z-2", OTHER, "ALONE"))
    found = pair(one, other)
    assert found.levels == {"unit": "STRONG"}
    assert found.settled_at is None
    assert not Proposal.objects.about([alone.pk]).exists()
    assert Proposal.objects.count() == 1


def test_the_reference_of_one_sender_is_not_anothers(care, police) -> None:
    sent(care, "1"), sent(police, "1")
    take(row(care, "1", ONE, "ALONE"), row(police, "1", OTHER, "ALONE"))
    assert {link.report.organisation for link in EncodedLink.objects.all()} == {care, police}


def test_the_number_waits_for_its_report(care, police) -> None:
    other = sent(police, "P-1")
    take(row(care, "Z-1", strength="WEAK"), row(police, "P-1"))
    assert not Proposal.objects.exists()
    one = sent(care, "Z-1")
    take(cursor=2)
    assert pair(one, other).levels == {"unit": "WEAK"}


def test_the_same_twice_changes_nothing(care, police) -> None:
    sent(care, "Z-1"), sent(police, "P-1")
    for cursor in (1, 2):
        take(row(care, "Z-1"), row(police, "P-1"), cursor=cursor)
    assert (EncodedLink.objects.count(), Proposal.objects.count()) == (2, 1)
    assert last_cursor() == 2


def test_a_correction_takes_the_place_of_what_it_corrects(care, police) -> None:
    one, other = sent(care, "Z-1"), sent(police, "P-1")
    take(row(care, "Z-1"), row(police, "P-1"))
    again = correct(
        by=SYSTEM,
        report=one,
        data=data(
            2026, kind=care.reporter_type, scope=care.number, reporter_reference="Z-1", age=31
        ),
    )
    take(cursor=2)
    assert EncodedLink.objects.get(source=care.number).report == again
    assert pair(again, other).settled_at is None


def test_what_a_registrar_decided_stands(care, police) -> None:
    one, other = sent(care, "Z-1"), sent(police, "P-1")
    low, high = sorted((one.pk, other.pk))
    Constraint.objects.create(
        low_id=low, high_id=high, kind=ConstraintKind.CANNOT_LINK, facts="", by="U-1"
    )
    take(row(care, "Z-1"), row(police, "P-1"))
    assert not Proposal.objects.exists()


def test_one_person_is_not_proposed_again(care, police) -> None:
    one, other = sent(care, "Z-1"), sent(police, "P-1")
    somebody = register(by=SYSTEM, report=one, new=True)
    register(by=SYSTEM, report=other, person=somebody)
    take(row(care, "Z-1"), row(police, "P-1"))
    assert not Proposal.objects.exists()


def test_a_split_ends_open_proposals_and_doubts_decided_ones(care, police) -> None:
    one, other, third = sent(care, "Z-1"), sent(police, "P-1"), sent(care, "Z-2")
    take(row(care, "Z-1"), row(police, "P-1"), row(care, "Z-2"))
    assert Proposal.objects.open().count() == 3
    somebody = register(by=SYSTEM, report=one, new=True)
    register(by=SYSTEM, report=other, person=somebody)
    Proposal.objects.filter(pk=pair(one, other).pk).update(
        settled_at=one.received_at, settled_how=Settled.SAME
    )
    take(row(police, "P-1", OTHER, "ALONE"), row(care, "Z-1"), row(care, "Z-2"), cursor=2)
    assert pair(other, third).settled_how == Settled.GONE
    assert pair(one, third).settled_at is None
    doubt = ClusterDoubt.objects.get()
    assert {doubt.low, doubt.high} == {one, other}
    # Nothing was parted by itself.
    assert {one.pk, other.pk} == set(
        somebody.memberships.filter(until=None).values_list("report", flat=True)
    )


def test_what_a_sender_takes_back_is_forgotten(care, police) -> None:
    one, other = sent(care, "Z-1"), sent(police, "P-1")
    take(row(care, "Z-1"), row(police, "P-1"))
    take(row(care, "Z-1", strength="WITHDRAWN"), row(police, "P-1", strength="ALONE"), cursor=2)
    assert not EncodedLink.objects.filter(source=care.number).exists()
    assert pair(one, other).settled_how == Settled.GONE
    take(row(care, "Z-1"), row(police, "P-1"), cursor=3)
    assert pair(one, other).settled_at is None


def test_numbers_of_a_new_epoch_take_the_place_of_the_old(care, police) -> None:
    one, other = sent(care, "Z-1"), sent(police, "P-1")
    take(row(care, "Z-1"), row(police, "P-1"))
    take({**row(care, "Z-1", THIRD, "ALONE"), "epoch": "2027"}, cursor=2)
    assert pair(one, other).settled_how == Settled.GONE
    assert EncodedLink.objects.current().get(report=one).epoch == "2027"


@pytest.mark.parametrize(
    "wrong",
    [
        {"by_year": "A" * 88},
        {"key": "k" * 44},
        {"cluster_no": "A" * 88},
        {"cluster_no": ""},
        {"strength": "0.83"},
        {"source": "O-0000-0001"},
        {"local_ref": "=1+1"},
        {"epoch": 2026},
    ],
)
def test_anything_else_is_refused_whole(care, wrong: dict[str, Any]) -> None:
    sent(care, "Z-1")
    rows = [row(care, "Z-1"), {**row(care, "Z-2"), **wrong}]
    with pytest.raises(ClusterRowsError) as refused:
        read_page({"items": rows, "next_cursor": 2, "more": False})
    assert not any(str(value) in str(refused.value) for value in wrong.values() if value)


def test_cluster_numbers_come_by_disk_too(care, police, tmp_path: Path) -> None:
    one, other = sent(care, "Z-1"), sent(police, "P-1")
    lines = [row(care, "Z-1"), row(police, "P-1"), {"rows": 2, "next_cursor": 7}]
    file = tmp_path / "clusters.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    told = StringIO()
    call_command("fetch_clusters", file=file, stdout=told)
    assert told.getvalue().startswith("2 rows; for 2")
    assert pair(one, other).levels == {"unit": "STRONG"}
    assert last_cursor() == 7
    file.write_text("".join(json.dumps(line) + "\n" for line in lines[:-1]))
    with pytest.raises(CommandError):
        call_command("fetch_clusters", file=file, stdout=told)


def test_no_column_has_place_for_a_code_or_a_reference() -> None:
    columns = {column.name: column for column in EncodedLink._meta.concrete_fields}
    assert set(columns) == {
        *("id", "report", "source", "reference", "epoch", "cluster_no", "strength", "received_at")
    }
    longest = max(getattr(column, "max_length", None) or 0 for column in columns.values())
    assert longest <= 32  # a blind index; a code has 88 characters


@pytest.fixture
def registrar(client, settings) -> User:
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts
    somebody = user(Role.REGISTRAR)
    client.force_login(somebody)
    return somebody


def test_a_registrar_sees_source_month_and_strength_of_a_coded_report_only(
    client, registrar, care, police
) -> None:
    coded = sent(care, "Z-1", encoded=True, gender="FEMALE", nationalities=("NG",))
    known = sent(police, "P-1", surname="Okafor", given_names="Ada", born="1999-05-03")
    take(row(care, "Z-1"), row(police, "P-1"))
    low, high = sorted((coded, known), key=lambda one: one.pk)
    page = client.get(reverse("linkage:case", args=[low.number, high.number]))
    text = page.content.decode()
    assert "sterk" in text
    cells = [one for shown in page.context["rows"] for one in shown.cells]
    place = [one.pk for one, _note, _person in page.context["reports"]].index(coded.pk)
    assert {cells[at].text for at in range(place, len(cells), 2)} == {""}
    listed = client.get(reverse("linkage:encoded"))
    assert [word.strength for word in listed.context["proposals"]] == ["sterk"]
    assert "Okafor" not in listed.content.decode()
    assert [(one.name, one.reports, one.numbered) for one in listed.context["senders"]] == [
        ("Zorg", 1, 1)
    ]


def test_the_page_of_codes_asks_the_same_for_few_and_many(
    client, registrar, care, police, django_assert_max_num_queries
) -> None:
    for number in range(6):
        sent(care, f"Z-{number}", encoded=True), sent(police, f"P-{number}")
    rows = [
        row(s, f"{k}-{n}", f"{n:016x}") for n in range(6) for s, k in ((care, "Z"), (police, "P"))
    ]
    take(*rows)
    with django_assert_max_num_queries(20):
        assert len(client.get(reverse("linkage:encoded")).context["proposals"]) == 6


def test_a_doubt_is_shown_until_a_registrar_looked(client, registrar, care, police) -> None:
    one, other = sent(care, "Z-1"), sent(police, "P-1")
    somebody = register(by=SYSTEM, report=one, new=True)
    register(by=SYSTEM, report=other, person=somebody)
    low, high = sorted((one.pk, other.pk))
    doubt = ClusterDoubt.objects.create(low_id=low, high_id=high)
    assert somebody.number in client.get(reverse("linkage:encoded")).content.decode()
    client.post(reverse("linkage:doubt-seen", args=[doubt.pk]))
    doubt.refresh_from_db()
    assert doubt.seen_by == registrar.actor_id
    assert somebody.number not in client.get(reverse("linkage:encoded")).content.decode()


def test_withdrawn_consent_takes_the_number_too(care, police) -> None:
    shelter = PurposeData("SHELTER", "CONSENT_VICTIM", PartialDate(2026, 1, 2))
    one = sent(care, "Z-1", purposes=(shelter,))
    take(row(care, "Z-1", strength="ALONE"))
    withdraw_consent(
        by=SYSTEM,
        report=one,
        purposes=purposes_on_consent(one),
        withdrawn_on=timezone.localdate(),
        given_by=ConsentGivenBy.PERSON,
    )
    assert not EncodedLink.objects.exists()
