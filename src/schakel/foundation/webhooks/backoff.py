"""When to try again: later each time, never all at the same moment.

Ten tries in some two and a half days: long enough for a weekend's breakdown, short enough that somebody
looks at it within the week. The Standard Webhooks specification recommends a schedule of several days.
"""

from datetime import timedelta
from random import Random

TRIES = 10
FIRST = timedelta(seconds=10)
FACTOR = 4
LONGEST = timedelta(hours=24)
# A fifth more or less, so that what failed together does not come back together.
SPREAD = 0.2


def pause(failures: int) -> timedelta:
    """How long to wait after so many failed tries (at least one), without the spread."""
    return min(LONGEST, FIRST * FACTOR ** min(failures - 1, TRIES))


def next_pause(failures: int, chance: Random, wanted: timedelta | None = None) -> timedelta | None:
    """How long to wait after `failures` failed tries; None: give up.

    `wanted` is what the receiver asked for (`Retry-After`); it may make the pause longer, up to `LONGEST`.
    """
    if failures >= TRIES:
        return None
    spread = pause(failures) * chance.uniform(1 - SPREAD, 1 + SPREAD)
    return max(spread, min(wanted or timedelta(0), LONGEST))
