"""From a file or a snapshot to a result, through the pages; and when no number may stand anywhere."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from schakel.foundation.accounts.choices import Role
from schakel.insight.disclosure.tests.scene import Register, officer, people
from schakel.insight.estimation import actions, computing, inputs
from schakel.insight.estimation.choices import Light, Part, State
from schakel.insight.estimation.models import Run
from schakel.insight.estimation.plans import Plan, Treatment
from schakel.insight.estimation.tests.scene import (
    ANALYST_OF_TESTS,
    FEW_DRAWS,
    KOSOVO,
    SPARSE,
    begun,
    finished,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_factor(settings):
    settings.SCHAKEL_DEMO = True


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def analyst(client):
    user = officer("analyst", Role.ANALYST)
    client.force_login(user)
    return user


def _upload(client, text, **more):
    file = SimpleUploadedFile("lists.csv", text.encode())
    data = {"title": "Four lists", "source": "file", "file": file, **more}
    return client.post(reverse("estimation:new"), data)


def test_a_file_becomes_an_estimate_through_the_pages(client, analyst):
    page = _upload(client, KOSOVO)["Location"]
    run = Run.objects.get()
    chosen = {"method": "stepwise", "threshold": "0.02", "draws": "200", "seed": "3"}
    start = reverse("estimation:start", args=[run.number])
    why = client.post(start, {**chosen, "into_3": "drop"})
    assert why.status_code == 422
    client.post(start, chosen)
    while Run.objects.get().state == State.RUNNING:
        client.post(reverse("estimation:proceed", args=[run.number]))
    shown = client.get(page).content.decode()
    run.refresh_from_db()
    # The published estimate of this very table.
    assert "14,342" in shown
    assert "EXH" in shown
    assert run.carries
    rows = b"".join(client.get(reverse("estimation:results", args=[run.number]))).decode()
    limits = next(line for line in rows.splitlines() if line.startswith("limits"))
    assert "14341.66" in limits


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (KOSOVO.replace("1131", "-3"), "below zero"),
        (KOSOVO.replace("1131", "2.5"), "not whole"),
        (KOSOVO.replace("1131", "many"), "not a number"),
        (KOSOVO.replace("1,0,0,0,", "1,0,0,7,"), "no list"),
        ("EXH,ABA,OSCE,HRW,count\n", "no rows"),
        ("EXH,ABA,OSCE,EXH,count\n1,0,0,0,5\n", "own name"),
    ],
)
def test_each_mistake_in_a_file_is_named(client, analyst, text, said):
    answer = _upload(client, text)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Run.objects.exists()


def test_where_the_data_carry_no_number_none_is_shown(client, analyst):
    run = finished(SPARSE)
    assert (run.light, run.refused[0]) == (Light.RED, "too_few_on_several")
    estimate = run.steps.get(part=Part.LIMITS).rows[0]["estimate"]
    shown = client.get(reverse("estimation:run", args=[run.number])).content.decode()
    rows = b"".join(client.get(reverse("estimation:results", args=[run.number]))).decode()
    for step in run.steps.exclude(part=Part.DRAWS):
        for row in step.rows:
            if row["estimate"] and round(row["estimate"]) > run.steps.first().rows[0]["observed"]:
                number = f"{row['estimate']:,.0f}"
                assert not re.search(rf"(?<![\d,.]){number}(?![\d,.])", shown), row
                assert f"{row['estimate']}" not in rows
    assert estimate
    assert "Fewer than ten people" in shown


def test_a_run_that_was_stopped_goes_on_and_comes_to_the_same(monkeypatch):
    whole = finished(plan=replace(FEW_DRAWS, draws=1200))
    run = actions.start(by=ANALYST_OF_TESTS, run=begun(), plan=replace(FEW_DRAWS, draws=1200))
    make = computing.make

    def killed(part, name, work):
        if part == Part.DRAWS and name == "1":
            raise KeyboardInterrupt
        return make(part, name, work)

    monkeypatch.setattr(computing, "make", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.proceed(by=ANALYST_OF_TESTS, run=run, seconds=60)
    assert run.steps.exclude(done_at=None).count() == 2
    monkeypatch.setattr(computing, "make", make)
    run = actions.proceed(by=ANALYST_OF_TESTS, run=run, seconds=600)
    assert run.state == State.FINISHED
    told = [[step.rows for step in one.steps.all()] for one in (whole, run)]
    assert told[0] == told[1]


def test_lists_are_merged_and_left_out_with_their_reasons(analyst):
    plan = replace(
        FEW_DRAWS,
        treatments=(Treatment("HRW", "OSCE", "Same interviews"),),
    )
    run = finished(plan=plan)
    main = run.steps.get(part=Part.LIMITS).rows[0]
    assert main["lists"] == ["EXH", "ABA", "OSCE+HRW"]
    assert main["observed"] == 4400
    assert run.plan["treatments"][0]["reason"] == "Same interviews"
    two = replace(plan, treatments=(*plan.treatments, Treatment("ABA", "drop", "Other people")))
    with pytest.raises(actions.RefusedError, match="three lists"):
        actions.start(by=analyst, run=begun(), plan=two)


def test_a_person_of_a_snapshot_counts_once_and_by_year_once_in_each(monkeypatch, analyst):
    register = Register(monkeypatch)
    first, second = people((2023,), persons=200), people((2024,), persons=200)
    # The same people were reported in both years.
    register.people = [
        *first,
        *(replace(one, person=first[at].person) for at, one in enumerate(second)),
    ]
    snapshot = register.snapshot()
    content = inputs.of_snapshot(snapshot.number, 2023, 2024)
    whole, years = (
        sum(people for _cell, _codes, people in content[which]["rows"])
        for which in ("persons", "years")
    )
    assert (whole, years) == (200, 400)
    run = actions.begin_from_snapshot(
        by=analyst, title="Both", snapshot=snapshot, years=(2023, 2024)
    )
    plan = Plan(draws=100, thorough=False, traits=("sex", "year"), linkage={"recall": 0.9})
    actions.start(by=analyst, run=run, plan=plan)
    run.refresh_from_db()
    while run.state == State.RUNNING:
        run = actions.proceed(by=analyst, run=run, seconds=60)
    parts = {(step.part, step.name) for step in run.steps.all()}
    one = {row["name"] for row in run.steps.get(part=Part.ONE_MODEL, name="years").rows}
    assert one == {"", "year=2023", "year=2024"}
    assert {(Part.YEAR, "2023"), (Part.YEAR, "2024"), (Part.GROUP, "sex=MALE")} <= parts
    links = {row["name"] for row in run.steps.get(part=Part.LINKS).rows}
    assert {"missed 0.05", "measured 1"} <= links


def test_the_list_of_runs_asks_little(client, analyst, django_assert_max_num_queries):
    for _number in range(3):
        begun()
    with django_assert_max_num_queries(12):
        client.get(reverse("estimation:runs"))
