"""The administrator's pages: an address with its secret, what arrived, what was given up."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.audit.queries import about
from schakel.foundation.webhooks.actions import conclude, subscribe
from schakel.foundation.webhooks.choices import Failure, State
from schakel.foundation.webhooks.models import Message, Subscription
from schakel.foundation.webhooks.posting import Answer
from schakel.foundation.webhooks.tasks import send_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(administrator, settings):
    settings.SCHAKEL_DEMO = True  # no second factor is asked
    client = Client()
    client.force_login(administrator)
    return client


def page(name, subscription, **more):
    return reverse(f"webhooks:{name}", kwargs={"number": subscription.number, **more})


@pytest.fixture
def given_up(system, subscription, tell):
    """A message that was tried to the end."""
    message = tell(status="QUESTION")
    answer = Answer(500, Failure.ANSWER, 12)
    conclude(by=system, message=message, answer=answer, now=message.at, due_at=None)
    return message


def log(subscription):
    return [(line.event, line.data) for line in about("webhook", subscription.number)]


def test_the_secret_is_shown_once(browser, partner):
    values = {"organisation": partner.number, "address": "https://partner.example/hook"}
    shown = browser.post(reverse("webhooks:new"), values)
    made = Subscription.objects.get()
    assert shown.status_code == 200
    assert made.secret in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    for name in ("index", "new"):
        assert made.secret not in browser.get(reverse(f"webhooks:{name}")).content.decode()
    assert made.secret not in browser.get(page("detail", made)).content.decode()
    assert log(made) == [("create", "")]


def test_the_same_address_twice_is_refused(browser, subscription, partner):
    values = {"organisation": partner.number, "address": subscription.address}
    again = browser.post(reverse("webhooks:new"), values)
    assert again.context["form"].errors["address"]
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("address", ["http://partner.example/", "https://x.example/?token=1", "x"])
def test_a_wrong_address_is_explained(browser, partner, address):
    answer = browser.post(
        reverse("webhooks:new"), {"organisation": partner.number, "address": address}
    )
    assert "https://" in answer.context["form"].errors["address"][0]
    assert not Subscription.objects.exists()


def test_a_test_message_goes_out_and_arrives(browser, system, listening, receiver):
    browser.post(page("test", listening))
    send_round(by=system)
    assert b"nl.schakel.webhook.test" in receiver.heard[0][1]
    assert ("create", "message:test") in log(listening)
    assert Message.objects.get().state == State.DELIVERED
    assert "(204)" in browser.get(page("detail", listening)).content.decode()


def test_a_new_secret_replaces_the_old_one_gently(browser, subscription):
    shown = browser.post(page("secret", subscription)).content.decode()
    renewed = Subscription.objects.get()
    assert renewed.secret in shown
    assert renewed.secret != subscription.secret
    assert renewed.previous_secret == subscription.secret
    assert renewed.previous_secret not in shown
    assert log(subscription)[0] == ("security", "secret:renewed")


def test_what_was_given_up_is_seen_and_sent_again(browser, system, subscription, given_up):
    assert given_up.object_number in browser.get(page("detail", subscription)).content.decode()
    assert browser.get(reverse("webhooks:index")).context["page"].object_list[0].dead == 1
    browser.post(page("resend", subscription, message=given_up.pk))
    given_up.refresh_from_db()
    assert (given_up.state, given_up.failures) == (State.WAITING, 0)
    assert log(subscription)[0] == ("change", f"message:{given_up.pk}:resent")


def test_all_that_was_given_up_is_sent_again(browser, subscription, given_up):
    browser.post(page("resend-all", subscription))
    assert Message.objects.get().state == State.WAITING
    assert log(subscription)[0] == ("change", "messages:resent")


def test_one_message_is_let_go(browser, subscription, given_up):
    browser.post(page("let-go", subscription, message=given_up.pk))
    assert Message.objects.get().state == State.DROPPED
    assert log(subscription)[0] == ("change", f"message:{given_up.pk}:dropped")


def test_a_message_of_another_subscription_is_left_alone(
    browser, system, partner, subscription, given_up
):
    other = subscribe(by=system, organisation=partner, address="https://other.example/")
    browser.post(page("resend", other, message=given_up.pk))
    assert Message.objects.get(pk=given_up.pk).state == State.DEAD


def test_stopping_lets_go_of_what_waits(browser, subscription, tell):
    tell()
    browser.post(page("deactivate", subscription))
    assert not Subscription.objects.get().active
    assert Message.objects.get().state == State.DROPPED
    for name in ("test", "secret", "resend-all"):
        browser.post(page(name, subscription))
    assert Message.objects.count() == 1
    assert log(subscription) == [("change", "active"), ("create", "")]


def test_the_pages_cost_a_bounded_number_of_queries(
    browser, system, partner, subscription, tell, django_assert_max_num_queries
):
    for number in range(20):
        subscribe(by=system, organisation=partner, address=f"https://p{number}.example/")
    for number in range(20):
        tell(f"M-{number:04}-0000")
    for address in (reverse("webhooks:index"), page("detail", subscription)):
        browser.get(address)
        with django_assert_max_num_queries(12):
            assert browser.get(address).status_code == 200
