"""Which pairs are decided in one sitting, and which first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.register.linkage import cases
from schakel.register.linkage.cases import Standing
from schakel.register.linkage.models import Proposal

pytestmark = pytest.mark.pure


def pair(low: int, high: int, score: float, pk: int = 0) -> Proposal:
    return Proposal(pk=pk or low * 1000 + high, low_id=low, high_id=high, score=score)


def standing(**given) -> Standing:
    given = {
        "person": None,
        "kind": "POLICE",
        "year": 2024,
        "shelter": False,
        "minor": False,
    } | given
    return Standing(**given)


@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(31, 60), st.floats(0.1, 1)),
        max_size=40,
        unique_by=lambda one: one[:2],
    )
)
def test_every_pair_is_in_one_case_and_no_case_is_too_large(drawn) -> None:
    pairs = [pair(*one) for one in drawn]
    found = cases.cases(pairs, {})
    assert sorted(one.pk for case in found for one in case.pairs) == sorted(one.pk for one in pairs)
    for case in found:
        assert len(case.reports) <= cases.MOST
        assert {pk for one in case.pairs for pk in (one.low_id, one.high_id)} == set(case.reports)
        assert [one.score for one in case.pairs] == sorted(
            (one.score for one in case.pairs), reverse=True
        )


def test_the_order_of_pairs_makes_no_difference() -> None:
    pairs = [pair(low, low + step, 0.2 + step / 100) for low in range(1, 20) for step in (1, 7)]
    straight = [case.reports for case in cases.cases(pairs, {})]
    assert straight == [case.reports for case in cases.cases(pairs[::-1], {})]


def test_what_hangs_together_is_one_case() -> None:
    found = cases.cases([pair(1, 2, 0.9), pair(2, 3, 0.4), pair(8, 9, 0.5)], {})
    assert sorted(case.reports for case in found) == [[1, 2, 3], [8, 9]]


def test_a_chain_is_parted_where_it_is_weakest() -> None:
    chain = [pair(one, one + 1, 0.9) for one in range(1, 8)]  # eight reports
    found = cases.cases([*chain, pair(8, 9, 0.2)], {})
    assert [case.reports for case in found if len(case.pairs) == 1] == [[8, 9]]


def test_shelter_and_doubt_come_first() -> None:
    sure, open_one, shelter = pair(1, 2, 0.97), pair(3, 4, 0.5), pair(5, 6, 0.6)
    known = {5: standing(shelter=True)}
    found = cases.cases([sure, open_one, shelter], known)
    assert [case.first for case in found] == [shelter, open_one, sure]
    assert [str(words) for words in found[0].why]


def test_one_year_counted_twice_weighs() -> None:
    same_year = {1: standing(person=7), 2: standing(person=8)}
    other_year = {1: standing(person=7), 2: standing(person=8, year=2023)}
    one = cases.cases([pair(1, 2, 0.5)], same_year)[0].worth
    assert one > cases.cases([pair(1, 2, 0.5)], other_year)[0].worth
