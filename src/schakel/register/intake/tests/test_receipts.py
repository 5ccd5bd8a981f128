"""Receipts: what came in, for the sender's own file, and nothing that says who it is about."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import NotPossibleError, receive
from schakel.register.intake.attachments.keeping import add_to_report, look_at
from schakel.register.intake.data import PurposeData, ReportData
from schakel.register.intake.deliveries import deliver, take_in
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.intake.receipts.contents import of_delivery, of_report
from schakel.register.intake.receipts.typesetting import typeset
from schakel.register.intake.receiving import run
from schakel.register.intake.tests.papers import TEXT
from schakel.register.intake.withdrawing import withdraw_consent

pytestmark = pytest.mark.django_db
# Who the report of `identified` is about, and what the sender wrote about it.
NOBODY_ELSE_READS = (
    "Zonnebloem",
    "Mirabella",
    "2001",
    "28 februari",
    "sleutel-77",
    "Vertrouwelijk",
)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True


@pytest.fixture
def browser(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def report(officer, police, identified) -> Report:
    return receive(by=officer, data=identified, channel="PORTAL", organisation=police)


def loaded(report) -> Report:
    return Report.objects.with_rows().select_related("identity").get(pk=report.pk)


def words(data) -> str:
    """Everything that a receipt says."""
    if isinstance(data, dict):
        return "\n".join(words(value) for value in data.values())
    if isinstance(data, list | tuple):
        return "\n".join(words(value) for value in data)
    return str(data)


def test_it_says_what_came_in_when_and_on_which_ground(report) -> None:
    said = words(of_report(loaded(report)))
    for part in (
        report.number,
        "Politie Voorbeeldstad",
        "PL-2024-001",
        "Besluit politiegegevens art. 4:2",
        "Seksuele uitbuiting",
        "Polen",
        "3 mei 2024",
        "(CE",  # the hour is that of the centre, and says so
    ):
        assert part in said


def test_it_does_not_say_who_it_is_about(report) -> None:
    said = words(of_report(loaded(report)))
    assert not [name for name in NOBODY_ELSE_READS if name in said]
    assert "achternaam" in said  # that a surname was sent is said


def test_the_centre_reads_no_reference(client, registrar, report) -> None:
    assert "PL-2024-001" not in words(of_report(loaded(report), for_sender=False))
    client.force_login(registrar)
    assert client.get(reverse("intake:receipt", args=[report.number])).status_code == 200
    line = about("report", report.number).filter(event=Event.PRINT).get()
    assert line.data == "report"


def test_it_proves_which_files_were_sent(officer, report) -> None:
    checked = look_at(by=officer, to=report, name="Zonnebloem.txt", content=TEXT)
    row = add_to_report(by=officer, report=report, file=checked)
    said = words(of_report(loaded(report)))
    assert row.checksum in said.replace("\n", "")
    assert "Zonnebloem" not in said


def test_consent_can_be_taken_back_where_there_is_any(report) -> None:
    assert "Toestemming:" not in words(of_report(loaded(report)))
    Report.objects.get(pk=report.pk).purposes.update(legal_basis="CONSENT_VICTIM")
    assert "Toestemming:" in words(of_report(loaded(report)))


def test_the_same_report_gives_the_same_bytes(report) -> None:
    row = loaded(report)
    first, second = (typeset(of_report(row), row.received_at) for _time in range(2))
    assert first == second
    assert first.startswith(b"%PDF-1.7")


def test_it_is_accessible_and_lasting(report) -> None:
    row = loaded(report)
    pdf = typeset(of_report(row), row.received_at)
    assert b"<pdfuaid:part>1<" in pdf
    assert b"<pdfaid:part>2<" in pdf
    assert b"<rdf:li>nl</rdf:li>" in pdf
    with override("en"):
        assert b"<rdf:li>en</rdf:li>" in typeset(of_report(row), row.received_at)


@pytest.mark.parametrize(
    "reference",
    [
        "#panic() *x* $y$ _z_ @a <b> \\",
        '"]; #read("/etc/passwd")',
        "ሰላም مرحبا",
        "\u200b\ufeff",
        "a" * 300,
    ],
)
def test_whatever_a_reference_holds_is_only_text(report, reference) -> None:
    data = of_report(loaded(report))
    data["sections"][0]["facts"].append(("Uw kenmerk", reference))
    assert typeset(data, report.received_at).startswith(b"%PDF")


def test_a_sender_saves_it(browser, officer, report) -> None:
    page = browser.get(reverse("intake:detail", args=[report.number])).content.decode()
    address = reverse("intake:receipt", args=[report.number])
    assert address in page
    answer = browser.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="ontvangstbewijs-{report.number}.pdf"'
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    line = about("report", report.number).filter(event=Event.PRINT).get()
    assert line.actor == officer.actor_id
    with override("en"):
        answer = browser.get(reverse("intake:receipt", args=[report.number]))
    assert f'filename="receipt-{report.number}.pdf"' in answer["Content-Disposition"]


def test_another_organisation_finds_none(client, shelter_worker, report) -> None:
    client.force_login(shelter_worker)
    assert client.get(reverse("intake:receipt", args=[report.number])).status_code == 404


def test_a_file_of_reports_has_one_too(browser, officer, police) -> None:
    content = "kenmerk;leeftijd;geslacht;toelichting\nA-1;20;vrouw;geheim\nA-2;dertig;man;\n"
    batch = deliver(by=officer, content=content.encode(), organisation=police).batch
    take_in(by=officer, batch=batch)
    run(by=officer, batch=batch)
    batch = ImportBatch.objects.get(pk=batch.pk)
    said = words(of_delivery(batch))
    assert Report.objects.get().number in said
    assert "geheim" not in said
    assert "A-1" not in said
    answer = browser.get(reverse("intake:delivery-receipt", args=[batch.number]))
    assert answer.content.startswith(b"%PDF")
    assert f'filename="ontvangstbewijs-{batch.number}.pdf"' in answer["Content-Disposition"]


def test_after_consent_was_withdrawn(shelter_worker, shelter) -> None:
    data = ReportData(
        reporter_type="SHELTER",
        reporter_reference="L-12",
        surname="Zonnebloem",
        purposes=(PurposeData("REGISTRATION", "CONSENT_VICTIM"),),
    )
    sent = receive(by=shelter_worker, data=data, channel="PORTAL", organisation=shelter)
    assert "Toestemming:" in words(of_report(loaded(sent)))
    checked = look_at(by=shelter_worker, to=sent, name="brief.txt", content=TEXT)
    withdraw_consent(
        by=shelter_worker,
        report=sent,
        purposes=("REGISTRATION",),
        withdrawn_on=timezone.localdate(),
        given_by="PERSON",
    )
    said = words(of_report(loaded(sent)))
    assert "is gewist" in said
    assert "ingetrokken" in said
    assert "Toestemming: " not in said
    with pytest.raises(NotPossibleError):  # a file could bring back what was erased
        add_to_report(by=shelter_worker, report=sent, file=checked)
