"""From the outbox to the partner: in order, at least once, with an end to every trouble."""

import json
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from schakel.foundation.webhooks.actions import (
    Announcement,
    announce,
    deactivate,
    let_go,
    resend,
    subscribe,
)
from schakel.foundation.webhooks.backoff import LONGEST, TRIES
from schakel.foundation.webhooks.choices import Ending, Failure, State
from schakel.foundation.webhooks.models import Attempt, Message, Subscription
from schakel.foundation.webhooks.outbox import claim_next
from schakel.foundation.webhooks.posting import Answer
from schakel.foundation.webhooks.queries import is_unattended, ready
from schakel.foundation.webhooks.tasks import LEASE, send_round
from schakel.foundation.webhooks.tests.test_payload import is_genuine

pytestmark = pytest.mark.django_db

TAKEN = Answer(204, "", 5)
REFUSED = Answer(500, Failure.ANSWER, 5)
SILENT = Answer(None, Failure.TIMEOUT, 15_000)


class Later:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = timezone.now() + timedelta(seconds=1)

    def __call__(self):
        return self.now

    def forward(self, span=LONGEST * 2):
        self.now += span


class Post:
    """Answers from a list, the last one for ever; remembers what was posted."""

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def __call__(self, _address, headers, body):
        self.sent.append((headers["webhook-id"], json.loads(body)))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def statuses(self):
        return [body["data"].get("status") for _id, body in self.sent]


def rounds(system, post, clock, count=1):
    for _round in range(count):
        send_round(by=system, clock=clock, post=post, chance=Random(1))
        clock.forward()


def test_a_message_arrives_signed(system, listening, receiver, tell):
    message = tell(status="QUESTION")
    done = send_round(by=system)
    assert (done.delivered, done.waiting, done.dead) == (1, 0, 0)
    headers, body = receiver.heard[0]
    assert is_genuine(Subscription.objects.get().secret, headers, body)
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert json.loads(body)["data"]["status"] == "QUESTION"
    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert [(one.http_status, one.failure) for one in message.tries.all()] == [(204, "")]
    assert send_round(by=system).delivered == 0
    assert len(receiver.heard) == 1


def test_only_who_subscribed_is_told(system, partner, subscription, tell):
    subscription.organisation = partner
    at = timezone.now()
    other = Announcement(
        partner.pk + 1000, "report.received", "report", "M-2222-2222", "RECEIVED", at
    )
    assert announce([other]) == 0
    assert tell() is not None
    deactivate(by=system, subscription=subscription)
    assert announce([Announcement(partner.pk, "report.received", "report", "M-1", "X", at)]) == 0


def test_only_the_events_that_were_chosen(system, partner, tell):
    subscribe(
        by=system, organisation=partner, address="https://a.example/", events=["report.question"]
    )
    assert tell(status="RECEIVED") is None
    assert tell(status="QUESTION").event == "report.question"


def test_two_addresses_get_the_same_event(system, partner, subscription, tell):
    subscribe(by=system, organisation=partner, address="https://other.example/")
    tell()
    first, second = Message.objects.all()
    assert first.event_id == second.event_id
    assert first.subscription_id != second.subscription_id


def test_what_is_rolled_back_was_never_announced(partner, subscription, tell):
    with transaction.atomic():
        tell()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_announced_outside_a_transaction(subscription, tell):
    with pytest.raises(RuntimeError):
        tell()
    assert not Message.objects.exists()


def test_a_failure_is_tried_again_later_with_the_same_id(system, subscription, tell):
    tell()
    clock, post = Later(), Post(REFUSED, TAKEN)
    send_round(by=system, clock=clock, post=post)
    waiting = Message.objects.get()
    assert (waiting.state, waiting.failures) == (State.WAITING, 1)
    assert waiting.due_at > clock.now
    send_round(by=system, clock=clock, post=post)
    assert len(post.sent) == 1  # its time has not come
    clock.now = waiting.due_at
    send_round(by=system, clock=clock, post=post)
    assert post.sent[0] == post.sent[1]
    assert Message.objects.get().state == State.DELIVERED
    assert [one.http_status for one in Attempt.objects.all()] == [500, 204]


def test_the_pause_that_the_receiver_wants_is_kept(system, subscription, tell):
    tell()
    clock = Later()
    post = Post(Answer(429, Failure.ANSWER, 5, timedelta(hours=3)))
    send_round(by=system, clock=clock, post=post)
    assert Message.objects.get().due_at == clock.now + timedelta(hours=3)


def test_after_the_last_try_it_is_given_up_and_can_be_sent_again(system, subscription, tell):
    tell()
    clock, post = Later(), Post(REFUSED)
    rounds(system, post, clock, TRIES + 3)
    dead = Message.objects.get()
    assert (dead.state, dead.failures, len(post.sent)) == (State.DEAD, TRIES, TRIES)
    assert resend(by=system, subscription=subscription) == 1
    rounds(system, Post(TAKEN), clock)
    dead.refresh_from_db()
    assert dead.state == State.DELIVERED
    assert dead.tries.count() == TRIES + 1


