"""What is sent, and its signature.

The body is a CloudEvent 1.0 as JSON, after the "NL GOV profile for CloudEvents" (Logius): `source` is a
URN in the namespace `nld`, `type` a reversed domain name after the data source, not the organisation. The
headers and the signature follow "Standard Webhooks" 1.0.0: an HMAC over id, moment of sending, and body.
"""

import base64
import hmac
import json
import secrets
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from schakel.foundation.webhooks.models import Message, Subscription

TYPE_PREFIX = "nl.schakel."
SECRET_PREFIX = "whsec_"  # noqa: S105 - says what follows, and is none itself
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def new_secret() -> str:
    """A secret as partners get it: 32 random bytes in Base64 behind a prefix."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def event_of(message: Message) -> dict[str, Any]:
    """The CloudEvent: which number got which status, when. `time` is when the change was written down."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(message.event_id),
        "source": settings.SCHAKEL_EVENT_SOURCE,
        "type": TYPE_PREFIX + message.event,
        "time": message.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "datacontenttype": "application/json",
        "data": {},
    }
    if message.object_number:
        event["subject"] = message.object_number
        event["data"] = {
            "object": message.object_type,
            "number": message.object_number,
            "status": message.status,
        }
    return event


def body_of(message: Message) -> bytes:
    """The body, byte for byte as it is signed and sent; the same at every try."""
    return json.dumps(event_of(message), separators=(",", ":"), ensure_ascii=True).encode("ascii")


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """``v1,…``: HMAC-SHA256 in Base64 over "id.timestamp.body"."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    signed = b".".join((event_id.encode("ascii"), str(timestamp).encode("ascii"), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode("ascii")


def headers_of(message: Message, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of one try; with two signatures while a secret is being replaced."""
    event_id, timestamp = str(message.event_id), int(now.timestamp())
    signing = [
        signature(one, event_id, timestamp, body) for one in _secrets(message.subscription, now)
    ]
    return {
        "content-type": CONTENT_TYPE,
        "user-agent": "Schakel",
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signing),
    }


def _secrets(subscription: Subscription, now: datetime) -> list[str]:
    until = subscription.previous_until
    old = [subscription.previous_secret] if until is not None and until > now else []
    return [subscription.secret, *old]
