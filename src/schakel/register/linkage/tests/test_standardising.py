"""A report becomes the record that `schakel link` would make of it, and comes back as it was packed."""

from string import ascii_letters

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.linkage.keys import keys_of
from schakel.methods.linkage.records import record_of
from schakel.register.intake.assembly import assemble
from schakel.register.linkage.standardising import (
    facts_of,
    hashed,
    pack,
    record_of_report,
    search_keys,
    unpack,
)
from schakel.register.persons.tests.people import data

NAMES = st.text(alphabet=ascii_letters + " -'éøЮлМكА慧", max_size=30)


@pytest.mark.pure
@given(given=NAMES, last=NAMES, alias=NAMES, dob=st.dates().map(str), phone=st.integers(0, 10**9))
@settings(max_examples=60)
def test_a_packed_record_comes_back_exactly(given, last, alias, dob, phone) -> None:
    row = {"first_names": given, "last_name": last, "alias": alias, "dob": dob, "sex": "V"}
    record = record_of({"report_id": "7", **row, "phone": f"06{phone:08}", "nationality": "NG"})
    packed = pack(record)
    assert unpack(7, packed) == record if packed else not any(keys_of(record))


def _record(**said):
    made = assemble(data(2024, **said), number="M-1", channel="PORTAL", entered_by="x")
    return record_of_report(made.report, made.identity, "NG")


@pytest.mark.django_db
def test_a_report_is_standardised_as_a_row_of_a_list() -> None:
    said = {"surname": "van den Berg-Okafor", "given_names": "Blessing O.", "born": "1999-03-04"}
    known = {"v_number": "9912345678", "phone": "+31600001234", "birth_place": "Benin City"}
    row = {"first_names": "Blessing O.", "last_name": said["surname"], "dob": "1999-03-04", **known}
    listed = record_of(
        {"report_id": "None", **row, "alias": "Bella Lucky", "sex": "V", "nationality": "NG"}
    )
    assert _record(**said, **known, aliases=("Bella", "Lucky"), gender="FEMALE") == listed


@pytest.mark.django_db
def test_the_surname_at_birth_is_another_name() -> None:
    record = _record(surname="Jansen", birth_name="van Okafor", aliases=("Bella",))
    assert [token.text for token in record.alias] == ["bella", "okafor"]


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "year"), [({"born": "1999~"}, 1999), ({"age": 24}, 2000)])
def test_a_rough_date_or_an_age_only_points_to_a_year(said, year) -> None:
    record = _record(**said)
    assert (record.birth.year, record.claimed_year) == (0, year)


@pytest.mark.pure
def test_a_record_that_says_nothing_is_kept_as_nothing() -> None:
    assert pack(record_of({"report_id": "1", "last_name": "onbekend", "sex": "V"})) == b""


@pytest.mark.pure
def test_what_is_kept_to_find_by_holds_no_name_and_meets_for_spellings_of_one_name() -> None:
    one, other = (
        record_of({"report_id": "1", "first_names": "Mohammed", "last_name": name})
        for name in ("Tsjajkovski", "Chaikovsky")
    )
    assert set(hashed(search_keys(one))) & set(hashed(search_keys(other)))
    assert all(-(2**63) <= key < 2**63 for key in hashed(search_keys(one)))


@pytest.mark.pure
def test_the_facts_of_a_pair_are_the_same_from_both_sides() -> None:
    assert facts_of(b"a", b"b") == facts_of(b"b", b"a") != facts_of(b"ab", b"")
