"""A report that a registrar takes by telephone or on paper, for an organisation."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, User
from schakel.register.intake.models import Report
from schakel.register.intake.tests.browsing import send
from schakel.register.persons.choices import Queue
from schakel.register.persons.tests.desk import listed
from schakel.register.persons.tests.people import organisation, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("channel", ["PHONE", "PAPER"])
def test_it_is_the_organisations_report_entered_by_the_registrar(browser, registrar, channel):
    party = organisation("Opvang De Haven", "SHELTER")
    desk = browser.get(reverse("persons:triage")).content.decode()
    assert f"{reverse('intake:new')}?channel=PHONE" in desk
    begun = browser.get(reverse("intake:new"), {"channel": channel})
    assert begun.context["form"]["channel"].value() == channel
    answer = send(
        browser, organisation=party.pk, channel=channel, reporter_reference="BEL-1", gender="MALE"
    )
    sent = Report.objects.get()
    assert (sent.organisation, sent.channel, sent.entered_by) == (
        party,
        channel,
        registrar.number,
    )
    receipt = browser.get(answer["Location"], follow=True)
    assert receipt.redirect_chain[-1][0] == reverse("persons:report", args=[sent.number])
    assert reverse("persons:triage") in receipt.content.decode()
    assert listed(browser, Queue.INCOMPLETE) == [sent.number]

    reporter = user(Role.SHELTER)
    Mandate.objects.filter(user=reporter).update(organisation=party)
    theirs = Client()
    theirs.force_login(User.objects.get(pk=reporter.pk))
    own = theirs.get(reverse("intake:own")).content.decode()
    assert sent.number in own
    assert "BEL-1" in own
    assert sent.number not in browser.get(reverse("intake:own")).content.decode()


def test_no_other_channel_can_be_named_in_the_address(browser):
    begun = browser.get(reverse("intake:new"), {"channel": "API"})
    assert begun.context["form"]["channel"].value() != "API"
