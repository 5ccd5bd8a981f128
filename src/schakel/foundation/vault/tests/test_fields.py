"""Encrypted columns and blind indexes, through the ORM as apps use them."""

import pytest
from django import forms
from django.core.exceptions import FieldError
from django.core.serializers import serialize
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.foundation.vault.fields import (
    BlindIndexField,
    EncryptedBinaryField,
    EncryptedTextField,
    blind,
)
from schakel.foundation.vault.keys import Tampered, VaultError
from schakel.foundation.vault.tests.specimen import TABLE, Specimen, folded, store, stored

ONE_TABLE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@ONE_TABLE
@given(surname=NAMES, given_names=st.none() | NAMES, picture=st.none() | st.binary())
def test_what_goes_in_comes_out(
    specimens: type[Specimen], surname: str, given_names: str | None, picture: bytes | None
) -> None:
    made = specimens.objects.create(surname=surname, given_names=given_names, picture=picture)
    read = specimens.objects.get(pk=made.pk)
    assert (read.surname, read.given_names, read.picture) == (surname, given_names, picture)


@ONE_TABLE
@given(left=NAMES, right=NAMES)
def test_a_blind_index_is_equal_exactly_when_the_names_are(
    specimens: type[Specimen], left: str, right: str
) -> None:
    one, two = (blind(specimens, "name_index", name, "Ana") for name in (left, right))
    assert (one == two) == (folded(left, "Ana") == folded(right, "Ana"))


def test_people_are_found_through_the_blind_index(specimens: type[Specimen]) -> None:
    specimens.objects.bulk_create(
        [specimens(surname="Jansen", given_names="Ana"), specimens(surname="de Vries")]
    )
    wanted = blind(specimens, "name_index", " JANSEN", "ana")
    assert [found.surname for found in specimens.objects.filter(name_index=wanted)] == ["Jansen"]


def test_changing_a_name_changes_its_index(specimens: type[Specimen]) -> None:
    row = specimens.objects.create(surname="Jansen")
    row.surname = "Smit"
    row.save()
    assert specimens.objects.get(name_index=blind(specimens, "name_index", "Smit", None)) == row


def test_an_empty_value_has_an_empty_index(specimens: type[Specimen]) -> None:
    assert specimens.objects.create(given_names="Ana").name_index == ""


def test_equal_values_in_two_columns_do_not_look_alike(specimens: type[Specimen]) -> None:
    row = specimens.objects.create(surname="Jansen")
    assert row.name_index
    assert row.name_index != row.other_index


def test_the_database_holds_nothing_in_clear(specimens: type[Specimen]) -> None:
    specimens.objects.create(surname="Vermeulen", given_names="Aurelia", picture=b"photograph")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE}")  # noqa: S608
        row = cursor.fetchone()
    for secret in ("vermeulen", "aurelia", "photograph", b"Vermeulen".hex()):
        assert not any(secret in str(value).casefold() for value in row)
    assert row[1].startswith("v1.test-1.")


def test_empty_and_unknown_stay_apart(specimens: type[Specimen]) -> None:
    empty = specimens.objects.create(given_names="")
    unknown = specimens.objects.create(given_names=None)
    assert specimens.objects.get(given_names="") == empty
    assert specimens.objects.get(given_names__isnull=True) == unknown


def test_a_value_moved_to_another_column_is_refused(specimens: type[Specimen]) -> None:
    row = specimens.objects.create(surname="Jansen", given_names="Ana")
    store(row.pk, "given_names", stored(row.pk, "surname"))
    with pytest.raises(Tampered, match=f"{TABLE}.given_names"):
        specimens.objects.get(pk=row.pk)
    assert specimens.objects.defer("given_names").get(pk=row.pk).surname == "Jansen"


def test_clear_text_in_an_encrypted_column_is_refused(specimens: type[Specimen]) -> None:
    row = specimens.objects.create(surname="Jansen")
    store(row.pk, "surname", "Jansen")
    with pytest.raises(Tampered):
        specimens.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    "condition",
    [
        {"surname": "Jansen"},
        {"surname__in": ["Jansen"]},
        {"surname__icontains": "jan"},
        {"surname__gt": ""},
        {"surname__length": 6},
        {"surname": models.F("given_names")},
        {"picture": b"x"},
    ],
)
def test_searching_an_encrypted_column_is_refused(
    specimens: type[Specimen], condition: dict[str, object]
) -> None:
    with pytest.raises(FieldError, match="encrypted"):
        list(specimens.objects.filter(**condition))


def test_updates_of_many_rows_are_encrypted_too(specimens: type[Specimen]) -> None:
    row = specimens.objects.create(surname="Jansen")
    specimens.objects.update(surname="Smit")
    assert "Smit" not in stored(row.pk, "surname")
    row.refresh_from_db()
    assert row.surname == "Smit"
    row.surname = "Bakker"
    specimens.objects.bulk_update([row], ["surname"])
    assert "Bakker" not in stored(row.pk, "surname")
    row.refresh_from_db()
    assert row.surname == "Bakker"


def test_a_dump_never_holds_plain_values(specimens: type[Specimen]) -> None:
    specimens.objects.create(surname="Jansen")
    with pytest.raises(VaultError):
        serialize("json", specimens.objects.all())


@pytest.mark.parametrize(
    "field",
    [
        EncryptedTextField("surname", blank=True),
        EncryptedTextField(bound_to="old_table.surname"),
        EncryptedBinaryField(null=True),
        BlindIndexField(sources=("a", "b"), normalise=folded),
        BlindIndexField("index", sources=("a",), db_index=False, bound_to="old.index"),
    ],
)
def test_migrations_can_write_a_field_down(field: models.Field) -> None:
    field.set_attributes_from_name("x")
    _name, path, args, kwargs = field.deconstruct()
    assert "normalise" not in kwargs
    again = type(field)(*args, **kwargs)
    assert again.deconstruct()[2:] == (args, kwargs)
    assert path == f"{type(field).__module__}.{type(field).__qualname__}"
    for name in ("bound_to", "max_length", "db_index", "blank", "null"):
        assert getattr(again, name) == getattr(field, name)


def test_a_renamed_column_still_opens(specimens: type[Specimen]) -> None:
    field = EncryptedTextField(bound_to=f"{TABLE}.surname")
    row = specimens.objects.create(surname="Jansen")
    assert field.from_db_value(stored(row.pk, "surname"), None, connection) == "Jansen"


def test_an_index_without_its_function_is_never_computed_wrongly() -> None:
    field = BlindIndexField(sources=("surname",))
    field.model, field.column = Specimen, "name_index"
    with pytest.raises(VaultError, match="normalise"):
        field.blind("Jansen")


def test_only_a_blind_index_can_be_asked_for() -> None:
    with pytest.raises(FieldError):
        blind(Specimen, "surname", "Jansen")


def test_an_encrypted_column_cannot_be_unique() -> None:
    field = EncryptedTextField(unique=True)
    field.set_attributes_from_name("x")
    field.model = Specimen
    assert "vault.E001" in [found.id for found in field.check()]


def test_forms_offer_one_line_and_leave_the_index_out() -> None:
    form = forms.modelform_factory(Specimen, fields=["surname"])()
    assert isinstance(form.fields["surname"].widget, forms.TextInput)
    assert not Specimen._meta.get_field("name_index").editable
