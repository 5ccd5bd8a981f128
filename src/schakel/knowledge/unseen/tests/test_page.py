"""The public page: on an empty system, with each choice of nets, in both languages, without a cookie."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from schakel.foundation.access.actors import SystemActor
from schakel.knowledge.unseen import actions
from schakel.knowledge.unseen.content import Estimate
from schakel.knowledge.unseen.faults import UnfitError
from schakel.knowledge.unseen.pond import BOTH, FISH, pond

pytestmark = pytest.mark.django_db
BY = SystemActor("tests")


def estimate(number: str = "Q-1", **more) -> Estimate:
    return Estimate(
        **{
            "number": number,
            "title": {"nl": "Een jaar", "en": "One year"},
            "population": {"nl": "Mensen.", "en": "People."},
            "years": (2020, 2021),
            "observed": 1_000,
            "estimate": 5_000,
            "interval": (4_000, 6_000),
            "spread": (3_000, 7_000),
            "method": {"nl": "Stapsgewijs", "en": "Stepwise"},
            "model": "[12,3]",
            "warnings": {"nl": ["Pas op."], "en": ["Beware of this."]},
            "lists": ({"nl": "Politie", "en": "Police"}, {"nl": "Zorg", "en": "Care"}),
            "overlaps": {"1": 600, "2": 350, "3": 50},
            "made": {"threshold": 0.02, "draws": 200, "seed": 3, "version": "0"},
            **more,
        }
    )


@pytest.mark.parametrize(
    ("nets", "says"),
    [("", "= 100"), ("together", "= 40"), ("avoid", "= 200"), ("nonsense", "= 100")],
)
def test_the_picture_answers_a_choice_without_script(client, nets, says):
    with override("en"):
        answer = client.get(reverse("unseen:page"), {"nets": nets})
    assert says in answer.content.decode()
    assert not answer.cookies


def test_every_fish_is_drawn_once():
    for choice, both in BOTH.items():
        fish = pond(choice).fish
        assert len({(one.x, one.y) for one in fish}) == FISH
        assert sum(one.nets == "ab" for one in fish) == both


def test_an_estimate_stands_with_range_warnings_and_registered(client):
    actions.publish(by=BY, found=estimate())
    with override("en"):
        page = client.get(reverse("unseen:page")).content.decode()
    for text in ("5,000", "4,000", "6,000", "1,000", "Beware of this.", "3,000", "2,500"):
        assert text in page
    with override("nl"):
        page = client.get(reverse("unseen:page")).content.decode()
    assert "Pas op." in page
    file = b"".join(client.get(reverse("unseen:data", args=["Q-1"]))).decode()
    assert "1;1;50" in file


@pytest.mark.parametrize(
    "wrong",
    [
        {"overlaps": {"1": 600, "3": 4}},
        {"interval": (0, 0)},
        {"estimate": 900},
        {"title": {"nl": "Een jaar", "en": ""}},
    ],
)
def test_what_shows_too_much_or_stands_alone_is_not_taken(wrong):
    with pytest.raises(UnfitError):
        actions.publish(by=BY, found=estimate(**wrong))
    actions.publish(by=BY, found=estimate())
    with pytest.raises(UnfitError):
        actions.publish(by=BY, found=estimate())
