"""Quality of linkage: measured, judged without the score, and told with what is not known."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.register.linkage import measuring
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.models import ClericalPair, Judgement, LinkageRun
from schakel.register.persons.actions import register
from schakel.register.persons.models import Membership
from schakel.register.persons.tests.people import SYSTEM, report, user

pytestmark = pytest.mark.django_db

NAMES = ("Nowak", "Ionescu", "Okafor", "Tesfaye", "Nguyen", "Haddad", "Petrov", "Santos")


@pytest.fixture
def reports():
    """Eight people, six of whom the police and a shelter both reported, spelt a little differently."""
    made = []
    for number, name in enumerate(NAMES):
        born = f"199{number}-0{number + 1}-17"
        given = {"given_names": f"Person{'abcdefgh'[number]}", "born": born, "gender": "FEMALE"}
        made.append(report(2024, surname=name, **given))
        if number < 6:
            made.append(report(2024, kind="SHELTER", surname=name.replace("k", "c"), **given))
    return made


@pytest.fixture
def analyst():
    client = Client()
    client.force_login(user(Role.ANALYST))
    return client


def run() -> LinkageRun:
    return measuring.measure(by=SYSTEM)


def test_before_the_first_measurement_the_page_says_so(analyst) -> None:
    for name in ("quality", "overlaps"):
        assert "Nog niets gemeten" in analyst.get(reverse(f"linkage:{name}")).content.decode()


def test_measuring_counts_each_person_once_and_joins_nobody(analyst, reports) -> None:
    before = list(Membership.objects.values_list("pk", "person", "report"))
    analyst.post(reverse("linkage:measure"))
    found = LinkageRun.objects.get()
    assert found.reports == 14
    assert found.persons["0.30"] == 8
    assert list(Membership.objects.values_list("pk", "person", "report")) == before
    both = next(row for row in found.overlaps["all"] if len(row["lists"]) == 2)
    assert both["lists"] == ["POLICE", "SHELTER"]
    assert both["low"] <= both["count"] == 6 <= both["high"]


def test_what_registrars_decided_stands_in_every_count(reports) -> None:
    person = register(by=SYSTEM, report=reports[-2], new=True)
    register(by=SYSTEM, report=reports[-1], person=person)  # two people for the machine, one for us
    made = run()
    assert sum(row["count"] for row in made.overlaps["2024"]) == 7
    assert made.persons["0.30"] == 7


def judge_all(client: Client, verdict: Verdict) -> None:
    address = reverse("linkage:sample")
    while (pair := client.get(address).context["pair"]) is not None:
        client.post(address, {"place": pair.place, "verdict": verdict})


def test_the_sample_is_judged_without_the_score(browser, registrar, reports) -> None:
    made = run()
    pair = made.sample.order_by("place").first()
    page = browser.get(reverse("linkage:sample")).content.decode()
    assert pair.low.number in page
    assert str(pair.score) not in page
    judge_all(browser, Verdict.SAME)
    assert not made.sample.filter(verdict="").exists()
    assert not Judgement.objects.exists()  # a measurement decides nothing
    told = measuring.quality()
    assert told.judged == made.sample.count()
    assert told.kappa is None


def test_a_colleague_looks_again_at_some_without_knowing_of_the_first(browser, reports) -> None:
    made = run()
    judge_all(browser, Verdict.SAME)
    second = Client()
    second.force_login(user(Role.REGISTRAR, "second@example.org"))
    judge_all(second, Verdict.NOT_SAME)
    seen = made.sample.exclude(second_verdict="")
    assert seen.count() == made.sample.filter(twice=True).count() > 0
    assert all(row.judged_by != row.second_by for row in seen)


def test_nobody_judges_a_pair_twice(browser, registrar, reports) -> None:
    run()
    pair = ClericalPair.objects.first()
    for verdict in (Verdict.SAME, Verdict.NOT_SAME):
        browser.post(reverse("linkage:sample"), {"place": pair.place, "verdict": verdict})
    pair.refresh_from_db()
    assert (pair.verdict, pair.second_verdict) == (Verdict.SAME, "")


def test_precision_and_recall_come_with_an_interval(analyst, browser, reports) -> None:
    made = run()
    judge_all(browser, Verdict.NOT_SAME)
    strong = made.sample.filter(score__gte=0.3)
    strong.update(verdict=Verdict.SAME)
    page = analyst.get(reverse("linkage:quality"))
    row = next(one for one in page.context["rows"] if one.counting)
    assert row.found.precision.value == 1
    assert row.found.precision.low < 1


def test_a_registrar_may_not_be_an_analyst_but_sees_quality(browser, reports) -> None:
    assert browser.get(reverse("linkage:quality")).status_code == 200


def test_overlaps_are_shown_by_year(analyst, reports) -> None:
    run()
    page = analyst.get(reverse("linkage:overlaps"), {"period": "2024"})
    assert page.context["period"] == "2024"
    assert page.context["persons"] == 8
    nonsense = analyst.get(reverse("linkage:overlaps"), {"period": "1066"})
    assert nonsense.context["period"] == "all"


def test_the_newest_judged_sample_speaks(reports) -> None:
    registrar = user(Role.REGISTRAR)
    runs = [run(), run()]
    for one, verdict in zip(runs, (Verdict.NOT_SAME, Verdict.SAME), strict=True):
        for pair in ClericalPair.objects.filter(run=one):
            measuring.judge_sampled(by=registrar, pair=pair, verdict=verdict)
    assert measuring.quality().judged_run == runs[1]
