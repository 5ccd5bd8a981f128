"""What PostgreSQL is asked: every statement that SQLite was asked, by few tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statements import ENOUGH, MORE, chosen, shape

pytestmark = pytest.mark.pure

ASKS, SEARCHES = "SELECT a", "SELECT a WHERE b LIKE %s"
records = st.dictionaries(
    st.text("abcdef", min_size=1),
    st.sets(st.sampled_from([ASKS, SEARCHES, "INSERT", "UPDATE", "DELETE"])),
    max_size=20,
)


@given(records)
def test_every_statement_is_sent_often_enough_or_by_all_who_send_it(
    record: dict[str, set[str]],
) -> None:
    asked = chosen(record)
    for statement in {one for sent in record.values() for one in sent}:
        senders = {test for test, sent in record.items() if statement in sent}
        enough = MORE if statement == SEARCHES else ENOUGH
        assert len(senders & asked) >= min(len(senders), enough)


@given(records, st.sets(st.text("abcdef", min_size=1)))
def test_tests_that_are_always_asked_count_as_senders(
    record: dict[str, set[str]], always: set[str]
) -> None:
    assert always <= chosen(record, always)
    assert chosen(record, set(record)) == set(record)


def test_who_sends_nothing_of_its_own_is_left_out() -> None:
    record = {f"t{n}": {ASKS} for n in range(10)}
    assert len(chosen(record)) == ENOUGH
    assert chosen(record, ["t5"]) >= {"t5"}
    assert len(chosen(record, ["t5", "t6"])) == ENOUGH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a WHERE b IN (%s, %s, %s)", "SELECT a WHERE b IN (%s)"),
        ("INSERT INTO t (a, b) VALUES (%s, %s), (%s, %s)", "INSERT INTO t (a, b) VALUES (%s, %s)"),
        ("SELECT a LIMIT 21", "SELECT a LIMIT 1"),
        ('SAVEPOINT "s140_x1"', 'SAVEPOINT "s7_x23"'),
    ],
)
def test_it_is_one_statement_with_however_many_values(one: str, other: str) -> None:
    assert shape(one) == shape(other)


def test_another_order_or_column_is_another_statement() -> None:
    assert shape("SELECT a ORDER BY b") != shape("SELECT a ORDER BY b DESC")
    assert shape("SELECT a FROM t") != shape("SELECT b FROM t")
