"""The blind second look: drawn by the pair, given by a colleague, and what follows where both differ."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from schakel.register.linkage import drawing
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.judging import judge
from schakel.register.linkage.looking_again import agreement, look_again, settle
from schakel.register.linkage.models import Proposal, SecondLook
from schakel.register.linkage.tests.scene import certain, person, registrars
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.tests.people import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_drawn(monkeypatch):
    monkeypatch.setattr(drawing, "ONE_OF", 1)


def pair(score: float = 0.9) -> Proposal:
    return certain(person(2024), person(2023), score)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_one_of_twenty_pairs_is_drawn_and_always_the_same():
    proposals = [pair() for _number in range(3)]
    drawn = [drawing.is_drawn(one) for one in proposals]
    assert drawn == [drawing.is_drawn(one) for one in proposals]
    numbers = range(4000)

    class Side:
        def __init__(self, number: int) -> None:
            self.number = f"M-{number}"

    class Two:
        def __init__(self, number: int) -> None:
            self.low, self.high = Side(number), Side(number + 1)

    assert 0.04 < sum(drawing.is_drawn(Two(number)) for number in numbers) / len(numbers) < 0.06


def test_only_decisions_of_registrars_are_drawn(all_drawn):
    first, _second = registrars()
    judge(by=SYSTEM, proposal=pair(), verdict=Verdict.NOT_SAME)
    judge(by=first, proposal=pair(), verdict=Verdict.UNSURE)
    assert not SecondLook.objects.exists()
    judge(by=first, proposal=pair(), verdict=Verdict.NOT_SAME)
    assert SecondLook.objects.count() == 1


def test_the_page_shows_neither_the_verdict_nor_the_person_and_not_to_who_was_first(all_drawn):
    first, second = registrars()
    judge(by=first, proposal=(shown := pair()), verdict=Verdict.NOT_SAME, reason="Twins")
    address = reverse("linkage:second-looks")
    assert shown.low.number not in browser(first).get(address).content.decode()
    page = browser(second).get(address).content.decode()
    assert shown.low.number in page
    main = page.split("<main")[1]
    assert not any(told in main for told in ("Twins", first.name, "NOT_SAME_"))
    # The number of a report may hold this as well, but not begin with it.
    assert not re.search(r"\bP-", main)
    look = SecondLook.objects.get()
    browser(second).post(address, {"look": look.pk, "verdict": "NOT_SAME"})
    look.refresh_from_db()
    assert (look.second.verdict, look.second.blind) == (Verdict.NOT_SAME, True)
    assert shown.low.number not in browser(second).get(address).content.decode()
    with pytest.raises(NotPossibleError):
        look_again(by=second, look=look, verdict=Verdict.SAME)


def test_where_both_differ_the_pair_is_open_again_for_both(all_drawn):
    first, second = registrars()
    judge(by=first, proposal=(asked := pair()), verdict=Verdict.NOT_SAME)
    look = SecondLook.objects.get()
    assert not look_again(by=second, look=look, verdict=Verdict.SAME)
    asked.refresh_from_db()
    assert asked.settled_at is None
    for user in (first, second):
        page = browser(user).get(reverse("linkage:second-looks")).content.decode()
        assert "Verschillend beoordeeld" in page
    settle(by=first, look=look)
    assert not SecondLook.objects.differing().exists()


def test_the_quality_page_tells_how_far_both_agree(all_drawn):
    first, second = registrars()
    verdicts = [("SAME", "SAME"), ("NOT_SAME", "NOT_SAME"), ("NOT_SAME", "SAME")]
    for one, other in verdicts:
        judge(by=first, proposal=pair(0.99), verdict=one, reason="Seen")
        look_again(by=second, look=SecondLook.objects.get(second=None), verdict=other)
    found = agreement()
    assert (found.drawn, found.given, found.differing, found.unsettled) == (3, 3, 1, 1)
    assert found.kappa == pytest.approx(0.4)
    page = browser(first).get(reverse("linkage:quality")).content.decode()
    assert "Kappa 0,40" in page
