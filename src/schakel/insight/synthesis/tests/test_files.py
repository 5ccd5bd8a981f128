"""Asking for synthetic records, signing by another, the ledger that refuses, and what comes out."""

import csv
import json
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.insight.disclosure.tests.scene import SYSTEM, Register, officer, people
from schakel.insight.synthesis import actions, making
from schakel.insight.synthesis.choices import LIFETIME, USUAL, State
from schakel.insight.synthesis.models import Spending, SyntheticFile
from schakel.insight.synthesis.quality import quality
from schakel.insight.synthesis.queries import costs, ledger, published, waiting
from schakel.knowledge.figures import synthetic
from schakel.knowledge.figures.models import PublishedSynthetic

pytestmark = pytest.mark.django_db
YEARS = (2022, 2023)


@pytest.fixture(autouse=True)
def second_factor(settings):
    settings.SCHAKEL_DEMO = True


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def asker():
    """An analyst who is an officer too, and still cannot sign what they asked for."""
    return officer("asker", Role.ANALYST)


@pytest.fixture
def signer():
    return officer("signer")


@pytest.fixture
def snapshot(monkeypatch):
    register = Register(monkeypatch)
    register.people = people((2021, *YEARS), persons=300)
    return register.snapshot()


def _ask(by, snapshot, thousandths=2_500, **more):
    wish = {"years": YEARS, "columns": USUAL, "receiver": "University", "purpose": "Chains"}
    return actions.ask(by=by, snapshot=snapshot, thousandths=thousandths, **{**wish, **more})


def test_what_is_asked_for_is_signed_by_another_paid_and_made(asker, signer, snapshot):
    asked = _ask(asker, snapshot)
    assert asked.state == State.ASKED
    assert ledger().spent == 0
    with pytest.raises(PermissionDenied):
        actions.sign(by=asker, file=asked)
    with pytest.raises(PermissionDenied):
        actions.sign(by=SYSTEM, file=asked)
    assert waiting(signer)[0]["count"] == 1
    made = actions.sign(by=signer, file=asked)
    assert made.state == State.MADE
    assert ledger().told["left"] == 1.5
    rows = list(csv.reader(StringIO(actions.records(by=asker, file=made).decode())))
    assert tuple(rows[0]) == USUAL
    assert abs(len(rows) - 1 - 600) < 60
    assert {row[0] for row in rows[1:]} <= {"2022", "2023"}
    # What goes out says nothing about the truth; what stays inside does.
    assert "tvd_2" not in json.dumps(made.statement)
    assert made.measures["tvd_2"] < 0.25
    assert made.measures["attack"] < 0.65
    events = [entry.event for entry in about("synthetic_file", made.number)]
    assert events == ["export", "change", "release", "create"]
    # Once.
    with pytest.raises(actions.RefusedError):
        actions.make(by=signer, file=made)


def test_more_than_is_left_is_refused_and_a_refusal_costs_nothing(asker, signer, snapshot):
    first, second = _ask(asker, snapshot), _ask(asker, snapshot)
    refused = actions.refuse(by=signer, file=second, reason="No plan")
    assert (refused.state, ledger().spent) == (State.REFUSED, 0)
    third = _ask(asker, snapshot)
    actions.sign(by=signer, file=first)
    with pytest.raises(actions.RefusedError, match=r"1\.5"):
        actions.sign(by=signer, file=third)
    third.refresh_from_db()
    assert third.state == State.ASKED
    with pytest.raises(actions.RefusedError):
        _ask(asker, snapshot, thousandths=1_501)
    assert ledger().spent == 2_500


def test_two_who_sign_at_the_same_time_do_not_overspend(asker, signer, snapshot, monkeypatch):
    """Both looked before either spent: the second is refused by the table itself."""
    first, second = _ask(asker, snapshot, 3_000), _ask(asker, snapshot, 3_000)
    monkeypatch.setattr(actions, "_require_left", lambda _cost: None)
    monkeypatch.setattr(actions, "make", lambda *, by, file: file)
    actions.sign(by=signer, file=first)
    with pytest.raises(actions.RefusedError, match="just"):
        actions.sign(by=signer, file=second)
    second.refresh_from_db()
    assert (second.state, ledger().spent) == (State.ASKED, 3_000)


