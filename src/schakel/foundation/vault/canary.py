"""Notice a wrong or missing key at start, before anything is read or written with it."""

from hmac import compare_digest

from django.db import IntegrityError, transaction

from schakel.foundation.vault.fingerprints import fingerprint
from schakel.foundation.vault.keys import INDEX, KeyRing, KeyUnknown, KeyWrong, Tampered, key_ring
from schakel.foundation.vault.models import VaultCanary
from schakel.foundation.vault.tokens import seal, unseal

KNOWN_TEXT = b"schakel"
PLACE = "vault_vaultcanary.value"


def verify_keys() -> KeyRing:
    """The ring, if it is the one with which this database was written.

    Raises `KeyMissing`, `KeyUnknown` or `KeyWrong`, which name the key and say what to do. The first call on
    a database, and the first after a new key was put in front, takes that key down as in use.
    """
    ring = key_ring()
    known = {canary.key_id: canary.value for canary in VaultCanary.objects.all()}
    for identifier, value in known.items():
        _verify(ring, identifier, value)
    for identifier in (ring.active, INDEX):
        if identifier not in known:
            _take_down(identifier)
    return ring


def retire(identifiers: set[str]) -> None:
    """Keys with which nothing is written any more, so that they may leave the ring."""
    VaultCanary.objects.filter(key_id__in=identifiers).delete()


def _song(identifier: str) -> str:
    """What a key makes of the known text: an index key its fingerprint, any other a sealed value."""
    if identifier == INDEX:
        return fingerprint("vault-canary", KNOWN_TEXT.decode())
    return seal(KNOWN_TEXT, PLACE, identifier)


def _take_down(identifier: str) -> None:
    try:
        with transaction.atomic():
            VaultCanary.objects.create(key_id=identifier, value=_song(identifier))
    except IntegrityError:  # another process was first; hold our key against what it wrote
        _verify(key_ring(), identifier, VaultCanary.objects.get(key_id=identifier).value)


def _verify(ring: KeyRing, identifier: str, value: str) -> None:
    if identifier == INDEX:
        if not compare_digest(value, _song(INDEX)):
            raise KeyWrong(
                f"The index key from {ring.source} is not the one of this database: nobody could be "
                "found again and the log would not verify. Restore the key file, or put "
                "the entry 'index:…' back in SCHAKEL_VAULT_KEYS (without that entry, the last key "
                "of the list must stay the last)."
            )
        return
    if identifier not in ring.keys:
        raise KeyUnknown(
            f"This database holds values of the key {identifier!r}, which is not in {ring.source}. "
            "Put that key back, after the key that writes; 'schakel vault rotate' sets it free."
        )
    try:
        unseal(value, PLACE)
    except Tampered:
        raise KeyWrong(
            f"The key {identifier!r} in {ring.source} is not the key of that name with which this "
            "database was written. Restore the right key from your backup of keys; "
            "with this one nothing can be read."
        ) from None
