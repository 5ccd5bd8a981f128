"""What can happen: an agreement is made or ended, records are delivered, and the same once more."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib import import_module
from types import ModuleType

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.terms.numbers import new_number
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.deliveries.choices import FIELDS, SHORTEST_PASSPHRASE
from schakel.insight.delivery.deliveries.faults import RefusedError
from schakel.insight.delivery.deliveries.models import Agreement, Delivery, ReceiverKey
from schakel.insight.delivery.deliveries.sealing import seal, seal_for
from schakel.methods.encoding.envelopes import PublicKey
from schakel.methods.encoding.key_files import text_of


def counting() -> ModuleType:
    """What works with Arrow, loaded when it is first needed: the web server starts without."""
    return import_module("schakel.insight.delivery.deliveries.records")


@dataclass(frozen=True)
class Terms:
    """What is agreed."""

    receiver: str
    name: str
    purpose: str
    legal_basis: str
    fields: tuple[str, ...]
    first_year: int
    last_year: int
    until: date
    joinable: bool = False


@transaction.atomic
def agree(*, by: Actor, terms: Terms) -> Agreement:
    """An agreement, in force from now. RefusedError where it cannot be kept."""
    require(by, "agree", "deliveries.Agreement")
    if terms.last_year < terms.first_year:
        raise RefusedError(_("The last year comes before the first."))
    if terms.until < timezone.localdate():
        raise RefusedError(_("An agreement cannot end before it begins."))
    if not terms.fields or set(terms.fields) - set(FIELDS):
        raise RefusedError(_("Choose at least one column."))
    agreement = Agreement.objects.create(
        number=new_number("A"),
        agreed_at=timezone.now(),
        agreed_by=by.actor_id,
        **{**vars(terms), "fields": list(terms.fields)},
    )
    record(by=by, event=Event.CREATE, object_type="agreement", object_id=agreement.number)
    return agreement


@transaction.atomic
def end(*, by: Actor, agreement: Agreement) -> None:
    """Nothing more is delivered under it; what was delivered stays on record."""
    row = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require(by, "end", row)
    if row.ended_at is not None:
        raise RefusedError(_("This agreement was ended before."))
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    record(
        by=by,
        event=Event.CHANGE,
        object_type="agreement",
        object_id=row.number,
        data=["ended_at"],
    )


@transaction.atomic
def set_key(*, by: Actor, agreement: Agreement, key: PublicKey | None) -> ReceiverKey | None:
    """From now on what is delivered is sealed for `key`; None: with a passphrase again.

    `by` has compared the fingerprint with the receiver by telephone. RefusedError: ended, or the same key.
    """
    row = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require(by, "key", row)
    if not row.is_in_force(timezone.localdate()):
        raise RefusedError(_("This agreement is not in force any more."))
    before = key_of(row)
    if key is None and before is None:
        raise RefusedError(_("There is no key to take away."))
    if key is not None and before is not None and before.fingerprint == key.fingerprint:
        raise RefusedError(_("This is the key that is in use already."))
    moment = timezone.now()
    row.keys.filter(ended_at=None).update(ended_at=moment)
    made = None
    if key is not None:
        made = row.keys.create(
            name=key.name,
            public=text_of(key.raw),
            fingerprint=key.fingerprint,
            added_at=moment,
            added_by=by.actor_id,
        )
    record(
        by=by,
        event=Event.SECURITY,
        object_type="agreement",
        object_id=row.number,
        data=["receiver_key"],
        ground=f"key-{key.fingerprint}" if key else "key-taken-away",
    )
    return made


def key_of(agreement: Agreement) -> ReceiverKey | None:
    """The key that deliveries under it are sealed for; None: with a passphrase."""
    return agreement.keys.filter(ended_at=None).first()


def deliver(
    *, by: Actor, agreement: Agreement, snapshot: Snapshot, passphrase: str = ""
) -> tuple[Delivery, bytes]:
    """The agreed records, sealed for the receiver's key, or with `passphrase` where there is none.

    RefusedError where the agreement is not in force.
    """
    require(by, "make", "deliveries.Delivery")
    key = key_of(agreement)
    _require_ready(agreement, snapshot, key, passphrase)
    work = counting()
    delivery = Delivery(
        number=new_number("L"),
        agreement=agreement,
        snapshot=snapshot,
        made_at=timezone.now(),
        made_by=by.actor_id,
        key_fingerprint=key.fingerprint if key else "",
    )
    found = work.pseudonymised(work.records(agreement, snapshot), delivery)
    if not found.rows:
        raise RefusedError(_("This snapshot holds nothing of the agreed years."))
    # Outside of the transaction: sealing takes a moment, in which others must be able to write.
    sealed = _sealed(work.package(found, delivery), key, passphrase)
    delivery.rows, delivery.alone = len(found.rows), found.alone
    delivery.digest, delivery.file_digest = work.digest_of(found), sha256(sealed).hexdigest()
    with transaction.atomic():
        row = Agreement.objects.select_for_update().get(pk=agreement.pk)
        _require_ready(row, snapshot, key, passphrase)
        if key_of(row) != key:
            raise RefusedError(_("The key of the receiver was changed meanwhile. Try again."))
        delivery.save()
        _log(by, delivery, "delivered")
    return delivery, sealed


def deliver_again(*, by: Actor, delivery: Delivery, passphrase: str = "") -> bytes:
    """The very same records once more, sealed anew: for the key that the receiver has now.

    RefusedError where they would not be the same.
    """
    require(by, "make", delivery)
    key = key_of(delivery.agreement)
    _require_ready(delivery.agreement, delivery.snapshot, key, passphrase)
    work = counting()
    found = work.pseudonymised(work.records(delivery.agreement, delivery.snapshot), delivery)
    if work.digest_of(found) != delivery.digest:
        raise RefusedError(_("These would be other records than were delivered. Nothing was made."))
    sealed = _sealed(work.package(found, delivery), key, passphrase)
    with transaction.atomic():
        _log(by, delivery, "delivered-again")
    return sealed


def _sealed(content: bytes, key: ReceiverKey | None, passphrase: str) -> bytes:
    if key is None:
        return seal(content, passphrase)
    return seal_for(content, PublicKey(key.name, b64decode(key.public)))


def _require_ready(
    agreement: Agreement, snapshot: Snapshot, key: ReceiverKey | None, passphrase: str
) -> None:
    if not agreement.is_in_force(timezone.localdate()):
        raise RefusedError(_("This agreement is not in force any more."))
    if timezone.localtime(snapshot.cutoff).year <= agreement.last_year:
        raise RefusedError(_("The last agreed year was not over when this snapshot was made."))
    if key is None and len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise RefusedError(_("The passphrase is too short."))


def _log(by: Actor, delivery: Delivery, ground: str) -> None:
    record(
        by=by,
        event=Event.EXPORT,
        object_type="delivery",
        object_id=delivery.number,
        data=list(delivery.agreement.fields),
        ground=ground,
    )
