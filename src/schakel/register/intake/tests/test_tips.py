"""Tips of citizens: kept apart from reports, handed over, and forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import TipState
from schakel.register.intake.models import Report, Tip
from schakel.register.intake.retention import TIP_DAYS
from schakel.register.intake.tipping import change_tip, delete_old_tips, take_tip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts


def test_a_tip_is_no_report(client, registrar) -> None:
    client.force_login(registrar)
    sent = {"text": "Licht in een leeg pand, elke nacht.", "contact": ""}
    answer = client.post(reverse("intake:tip-new"), sent, follow=True)
    tip = Tip.objects.get()
    assert "Licht in een leeg pand" in answer.text
    assert tip.number in client.get(reverse("intake:tips")).text
    assert not Report.objects.exists()


def test_it_is_handed_over_once_and_then_closed(client, registrar, system) -> None:
    tip = take_tip(by=system, text="Iets gezien.")
    client.force_login(registrar)
    address = reverse("intake:tip-change", args=[tip.number])
    for state in ("HANDED_OVER", "HANDED_OVER", "CLOSED"):
        client.post(address, {"state": state})
    tip.refresh_from_db()
    assert tip.state == TipState.CLOSED
    with pytest.raises(NotPossibleError):
        change_tip(by=system, tip=tip, state=TipState.HANDED_OVER)


def test_partners_see_and_send_none(shelter_worker) -> None:
    with pytest.raises(PermissionDenied):
        take_tip(by=shelter_worker, text="Iets gezien.")


def test_no_service_number_is_kept(system) -> None:
    with pytest.raises(ValidationError):
        take_tip(by=system, text="Zijn nummer is 123456782")
    assert not Tip.objects.exists()


def test_it_is_forgotten_after_its_period(system) -> None:
    take_tip(by=system, text="Iets gezien.")
    now = timezone.now()
    assert delete_old_tips(by=system, now=now + timedelta(days=TIP_DAYS - 1)) == 0
    assert delete_old_tips(by=system, now=now + timedelta(days=TIP_DAYS, minutes=1)) == 1
    assert delete_old_tips(by=system, now=now + timedelta(days=TIP_DAYS, minutes=1)) == 0


def test_the_list_opens_no_text(client, registrar, system, django_assert_max_num_queries) -> None:
    for number in range(6):
        take_tip(by=system, text=f"Iets gezien, nummer {number}.")
    client.force_login(registrar)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("intake:tips"))
    assert "Iets gezien" not in page.text
