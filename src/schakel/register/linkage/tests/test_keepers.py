"""A restricted report that may be the same: asked of its keeper, answered by the usual verdict."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import correct
from schakel.register.intake.choices import RestrictionEnding
from schakel.register.intake.forms.guided import reference_in_use
from schakel.register.intake.keepers import keepers_of
from schakel.register.intake.models import ReportRestriction
from schakel.register.intake.restricting import NotRestrictedError, hand_over, lift, restrict
from schakel.register.linkage.actions import join, judge
from schakel.register.linkage.choices import Refusal, Verdict
from schakel.register.linkage.models import KeeperQuestion
from schakel.register.linkage.refusing import RefusedError
from schakel.register.linkage.tests.scene import certain, person, registrars, reports_of
from schakel.register.persons.queries import counted_reports, person_of
from schakel.register.persons.tests.people import SYSTEM, data, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """(keeper, colleague, the restricted report, the colleague's report, the pair)."""
    keeper, colleague = registrars()
    secret, open_one = person(2019), person(2024)
    proposal = certain(secret, open_one, 0.9)
    (hidden,), (own,) = reports_of(secret), reports_of(open_one)
    restrict(by=keeper, report=hidden, keeper=keeper, reason="SAFETY")
    return keeper, colleague, hidden, own, proposal


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_asked_and_answered(scene):
    keeper, colleague, hidden, own, proposal = scene
    page = reverse("persons:report", args=[own.number])
    assert "Vraag het aan" in browser(colleague).get(page).content.decode()
    ask = reverse("linkage:ask-keeper", args=[own.number])
    for _twice in range(2):
        assert browser(colleague).post(ask, {"keeper": keeper.number}).status_code == 302
    assert KeeperQuestion.objects.count() == 1
    case = reverse("linkage:case", args=[proposal.low.number, proposal.high.number])
    assert case in browser(keeper).get(reverse("linkage:asked")).content.decode()
    assert browser(colleague).get(case).status_code == 404
    browser(keeper).post(
        reverse("linkage:decide", args=[proposal.low.number, proposal.high.number]),
        {"verdict": "NOT_SAME", "reason": "Another birth year"},
    )
    told = browser(colleague).get(page).content.decode()
    assert "niet dezelfde persoon" in told
    assert hidden.number not in told
    assert "Another birth year" not in told
    looks = [entry.data for entry in about("report", hidden.number) if "hint" in str(entry.data)]
    assert looks, "that somebody was told is logged with the restricted report"


def test_a_decision_needs_somebody_who_sees_all(scene):
    keeper, colleague, hidden, own, _proposal = scene
    secret, known = person_of(hidden), person_of(own)
    with pytest.raises(RefusedError) as refused:
        join(by=colleague, low=secret, high=known, reason="Guessed")
    assert refused.value.code == Refusal.RESTRICTED
    assert join(by=keeper, low=secret, high=known, reason="Seen")


def test_a_verdict_on_a_person_with_a_restricted_part_is_refused(scene):
    keeper, colleague, hidden, own, proposal = scene
    judge(by=keeper, proposal=proposal, verdict=Verdict.SAME, reason="Seen")
    third = person(2022)
    other = certain(person_of(own), third, 0.9)
    if person_of(own) == person_of(hidden):
        with pytest.raises(RefusedError):
            judge(by=colleague, proposal=other, verdict=Verdict.SAME)


def test_it_counts_as_before(scene):
    _keeper, _colleague, hidden, _own, _proposal = scene
    assert len(list(counted_reports())) == 2
    lift(by=_keeper, report=hidden, note="Over")
    assert len(list(counted_reports())) == 2


def test_lifting_and_handing_over_are_facts_of_their_own(scene):
    keeper, colleague, hidden, _own, _proposal = scene
    administrator = user(Role.ADMINISTRATOR)
    hand_over(by=keeper, report=hidden, keeper=colleague, note="Holiday")
    assert keepers_of([hidden.pk]) == {hidden.pk: colleague}
    with pytest.raises(ValueError, match="why"):
        hand_over(by=administrator, report=hidden, keeper=keeper, note="")
    hand_over(by=administrator, report=hidden, keeper=keeper, note="Ill")
    lift(by=keeper, report=hidden, note="Over")
    with pytest.raises(NotRestrictedError):
        lift(by=keeper, report=hidden, note="Again")
    rows = ReportRestriction.objects.order_by("pk").select_related("end")
    assert [row.end.how for row in rows] == [
        RestrictionEnding.HANDED_OVER,
        RestrictionEnding.TAKEN,
        RestrictionEnding.LIFTED,
    ]
    page = browser(colleague).get(reverse("persons:report", args=[hidden.number]))
    assert page.status_code == 200


def test_a_correction_is_restricted_like_what_it_corrects(scene):
    keeper, colleague, hidden, _own, _proposal = scene
    newer = correct(by=SYSTEM, report=hidden, data=data(2019, scope=hidden.identity.scope, age=31))
    assert keepers_of([newer.pk]) == {newer.pk: keeper}
    address = reverse("persons:report", args=[newer.number])
    assert browser(colleague).get(address).status_code == 404


def test_an_administrator_sees_who_keeps_it_and_not_what_it_says(scene):
    keeper, _colleague, hidden, _own, _proposal = scene
    client = browser(user(Role.ADMINISTRATOR))
    page = client.get(reverse("persons:restrictions")).content.decode()
    assert hidden.number in page
    assert keeper.name in page
    assert client.get(reverse("persons:report", args=[hidden.number])).status_code == 403


def test_a_reference_that_is_used_again_does_not_name_it(scene):
    _keeper, _colleague, hidden, own, _proposal = scene
    assert hidden.number in reference_in_use(hidden.number)  # its own sender knows the number
    assert hidden.number not in reference_in_use(hidden.number, by_centre=True)
    assert own.number in reference_in_use(own.number, by_centre=True)
