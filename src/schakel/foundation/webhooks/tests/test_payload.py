"""The signature: as the specification gives it, checked as our documentation tells partners to."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.webhooks.models import Message, Subscription
from schakel.foundation.webhooks.payload import (
    body_of,
    event_of,
    headers_of,
    new_secret,
    signature,
)

REFERENCE = Path(__file__).resolve().parents[5] / "docs" / "reference" / "webhooks.md"


def documented():
    """`is_genuine` as it stands in the reference for partners."""
    text = REFERENCE.read_text(encoding="utf-8")
    known = {}
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1), known)  # noqa: S102 - our own page
    return known["is_genuine"]


is_genuine = documented()


def message(secret, **more):
    now = timezone.now()
    given = {"event": "report.question", "object_type": "report", "object_number": "M-7K3F-9QX0"}
    subscription = Subscription(secret=secret, **more)
    return Message(subscription=subscription, status="QUESTION", at=now, **given)


def sent(one, now=None):
    body = body_of(one)
    return headers_of(one, body, now or timezone.now()), body


@pytest.mark.pure
def test_the_signature_is_that_of_the_specification():
    """The example with which the libraries of Standard Webhooks test themselves."""
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.pure
def test_a_partner_who_follows_the_documentation_believes_a_message():
    secret = new_secret()
    headers, body = sent(message(secret))
    assert is_genuine(secret, headers, body)


@pytest.mark.pure
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_changed_body_is_not_believed(place, bit):
    secret = new_secret()
    headers, body = sent(message(secret))
    changed = bytearray(body)
    changed[place % len(body)] ^= 1 << bit
    assert not is_genuine(secret, headers, bytes(changed))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("header", "other"),
    [
        ("webhook-id", "00000000-0000-0000-0000-000000000000"),
        ("webhook-timestamp", lambda old: str(int(old) - 60)),
        ("webhook-signature", "v1,AAAA"),
        ("webhook-signature", ""),
    ],
)
def test_changed_headers_are_not_believed(header, other):
    secret = new_secret()
    headers, body = sent(message(secret))
    headers[header] = other(headers[header]) if callable(other) else other
    assert not is_genuine(secret, headers, body)


@pytest.mark.pure
def test_an_old_message_and_another_secret_are_not_believed():
    secret = new_secret()
    headers, body = sent(message(secret), timezone.now() - timedelta(minutes=6))
    assert not is_genuine(secret, headers, body)
    headers, body = sent(message(secret))
    assert not is_genuine(new_secret(), headers, body)


@pytest.mark.pure
def test_while_a_secret_is_replaced_both_are_good():
    old, new = new_secret(), new_secret()
    one = message(new, previous_secret=old, previous_until=timezone.now() + timedelta(hours=1))
    headers, body = sent(one)
    assert is_genuine(old, headers, body)
    assert is_genuine(new, headers, body)
    one.subscription.previous_until = timezone.now() - timedelta(seconds=1)
    headers, body = sent(one)
    assert not is_genuine(old, headers, body)
    assert is_genuine(new, headers, body)


@pytest.mark.pure
def test_the_body_is_a_cloud_event_and_the_same_at_every_try():
    one = message(new_secret())
    event = json.loads(body_of(one))
    assert body_of(one) == body_of(one)
    assert event == event_of(one)
    assert {"specversion", "id", "source", "type"} <= set(event)
    assert event["specversion"] == "1.0"
    assert event["source"].startswith("urn:nld:")
    assert event["type"] == "nl.schakel.report.question"
    assert event["subject"] == "M-7K3F-9QX0"
    assert event["data"] == {"object": "report", "number": "M-7K3F-9QX0", "status": "QUESTION"}


@pytest.mark.pure
def test_the_example_in_the_reference_has_the_fields_that_are_sent():
    text = REFERENCE.read_text(encoding="utf-8")
    example = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1))
    assert list(example) == list(event_of(message(new_secret())))
    assert list(example["data"]) == list(event_of(message(new_secret()))["data"])


@pytest.mark.pure
def test_the_columns_of_a_message_are_those_that_were_thought_about():
    """Whoever adds a column must come here and ask whether it may leave the house."""
    assert {column.name for column in Message._meta.concrete_fields} == {
        *(
            "id",
            "subscription",
            "event_id",
            "event",
            "object_type",
            "object_number",
            "status",
            "at",
        ),
        *("state", "failures", "due_at", "claim", "claimed_until", "ended_at"),
    }
