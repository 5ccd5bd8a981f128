"""The pauses between tries: growing, spread, bounded, and with an end."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.webhooks.backoff import FIRST, LONGEST, SPREAD, TRIES, next_pause, pause

pytestmark = pytest.mark.pure

seeds = st.integers(0, 10**9)
failures = st.integers(1, TRIES - 1)
wanted = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))


@given(failures, seeds, wanted)
def test_every_pause_is_within_its_bounds(failures, seed, wanted):
    found = next_pause(failures, Random(seed), wanted)
    rounding = timedelta(milliseconds=1)
    assert found >= pause(failures) * (1 - SPREAD) - rounding
    assert found <= LONGEST * (1 + SPREAD) + rounding
    assert wanted is None or found >= min(wanted, LONGEST)


@given(failures, seeds)
def test_pauses_grow_until_the_longest(failures, seed):
    chance = Random(seed)
    now, later = next_pause(failures, chance), next_pause(failures + 1, chance)
    assert later is None or later > now or pause(failures) == LONGEST


@given(seeds)
def test_all_tries_together_take_more_than_a_weekend_and_less_than_a_week(seed):
    chance = Random(seed)
    pauses = [next_pause(n, chance) for n in range(1, TRIES)]
    assert timedelta(days=2) < sum(pauses, timedelta(0)) < timedelta(days=4)
    assert pauses[0] <= FIRST * (1 + SPREAD)


@given(st.integers(TRIES, 10**6), seeds, wanted)
def test_after_the_last_try_there_is_no_other(failures, seed, wanted):
    assert next_pause(failures, Random(seed), wanted) is None


def test_what_failed_together_does_not_come_back_together():
    assert len({next_pause(3, Random(seed)) for seed in range(50)}) > 40
