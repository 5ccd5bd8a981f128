"""The quarterly statement: what it counts, that nobody can be worked out of it, and who signs."""

from collections import Counter
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.insight.analysis.tests.people import user
from schakel.insight.delivery.accountability import actions, parts
from schakel.insight.delivery.accountability.choices import Quarter, State, Step
from schakel.insight.delivery.accountability.composing import composed
from schakel.insight.delivery.accountability.faults import RefusedError
from schakel.insight.delivery.accountability.models import Statement
from schakel.insight.delivery.accountability.parts import Counted, Measure, Split, Text
from schakel.insight.delivery.accountability.protection import figures_of
from schakel.insight.delivery.accountability.queries import to_make

SPRING = Quarter(2024, 2)
REQUESTS = Measure("REQUESTS", Text("Aanvragen", "Requests"), Text("Elke één keer.", "Each once."))
PLACED = Measure("PLACEMENTS", Text("Plaatsingen", "Placements"), Text("Elke.", "Each."))
DAYS = Split(
    "days",
    Text("Dagen", "Days"),
    {
        "0_1": Text("Binnen een dag", "Within a day"),
        "2_7": Text("Binnen een week", "Within a week"),
        "8_UP": Text("Later", "Later"),
    },
    ordered=True,
)


def invented(number, split=DAYS):
    """Requests of which some were placed, after so many days."""
    codes = list(split.categories)
    cells = Counter(
        ("REQUESTS|PLACEMENTS" if at % 3 else "REQUESTS", codes[at % 7 // 3])
        for at in range(number)
    )
    return Counted((REQUESTS, PLACED), (split,), cells)


def numbers(content, code):
    section = next(one for one in content["sections"] if one["code"] == code)
    return {row[0]: row[1:] for row in section["blocks"][0]["rows"]}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("number", "months", "after"),
    [(1, "01 02 03", (2024, 4)), (2, "04 05 06", (2024, 7)), (4, "10 11 12", (2025, 1))],
)
def test_a_quarter_has_three_months_and_ends(number, months, after):
    quarter = Quarter(2024, number)
    assert " ".join(quarter.months) == months
    assert (quarter.after.year, quarter.after.month, quarter.after.day) == (*after, 1)
    assert Quarter.parse(quarter.code) == quarter


def test_a_quarter_stands_beside_that_of_a_year_before(analyst, snapshot, published):
    before = published(SPRING.year_before)
    now = actions.make(by=analyst, snapshot=snapshot, quarter=SPRING)
    content = composed(now, before, "nl")
    told = numbers(content, "registrations")
    for label, measure in (("Meldingen", "REPORTS"), ("Personen", "PERSONS")):
        counts = [one.figures["registrations"]["counts"][measure]["*"] for one in (before, now)]
        assert told[label][:2] == [str(count) for count in counts]
        assert all(abs(count - 190) < 40 for count in counts)
    alone = composed(now, None, "en")
    assert numbers(alone, "registrations")["Reports"][0] == "–"
    training = next(one for one in alone["sections"] if one["code"] == "training")
    assert training["paragraphs"] == ["Not available yet. No figures are kept of this part so far."]
    named = [name for name, _text in content["annex"]["parts"][0]["facts"]]
    assert set(told) <= set(named), "every number has its definition"


def test_no_number_below_the_base_and_all_add_up(analyst, snapshot):
    made = actions.make(by=analyst, snapshot=snapshot, quarter=SPRING)
    figures = made.figures["registrations"]
    assert {one["passed"] for one in figures["verdicts"]} == {True}
    for counts in figures["counts"].values():
        assert not {1, 2, 3, 4} & set(counts.values())
        for name in ("reporter", "age", "nationality", "sex"):
            parts_of = [n for place, n in counts.items() if place.startswith(f"{name}=")]
            assert sum(parts_of) == counts["*"]
    assert not {1, 2, 3, 4} & {
        figures["counts"]["REPORTS"].get(place, 0) - number
        for place, number in figures["counts"]["PERSONS"].items()
    }


def test_a_small_an_open_or_a_taken_quarter_is_refused(analyst, snapshot):
    for quarter in (Quarter(2022, 2), Quarter(2024, 1), Quarter(2024, 4)):
        with pytest.raises(RefusedError):
            actions.make(by=analyst, snapshot=snapshot, quarter=quarter)
    first = actions.make(by=analyst, snapshot=snapshot, quarter=SPRING)
    with pytest.raises(RefusedError):
        actions.make(by=analyst, snapshot=snapshot, quarter=SPRING)
    assert SPRING not in to_make(snapshot)
    assert Quarter(2024, 4) not in to_make(snapshot)
    actions.discard(by=analyst, statement=first)
    assert actions.make(by=analyst, snapshot=snapshot, quarter=SPRING).pk != first.pk


def test_the_same_counts_give_the_same_statement(analyst, published):
    made = published(SPRING)
    assert actions.repeated(by=analyst, statement=made)
    made.figures["registrations"]["counts"]["REPORTS"]["*"] += 5
    assert not actions.repeated(by=analyst, statement=made)
    steps = [one.ground for one in about("statement", made.number)]
    assert steps[:2] == [Step.DIFFERENT, Step.SAME]
    assert {Step.MADE, Step.OFFERED, Step.SIGNED} <= set(steps)


def test_nobody_signs_alone(analyst, officer, snapshot):
    made = actions.offer(
        by=analyst, statement=actions.make(by=analyst, snapshot=snapshot, quarter=SPRING)
    )
    for nobody in (analyst, SystemActor("tests")):
        with pytest.raises(PermissionDenied):
            actions.sign(by=nobody, statement=made, content_hash=made.content_hash)
    with pytest.raises(RefusedError):
        actions.sign(by=officer, statement=made, content_hash="0" * 64)
    Statement.objects.filter(pk=made.pk).update(amounts={"training": 1})
    with pytest.raises(RefusedError):
        actions.sign(by=officer, statement=made, content_hash=made.content_hash)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=made.pk).update(
            state=State.PUBLISHED, signed_by=made.made_by, published_at=timezone.now()
        )


