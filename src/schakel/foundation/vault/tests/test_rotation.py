"""Another key, the same values; and a wrong key noticed before it does harm."""

import pytest
from pytest_django import Settings

from schakel.foundation.vault import rotation
from schakel.foundation.vault.canary import verify_keys
from schakel.foundation.vault.holdings import encrypted_columns
from schakel.foundation.vault.keys import INDEX, KeyUnknown, KeyWrong, key_ring, new_key
from schakel.foundation.vault.models import VaultCanary
from schakel.foundation.vault.rotation import keys_in_use, rotate
from schakel.foundation.vault.tests.specimen import TABLE, Specimen, store, stored
from schakel.foundation.vault.tokens import key_of

NAMES = [f"Jansen {number}" for number in range(25)]


@pytest.fixture
def filled(specimens: type[Specimen], monkeypatch: pytest.MonkeyPatch) -> type[Specimen]:
    """Twenty-five persons, and small batches so that they are several."""
    monkeypatch.setattr(rotation, "BATCH", 10)
    verify_keys()
    specimens.objects.bulk_create(
        [specimens(surname=name, given_names="" if name.endswith("3") else "Ana") for name in NAMES]
    )
    return specimens


@pytest.fixture
def new_first(settings: Settings) -> str:
    """A new key in front of the test key, with the index key pinned."""
    settings.SCHAKEL_VAULT_KEYS = f"new:{new_key()},{settings.SCHAKEL_VAULT_KEYS}"
    return settings.SCHAKEL_VAULT_KEYS


def surnames(model: type[Specimen]) -> list[str]:
    return [row.surname for row in model.objects.order_by("pk")]


def test_after_rotation_everything_reads_the_same_with_the_new_key(
    filled: type[Specimen], new_first: str
) -> None:
    indexes = list(filled.objects.order_by("pk").values_list("name_index", flat=True))
    outcome = rotate(encrypted_columns([filled]))
    assert (outcome.done, outcome.failures) == (25 + 22, [])
    assert keys_in_use(encrypted_columns([filled])) == {"new": 47}
    assert surnames(filled) == NAMES
    assert list(filled.objects.order_by("pk").values_list("name_index", flat=True)) == indexes
    assert rotate(encrypted_columns([filled])).done == 0


def test_a_killed_rotation_goes_on_where_it_was(filled: type[Specimen], new_first: str) -> None:
    def die(done: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(encrypted_columns([filled]), die)
    assert keys_in_use(encrypted_columns([filled])) == {"new": 10, "test-1": 37}
    assert surnames(filled) == NAMES
    told: list[int] = []
    assert rotate(encrypted_columns([filled]), told.append).done == 37
    assert told == [10, 15, 25, 35, 37]
    assert keys_in_use(encrypted_columns([filled])) == {"new": 47}
    assert surnames(filled) == NAMES


def test_an_unreadable_value_is_reported_and_left(filled: type[Specimen], new_first: str) -> None:
    first = filled.objects.only("pk").order_by("pk")[0].pk
    broken = stored(first, "surname")[:-4] + "AAAA"
    store(first, "surname", broken)
    outcome = rotate(encrypted_columns([filled]))
    assert [(failure.place, failure.pk) for failure in outcome.failures] == [
        (f"{TABLE}.surname", first)
    ]
    assert outcome.done == 46
    assert stored(first, "surname") == broken
    assert "test-1" in VaultCanary.objects.values_list("key_id", flat=True)


def test_a_value_that_someone_saves_meanwhile_is_kept(
    filled: type[Specimen], new_first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unseal_slowly(token: str, place: str) -> bytes:
        filled.objects.filter(pk=first).update(surname="Changed meanwhile")
        return unseal(token, place)

    unseal = rotation.unseal
    first = filled.objects.only("pk").order_by("pk")[0].pk
    monkeypatch.setattr(rotation, "unseal", unseal_slowly)
    rotate(encrypted_columns([filled]))
    assert surnames(filled) == ["Changed meanwhile", *NAMES[1:]]


def test_the_old_key_may_leave_once_nothing_needs_it(
    filled: type[Specimen], new_first: str, settings: Settings
) -> None:
    verify_keys()
    pinned = f"{new_first.split(',')[0]},index:{rotation_index()}"
    settings.SCHAKEL_VAULT_KEYS = pinned
    with pytest.raises(KeyUnknown, match="test-1"):
        verify_keys()
    settings.SCHAKEL_VAULT_KEYS = new_first
    rotate(encrypted_columns([filled]))
    settings.SCHAKEL_VAULT_KEYS = pinned
    assert list(verify_keys().keys) == ["new"]
    assert surnames(filled) == NAMES


def rotation_index() -> str:
    return key_ring().index_entry.partition(":")[2]


@pytest.mark.django_db
def test_the_first_look_takes_the_keys_down() -> None:
    VaultCanary.objects.all().delete()
    verify_keys()
    assert set(VaultCanary.objects.values_list("key_id", flat=True)) == {"test-1", INDEX}
    assert verify_keys().active == "test-1"


@pytest.mark.django_db
def test_another_key_of_the_same_name_is_noticed(settings: Settings) -> None:
    index = key_ring().index_entry
    verify_keys()
    settings.SCHAKEL_VAULT_KEYS = f"test-1:{new_key()},{index}"
    with pytest.raises(KeyWrong, match="test-1"):
        verify_keys()


@pytest.mark.django_db
def test_another_index_key_is_noticed(settings: Settings) -> None:
    verify_keys()
    settings.SCHAKEL_VAULT_KEYS = f"{settings.SCHAKEL_VAULT_KEYS},index:{new_key()}"
    with pytest.raises(KeyWrong, match="index"):
        verify_keys()


@pytest.mark.django_db
def test_a_new_key_in_front_is_taken_down(new_first: str) -> None:
    verify_keys()
    assert "new" in VaultCanary.objects.values_list("key_id", flat=True)


def test_a_token_tells_its_key(specimens: type[Specimen]) -> None:
    row = specimens.objects.create(surname="Jansen")
    assert key_of(stored(row.pk, "surname")) == "test-1"
    assert key_of("Jansen") == ""
