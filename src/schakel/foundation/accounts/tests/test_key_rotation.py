"""Another key in the vault, the same second factors: nobody has to set up an app anew."""

import json
import re
from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.sealed import FACTOR_PLACE
from schakel.foundation.accounts.tests.codes import totp
from schakel.foundation.accounts.tests.conftest import PASSWORD
from schakel.foundation.vault import rotation
from schakel.foundation.vault.canary import verify_keys
from schakel.foundation.vault.holdings import Holding, Sealed, holdings, register
from schakel.foundation.vault.keys import KeyUnknown, key_ring, new_key
from schakel.foundation.vault.rotation import keys_in_use, rotate
from schakel.foundation.vault.tokens import seal

PEOPLE = 4


class Ring:
    """The ring as an operator has it: before, with both keys, and after the old one left."""

    def __init__(self, settings: Settings) -> None:
        verify_keys()
        self._settings, new = settings, f"new:{new_key()}"
        self._both = f"{new},{settings.SCHAKEL_VAULT_KEYS},{key_ring().index_entry}"
        self._after = f"{new},{key_ring().index_entry}"

    def add(self) -> None:
        self._settings.SCHAKEL_VAULT_KEYS = self._both

    def remove(self) -> None:
        self._settings.SCHAKEL_VAULT_KEYS = self._after


@pytest.fixture
def ring(db: None, settings: Settings) -> Ring:
    return Ring(settings)


@pytest.fixture
def secrets(make_user: Callable[..., User]) -> dict[User, str]:
    """People with an app and recovery codes, and the secret in each one's app."""
    found = {make_user(f"person{number}"): generate_totp_secret() for number in range(PEOPLE)}
    for user, secret in found.items():
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    return found


@pytest.fixture
def factors() -> Holding:
    return next(holding for holding in holdings() if holding.place == FACTOR_PLACE)


def opens(user: User, code: str) -> bool:
    """Does `code` let the person in?"""
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    answer = client.post("/account/login/code/", {"code": code})
    return answer.status_code == 302 and client.get("/accounts/me/").status_code == 200


def recovery_codes(user: User) -> list[str]:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return RecoveryCodes(row).get_unused_codes()


def test_a_second_factor_opens_when_the_old_key_is_gone(
    ring: Ring, secrets: dict[User, str]
) -> None:
    before = {user: recovery_codes(user) for user in secrets}
    ring.add()
    call_command("vault", "rotate", stdout=StringIO(), stderr=StringIO())
    ring.remove()
    assert list(verify_keys().keys) == ["new"]
    assert {user: recovery_codes(user) for user in secrets} == before
    for user, secret in secrets.items():
        assert opens(user, totp(secret))
        assert opens(user, before[user][0])


def test_without_rotation_the_old_key_may_not_leave(ring: Ring, secrets: dict[User, str]) -> None:
    ring.add()
    verify_keys()
    ring.remove()
    with pytest.raises(KeyUnknown, match="test-1"):
        verify_keys()


@pytest.mark.parametrize("batch", [1, 3, 7])
@pytest.mark.parametrize("killed_at", [1, 4, 7])
def test_a_killed_rotation_goes_on_where_it_was(
    ring: Ring,
    secrets: dict[User, str],
    factors: Holding,
    monkeypatch: pytest.MonkeyPatch,
    batch: int,
    killed_at: int,
) -> None:
    def die(done: int) -> None:
        if done >= killed_at:
            raise KeyboardInterrupt

    monkeypatch.setattr(rotation, "BATCH", batch)
    ring.add()
    with pytest.raises(KeyboardInterrupt):
        rotate([factors], die)
    done = keys_in_use([factors])["new"]
    assert killed_at <= done < killed_at + batch
    assert all(opens(user, totp(secret)) for user, secret in secrets.items())
    assert rotate([factors]).done == 2 * PEOPLE - done
    assert keys_in_use([factors]) == {"new": 2 * PEOPLE}
    ring.remove()
    assert all(opens(user, recovery_codes(user)[0]) for user in secrets)


def test_a_code_used_meanwhile_stays_used(
    ring: Ring, secrets: dict[User, str], factors: Holding, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = next(iter(secrets))
    code = recovery_codes(user)[0]

    def unseal_slowly(token: str, place: str) -> bytes:
        row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
        RecoveryCodes(row).validate_code(code)
        return unseal(token, place)

    unseal = rotation.unseal
    monkeypatch.setattr(rotation, "unseal", unseal_slowly)
    ring.add()
    rotate([factors])
    assert code not in recovery_codes(user)
    assert len(recovery_codes(user)) == 9


def test_a_factor_removed_meanwhile_is_no_failure(
    ring: Ring, secrets: dict[User, str], factors: Holding, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unseal_slowly(token: str, place: str) -> bytes:
        Authenticator.objects.filter(user=next(iter(secrets))).delete()
        return unseal(token, place)

    unseal = rotation.unseal
    monkeypatch.setattr(rotation, "unseal", unseal_slowly)
    ring.add()
    outcome = rotate([factors])
    assert (outcome.done, outcome.failures) == (2 * (PEOPLE - 1), [])


def test_every_token_that_allauth_keeps_is_known(
    secrets: dict[User, str], factors: Holding
) -> None:
    """An update of allauth may seal more than it does now."""
    kept = json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))
    assert sorted(re.findall(r'"(v1\.[^"]+)"', kept)) == sorted(factors.tokens())
    assert len(list(factors.tokens())) == 2 * PEOPLE


def test_codes_taken_over_from_elsewhere_are_rotated_one_by_one(
    ring: Ring, factors: Holding, registrar: User
) -> None:
    codes = [seal(f"code {number}".encode(), FACTOR_PLACE) for number in range(3)]
    kind = Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.create(user=registrar, type=kind, data={"migrated_codes": codes})
    ring.add()
    assert rotate([factors]).done == 3
    ring.remove()
    assert recovery_codes(registrar) == ["code 0", "code 1", "code 2"]


def test_a_passkey_named_like_a_token_is_left_alone(
    ring: Ring, factors: Holding, registrar: User
) -> None:
    data = {"name": "v1.old.key", "credential": {}}
    Authenticator.objects.create(user=registrar, type=Authenticator.Type.WEBAUTHN, data=data)
    ring.add()
    assert rotate([factors]).failures == []
    assert Authenticator.objects.get(user=registrar).data == data


def test_a_secret_that_cannot_be_read_is_named_and_keeps_its_key(
    ring: Ring, secrets: dict[User, str]
) -> None:
    row = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("pk")[0]
    row.data["secret"] = row.data["secret"][:-4] + "AAAA"
    row.save()
    ring.add()
    err = StringIO()
    with pytest.raises(CommandError, match="1 values"):
        call_command("vault", "rotate", stdout=StringIO(), stderr=err)
    assert f"{FACTOR_PLACE}, row {row.pk}:" in err.getvalue()
    ring.remove()
    with pytest.raises(KeyUnknown, match="test-1"):
        verify_keys()


def test_one_place_has_one_keeper(factors: Holding) -> None:
    with pytest.raises(ValueError, match="twice"):
        register(Sealed(FACTOR_PLACE, list, lambda _pk, _old, _new: False))