def test_the_ledger_keeps_what_it_holds_and_its_limit(asker, snapshot):
    files = [_ask(asker, snapshot, cost) for cost in (3_000, 1_000, 1)]
    lines = [
        Spending(file=file, thousandths=file.thousandths, moment=timezone.now(), by="U-1")
        for file in files
    ]
    for line in lines[:2]:
        line.save()
    assert ledger().left == 0
    changes = (
        lines[2].save,
        lambda: Spending.objects.update(thousandths=1),
        lambda: Spending.objects.all().delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert ledger().spent == LIFETIME


def test_a_person_is_one_record_the_last(snapshot):
    table = making.persons(snapshot.number, 2021, 2023)
    who = table["person"].to_pylist()
    assert len(who) == len(set(who)) == 900


def test_too_few_persons_and_columns_that_may_not_be_in_it_are_refused(asker, snapshot):
    with pytest.raises(actions.RefusedError, match="fewer"):
        _ask(asker, snapshot, years=(2023, 2023))
    with pytest.raises(actions.RefusedError):
        _ask(asker, snapshot, columns=[*USUAL, "person"])
    assert not SyntheticFile.objects.exists()


def test_a_higher_cost_is_less_noise():
    noise = [(cost.values, cost.pairs) for cost in costs()]
    assert noise == sorted(noise, reverse=True)


def test_the_pages_from_asking_to_download(
    asker, signer, snapshot, client, django_assert_max_num_queries
):
    client.force_login(asker)
    form = {
        "snapshot": snapshot.number,
        "first_year": YEARS[0],
        "last_year": YEARS[1],
        "columns": list(USUAL),
        "epsilon": "4",
        "receiver": "University",
        "purpose": "Chains",
    }
    too_few = client.post(reverse("synthesis:new"), {**form, "columns": USUAL[:3]})
    assert too_few.status_code == 422
    assert client.post(reverse("synthesis:new"), form).status_code == 302
    number = SyntheticFile.objects.get().number
    page = reverse("synthesis:file", args=[number])
    assert reverse("synthesis:sign", args=[number]) not in client.get(page).content.decode()
    assert client.get(reverse("synthesis:records", args=[number])).status_code == 404
    client.force_login(signer)
    assert reverse("synthesis:sign", args=[number]) in client.get(page).content.decode()
    assert client.post(reverse("synthesis:refuse", args=[number])).status_code == 422
    client.post(reverse("synthesis:sign", args=[number]))
    assert "Cramér" in client.get(page).content.decode()
    download = client.get(reverse("synthesis:records", args=[number]))
    assert download["Content-Disposition"].endswith(f'"{number}.csv"')
    assert client.get(reverse("synthesis:statement", args=[number])).json()["epsilon"] == 4
    with django_assert_max_num_queries(14):
        client.get(reverse("synthesis:files"))


def test_an_officer_who_did_not_ask_lets_everybody_take_the_records(
    client, asker, signer, snapshot
):
    made = actions.sign(by=signer, file=_ask(asker, snapshot))
    with pytest.raises(PermissionDenied):
        actions.publish(by=asker, file=made)
    client.force_login(signer)
    client.post(reverse("synthesis:publish", args=[made.number]))
    row = PublishedSynthetic.objects.get(number=made.number)
    assert synthetic.records_of(row) == actions.records(by=signer, file=made)
    # What compares with the truth stays inside; a second time costs and brings nothing.
    assert not {"tvd_1", "tvd_2", "attack"} & set(json.dumps(row.content).replace('"', " ").split())
    assert ledger().spent == made.thousandths
    with pytest.raises(actions.RefusedError):
        actions.publish(by=signer, file=made)
    address = reverse("synthesis:withdraw", args=[made.number])
    assert client.post(address, {"nl": "Fout."}).status_code == 422
    client.post(address, {"nl": "Fout.", "en": "Wrong."})
    assert published(made).note.note_en == "Wrong."


def test_the_quality_is_worked_out_from_released_figures_alone(asker, snapshot, monkeypatch):
    """Twice as many women as were released: a tenth of the records would have to change."""
    seen = []

    class Released:
        years = ("2022", "2023")
        version = type("Version", (), {"version": 7})

        def counts(self, year, cells):
            seen.extend(cells)
            return [{"FEMALE": 30, "MALE": 70}.get(cell.get("sex"), 100) for cell in cells]

    monkeypatch.setattr("schakel.insight.synthesis.quality.standing", Released)
    monkeypatch.delattr("schakel.insight.synthesis.making.persons")
    file = SyntheticFile(
        first_year=2022, last_year=2023, columns=["sex", "period"], thousandths=1_000
    )
    text = "sex,period\r\n" + "FEMALE,2022\r\n" * 40 + "MALE,2023\r\n" * 60
    found = quality(file, text.encode())
    assert found["differences"] == {"sex": 0.1, "period": 0.1}
    assert found["figures_version"] == 7
    assert found["values_off"] > 0
    assert all(cell["unit"] == "PERSONS" for cell in seen)
