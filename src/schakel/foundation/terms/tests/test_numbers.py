"""Numbers that people read aloud survive the telephone: every slip is caught."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.terms.numbers import ALPHABET, new_number, numbers_from, read_number

pytestmark = pytest.mark.pure

PREFIXES = "MPOUBR"
numbers = st.builds(
    lambda prefix, seed: new_number(prefix, Random(seed)), st.sampled_from(PREFIXES), st.integers()
)


@given(numbers)
def test_a_number_reads_as_itself_however_it_is_typed(number: str) -> None:
    plain = number.replace("-", "")
    for typed in (
        number,
        number.lower(),
        f"  {number} ",
        plain,
        plain.lower(),
        number.replace("-", " "),
    ):
        assert read_number(typed) == number


@given(numbers)
def test_every_single_wrong_character_is_caught(number: str) -> None:
    plain = number.replace("-", "")
    for place in range(1, 9):
        for wrong in ALPHABET:
            if wrong != plain[place]:
                assert read_number(plain[:place] + wrong + plain[place + 1 :]) is None


@given(numbers)
def test_every_wrong_prefix_is_caught(number: str) -> None:
    for wrong in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        if wrong != number[0]:
            assert read_number(wrong + number[1:]) is None


@given(numbers)
def test_every_swap_of_neighbours_is_caught(number: str) -> None:
    plain = number.replace("-", "")
    for place in range(1, 8):
        one, other = plain[place], plain[place + 1]
        swapped = plain[:place] + other + one + plain[place + 2 :]
        assert one == other or read_number(swapped) is None


@given(numbers)
def test_lookalikes_are_read_as_the_digits_they_resemble(number: str) -> None:
    for digit, lookalikes in {"1": "ILil", "0": "Oo"}.items():
        for lookalike in lookalikes:
            assert read_number(number[0] + number[1:].replace(digit, lookalike)) == number


@given(numbers, st.integers(1, 8))
def test_a_lost_or_doubled_character_is_caught(number: str, place: int) -> None:
    plain = number.replace("-", "")
    assert read_number(plain[:place] + plain[place + 1 :]) is None
    assert read_number(plain[:place] + plain[place] + plain[place:]) is None


@given(st.text(max_size=30))
def test_any_text_is_a_well_formed_number_or_none(text: str) -> None:
    read = read_number(text)
    assert read is None or read_number(read) == read


@pytest.mark.parametrize(
    "text", ["", "M", "M-", "1-7K3F-9QXA", "-7K3F-9QXA", "M-7K3F-9QZZ", "M-7U3F-9QXA"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_the_same_seed_gives_the_same_numbers() -> None:
    with numbers_from(Random(7)):
        first = [new_number("M") for _ in range(5)]
    with numbers_from(Random(7)):
        assert [new_number("M") for _ in range(5)] == first
    assert new_number("M") not in first


def test_numbers_do_not_follow_each_other() -> None:
    assert len({new_number("P") for _ in range(2000)}) == 2000