def test_a_provider_hands_over_counts_that_are_protected(analyst, snapshot, monkeypatch):
    monkeypatch.setattr(parts, "_providers", {})
    parts.register("waiting", lambda _quarter, _snapshot: invented(140))
    parts.register(
        "coverage", lambda _quarter, _snapshot: replace(invented(7), about_persons=False)
    )
    with pytest.raises(KeyError):
        parts.register("cases", lambda _quarter, _snapshot: None)
    made = actions.make(by=analyst, snapshot=snapshot, quarter=SPRING)
    for part in ("registrations", "waiting"):
        for counts in made.figures[part]["counts"].values():
            assert not {1, 2, 3, 4} & set(counts.values())
    content = composed(made, None, "en")
    assert abs(int(numbers(content, "waiting")["Requests"][1]) - 140) < 5
    assert numbers(content, "coverage")["Requests"][1] == "7"
    waiting = next(one for one in content["sections"] if one["code"] == "waiting")
    assert "The middle one of the requests was in: within a week." in waiting["paragraphs"]
    tasks = next(one for one in content["sections"] if one["code"] == "tasks")["blocks"][0]["rows"]
    assert [row[2] for row in tasks][-1] == "not available yet"
    assert "placements" in tasks[1][2]


def test_of_a_few_the_whole_is_told_and_nothing_else(db):
    few = figures_of(invented(40), "waiting", SPRING)
    assert few["few"]
    assert few["splits"] == []
    assert {tuple(counts) for counts in few["counts"].values()} == {("*",)}
    nothing = figures_of(invented(0), "waiting", SPRING)
    assert nothing["counts"] == {"REQUESTS": {}, "PLACEMENTS": {}}


def test_two_people_make_it_and_the_ministry_reads_it(client, analyst, officer, snapshot):
    client.force_login(analyst)
    page = client.post("/accountability/", {"quarter": "2024-Q2"})
    address = page["Location"]
    assert (
        client.post(f"{address}prepare/", {"what": "amounts", "training": "-1"}).status_code == 422
    )
    amounts = {"what": "amounts", "registration": "310000"}
    assert client.post(f"{address}prepare/", amounts).status_code == 302
    assert "310.000" in client.get(address).content.decode()
    ministry = Client()
    ministry.force_login(user(Role.MINISTRY))
    assert ministry.get(address).status_code == 404
    client.post(f"{address}prepare/", {"what": "offer"})
    client.force_login(officer)
    signing = {"answer": "refuse", "content_hash": Statement.objects.get().content_hash}
    assert client.post(f"{address}sign/", signing).status_code == 422
    client.post(f"{address}sign/", {**signing, "reason": "Het bedrag klopt niet."})
    client.force_login(analyst)
    assert "Het bedrag klopt niet." in client.get(address).content.decode()
    client.post(f"{address}prepare/", {"what": "offer"})
    client.force_login(officer)
    signing = {"answer": "sign", "content_hash": Statement.objects.get().content_hash}
    assert client.post(f"{address}sign/", signing).status_code == 302
    read = ministry.get(address).content.decode()
    assert "Verantwoording 2e kwartaal 2024" in read
    assert "U-" not in read.split("<main")[1], "the ministry is told no names"
    assert ministry.get("/en" + address).status_code == 200
    pdf = ministry.get(f"{address}nl.pdf").content
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf
    assert pdf == ministry.get(f"{address}nl.pdf").content
    assert ministry.post(f"{address}prepare/", {"what": "discard"}).status_code == 403


def test_the_list_asks_few_questions(client, published, django_assert_max_num_queries):
    for quarter in (SPRING.year_before, SPRING):
        published(quarter)
    client.force_login(user(Role.MINISTRY))
    with django_assert_max_num_queries(10):
        page = client.get("/accountability/").content.decode()
    assert page.index("2e kwartaal 2024") < page.index("2e kwartaal 2023")