def test_messages_about_one_report_arrive_in_order(system, subscription, tell):
    for status in ("RECEIVED", "QUESTION", "ANSWERED"):
        tell(status=status)
    tell("M-2222-2222", "WITHDRAWN")
    clock, post = Later(), Post(REFUSED, TAKEN)
    send_round(by=system, clock=clock, post=post)
    # What failed holds up what follows about the same report, and nothing else.
    assert post.statuses == ["RECEIVED", "WITHDRAWN"]
    clock.forward()
    send_round(by=system, clock=clock, post=post)
    assert post.statuses[2:] == ["RECEIVED", "QUESTION", "ANSWERED"]


def test_later_messages_wait_for_one_that_was_given_up(system, subscription, tell):
    tell(status="RECEIVED")
    tell(status="QUESTION")
    clock = Later()
    rounds(system, Post(REFUSED), clock, TRIES)
    post = Post(TAKEN)
    rounds(system, post, clock)
    assert post.sent == []
    let_go(by=system, subscription=subscription, message=Message.objects.get(state="DEAD").pk)
    rounds(system, post, clock)
    assert post.statuses == ["QUESTION"]


def test_a_machine_that_is_down_costs_one_try_per_round(system, subscription, partner, tell):
    other = subscribe(by=system, organisation=partner, address="https://other.example/")
    for number in range(4):
        tell(f"M-000{number}-0000")
    post = Post(SILENT)
    send_round(by=system, clock=Later(), post=post)
    assert len(post.sent) == 2  # one for each address
    assert other.messages.filter(failures=1).count() == 1


def test_gone_ends_the_subscription(system, subscription, tell):
    tell()
    tell("M-2222-2222")
    send_round(by=system, clock=Later(), post=Post(Answer(410, Failure.ANSWER, 5)))
    subscription.refresh_from_db()
    assert (subscription.active, subscription.ending) == (False, Ending.GONE)
    assert not Message.objects.exclude(state=State.DROPPED).exists()


def test_what_a_worker_holds_is_not_taken_by_another(system, subscription, tell):
    tell()
    clock = Later()
    held = claim_next(ready(clock.now), clock.now, LEASE)
    assert claim_next(ready(clock.now), clock.now, LEASE) is None
    clock.now = held.claimed_until
    assert claim_next(ready(clock.now), clock.now, LEASE) == held


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_what_another_worker_is_just_taking_is_passed_over(subscription, tell):
    """Without waiting for the other: a lock that is held is somebody else's message."""
    with transaction.atomic():
        first, second = tell("M-1111-1111"), tell("M-2222-2222")
    now = timezone.now()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT id FROM webhooks_message WHERE id = %s FOR UPDATE", [first.pk])
        assert claim_next(ready(now), now, LEASE) == second
        assert claim_next(ready(now), now, LEASE) is None
        cursor.execute("ROLLBACK")
    other.close()
    assert claim_next(ready(now), now, LEASE) == first


def test_a_worker_whose_claim_lapsed_changes_nothing_any_more(system, subscription, tell):
    tell()
    clock = Later()

    def slow(_address, _headers, _body):
        clock.forward(LEASE)
        send_round(by=system, clock=clock, post=Post(TAKEN))
        return REFUSED

    send_round(by=system, clock=clock, post=slow)
    assert Message.objects.get().state == State.DELIVERED
    assert [one.http_status for one in Attempt.objects.all()] == [204, 500]


def test_a_try_cannot_be_changed(system, subscription, tell):
    tell()
    send_round(by=system, clock=Later(), post=Post(TAKEN))
    one = Attempt.objects.get()
    with pytest.raises(TypeError):
        one.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.update(http_status=500)
    assert Attempt.objects.get().http_status == 204


def test_delivering_is_for_the_worker_alone(administrator, subscription, tell):
    tell()
    with pytest.raises(PermissionDenied):
        send_round(by=administrator, clock=Later(), post=Post(TAKEN))


def test_that_nobody_sends_is_noticed(subscription, tell):
    tell()
    now = timezone.now()
    assert not is_unattended(now)
    assert is_unattended(now + timedelta(minutes=16))


def test_announcing_costs_one_query_where_nobody_listens(partner, django_assert_num_queries):
    at = timezone.now()
    many = [
        Announcement(partner.pk, "report.received", "report", f"M-{n}", "X", at) for n in range(99)
    ]
    with django_assert_num_queries(1):
        assert announce(many) == 0


def test_the_secret_is_encrypted(subscription):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_subscription")
        stored = cursor.fetchone()[0]
    assert subscription.secret.startswith("whsec_")
    assert subscription.secret not in stored
