"""The secrets of second factors: sealed by our adapter, kept by allauth inside a JSON column."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator

from schakel.foundation.vault.holdings import Found, Sealed, register

# The vault binds each token to its column.
FACTOR_PLACE = "mfa_authenticator.data"
# What allauth encrypts. A passkey holds no secret, and its name is whatever its owner typed.
_SECRETS = {
    Authenticator.Type.TOTP: ("secret",),
    Authenticator.Type.RECOVERY_CODES: ("seed", "migrated_codes"),
}


def _find() -> Iterator[Found]:
    rows = Authenticator.objects.filter(type__in=_SECRETS).order_by("pk")
    for pk, kind, data in rows.values_list("pk", "type", "data").iterator(chunk_size=2000):
        for name in _SECRETS[kind]:
            value = data.get(name, [])
            yield from ((pk, token) for token in ([value] if isinstance(value, str) else value))


def _replace(pk: Any, old: str, new: str) -> bool:
    """Locked while it is swapped: the same column also says which recovery codes were used."""
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    data = {name: _swapped(value, old, new) for name, value in row.data.items()}
    if data == row.data:
        return False
    row.data = data
    row.save(update_fields=["data"])
    return True


def _swapped(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return [_swapped(one, old, new) for one in value]
    return new if value == old else value


register(Sealed(FACTOR_PLACE, _find, _replace))
