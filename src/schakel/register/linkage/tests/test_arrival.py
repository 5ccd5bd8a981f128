"""Whatever way a report comes in, it is compared with all others, and what people decided stands."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate
from schakel.methods.linkage.linking import score_all
from schakel.methods.linkage.model import stored_parameters
from schakel.register.intake.actions import correct, receive, receive_many
from schakel.register.intake.models import ImportBatch
from schakel.register.linkage.comparing import compare_waiting
from schakel.register.linkage.looking import load
from schakel.register.linkage.models import LinkFrequency, LinkKey, LinkRecord, Proposal
from schakel.register.persons.tests.people import SYSTEM, data, organisation, report, user

pytestmark = pytest.mark.django_db
TESFAY = {"surname": "Tesfay", "given_names": "Semhar", "born": "1999-03-04", "gender": "FEMALE"}
RESPELT = {**TESFAY, "surname": "Tesfai"}
SISTER = {**TESFAY, "given_names": "Luwam"}

TABLES = (
    (LinkRecord, "report", "packed", "standardiser"),
    (LinkKey, "report", "key"),
    (LinkFrequency, "key", "reports"),
    (Proposal, "low", "high", "score"),
)


def pairs() -> list[tuple[int, int]]:
    return list(Proposal.objects.open().order_by("low", "high").values_list("low", "high"))


def test_a_report_that_arrives_is_proposed_with_the_one_it_looks_like() -> None:
    one = report(2023, nationalities=("ER",), **TESFAY)
    report(2023, nationalities=("ER",), surname="Haile", given_names="Yonas", born="1980-07-09")
    other = report(2024, nationalities=("ER",), **RESPELT)
    assert pairs() == [(one.pk, other.pk)]
    found = Proposal.objects.get()
    assert found.levels == {
        "given": "SAME",
        "last": "SOUND",
        "birth": "SAME",
        "sex": "SAME",
        "nationality": "SAME",
    }
    assert found.score > 0.9


def test_a_partner_does_not_wait_for_the_comparison() -> None:
    """What a partner's request costs is the same whether or not somebody is known."""
    party = organisation("Opvang De Linde", "SHELTER")
    worker = user(Role.SHELTER)
    Mandate.objects.filter(user=worker).update(organisation=party)
    worker = type(worker).objects.get(pk=worker.pk)
    costs = []
    for given in ({}, {**TESFAY, "surname": "Haile"}, {**TESFAY, "surname": "Hayle"}):
        with CaptureQueriesContext(connection) as asked:
            receive(
                by=worker,
                data=data(2024, kind="SHELTER", **given),
                channel="PORTAL",
                organisation=party,
            )
        costs.append(len(asked))
    assert costs[1] == costs[2]
    assert not pairs()
    waiting = LinkRecord.objects.filter(compared_at=None).values_list("pk", flat=True)
    assert compare_waiting(list(waiting))
    assert pairs()


def test_a_file_is_compared_in_bulk_with_itself_and_with_the_register() -> None:
    known = report(2022, **TESFAY)
    rows = [
        data(2024, reporter_reference=f"R{n}", surname=f"Naam{n}", born="2000-02-03")
        for n in range(40)
    ]
    rows += [
        data(2024, reporter_reference=f"S{n}", **who) for n, who in enumerate((RESPELT, TESFAY))
    ]
    batch = ImportBatch.objects.create(format="CSV", sha256="0", source="x", by="x")
    respelt, same = receive_many(by=SYSTEM, rows=rows, batch=batch).reports[-2:]
    assert not pairs()
    with CaptureQueriesContext(connection) as asked:
        call_command("index_reports", stdout=StringIO())
    wanted = {(known.pk, respelt.pk), (known.pk, same.pk), (respelt.pk, same.pk)}
    assert wanted <= set(pairs())
    assert len(asked) < 30


def test_the_table_can_be_built_anew_and_says_the_same() -> None:
    report(2023, **TESFAY)
    report(2024, **RESPELT)
    before = [set(model.objects.values_list(*columns)) for model, *columns in TABLES]
    call_command("index_reports", rebuild=True, stdout=StringIO())
    assert [set(model.objects.values_list(*columns)) for model, *columns in TABLES] == before
    LinkRecord.objects.update(standardiser=0)  # as after a release that standardises otherwise
    call_command("index_reports", stdout=StringIO())
    assert [set(model.objects.values_list(*columns)) for model, *columns in TABLES] == before


def test_the_register_scores_as_a_list_does() -> None:
    """The online path and `schakel link` weigh a pair alike: same parameters, same frequencies."""
    for who in (TESFAY, RESPELT, SISTER, {**TESFAY, "born": "1999-01-01"}):
        report(2024, nationalities=("ER",), **who)
    # Where one report says nothing of the origin, names are weighed within that of the other.
    report(2024, country_of_birth="ER", **TESFAY)
    for start in range(3):
        report(2024, nationalities=("NL",), surname="De Wit", given_names="Jan", born=f"198{start}")
    report(2024, **RESPELT)
    records = sorted(
        load(list(LinkRecord.objects.values_list("pk", flat=True))), key=lambda one: int(one.id)
    )
    listed = {
        tuple(int(records[place].id) for place in one.places): one.score
        for one in score_all(records, stored_parameters())
    }
    Proposal.objects.all().delete()
    compare_waiting([int(one.id) for one in records])
    kept = {(one.low_id, one.high_id): one.score for one in Proposal.objects.all()}
    assert kept == {each: value for each, value in listed.items() if value >= 0.10}


def test_a_correction_takes_over_what_was_proposed() -> None:
    one, other = report(2023, **TESFAY), report(2024, **RESPELT)
    assert pairs() == [(one.pk, other.pk)]
    newer = correct(
        by=SYSTEM, report=other, data=data(2024, **{**RESPELT, "given_names": "Semhar A."})
    )
    assert pairs() == [(one.pk, newer.pk)]


def test_nothing_is_kept_in_clear() -> None:
    report(2024, **TESFAY)
    with connection.cursor() as cursor:
        for model in (LinkRecord, LinkKey, LinkFrequency):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 -- our own table
            assert "tesfay" not in str(cursor.fetchall()).lower()
