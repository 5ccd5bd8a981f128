"""What is sealed opens again in its own place only, and never half."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from schakel.foundation.vault.keys import KeyUnknown, Tampered, VaultError, new_key
from schakel.foundation.vault.tokens import key_of, seal, unseal

pytestmark = pytest.mark.pure
PLACE = "persons_identity.surname"


@given(st.binary())
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    assert unseal(seal(plain, PLACE), PLACE) == plain


@given(st.binary(min_size=1), st.data())
def test_any_changed_character_is_noticed(plain: bytes, data: st.DataObject) -> None:
    token = seal(plain, PLACE)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda char: char != token[at]))
    with pytest.raises(VaultError):
        unseal(token[:at] + other + token[at + 1 :], PLACE)


@given(st.binary(), st.integers(0, 60))
def test_any_changed_character_of_the_body_is_tampering(plain: bytes, back: int) -> None:
    token = seal(plain, PLACE)
    start = len("v1.test-1.")
    at = start + back % (len(token) - start)
    changed = "B" if token[at] == "A" else "A"
    with pytest.raises(Tampered):
        unseal(token[:at] + changed + token[at + 1 :], PLACE)


@given(st.text(st.characters(codec="utf-8")))
def test_whatever_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(VaultError):
        unseal(text, PLACE)


@given(st.binary())
def test_a_value_opens_in_its_own_place_only(plain: bytes) -> None:
    with pytest.raises(Tampered):
        unseal(seal(plain, PLACE), "persons_identity.given_names")


def test_the_same_value_never_looks_the_same_twice() -> None:
    assert len({seal(b"Ana", PLACE) for _ in range(100)}) == 100


def test_a_key_that_is_not_in_the_ring_is_named(settings: Settings) -> None:
    token = seal(b"Ana", PLACE)
    settings.SCHAKEL_VAULT_KEYS = f"other:{new_key()}"
    with pytest.raises(KeyUnknown, match="test-1"):
        unseal(token, PLACE)
    assert key_of(token) == "test-1"


def test_another_key_of_the_same_name_opens_nothing(settings: Settings) -> None:
    token = seal(b"Ana", PLACE)
    settings.SCHAKEL_VAULT_KEYS = f"test-1:{new_key()}"
    with pytest.raises(Tampered) as caught:
        unseal(token, PLACE)
    assert "Ana" not in str(caught.value)
    assert token not in str(caught.value)
