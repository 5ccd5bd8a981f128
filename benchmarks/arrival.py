"""How long it takes to see who a new report may be about, among a million others.

The floor is the least that any way needs: a bare look-up of the keys of the report in their index, and 1,000
bare comparisons of two names. Both in processor time on SQLite, which works within this process, and by the
clock on other databases. The reports are invented; their records and keys stand in the tables of the
register, sealed and hashed as always. Not part of `make bench`, since filling a million takes minutes:
`python -m benchmarks.arrival 1000000` prints the figures.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

if __name__ == "__main__":  # before Schakel is imported: its settings read the environment once
    os.environ |= {
        "SCHAKEL_HOME": os.environ.get("BENCH_HOME") or tempfile.mkdtemp(prefix="schakel-bench-"),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    import django

    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from rapidfuzz.distance import JaroWinkler

from benchmarks.timing import Figure, table
from schakel.methods.linkage.keys import keys_of
from schakel.methods.linkage.records import Record, record_of
from schakel.methods.linkage.tests.invention import reports
from schakel.register.linkage import keeping
from schakel.register.linkage.looking import LARGEST_BLOCK, near, rows
from schakel.register.linkage.modelling import model_in_use, parameters_of
from schakel.register.linkage.standardising import hashed

COMPARISONS = 1000
_PERSONS_AT_ONCE = 35_000
_CHUNK = 5000
# So many of each lot are left out of the table, and come in as new reports.
_NEW_OF_EACH = 100
_NAMES = (
    "tesfay",
    "tesfamichael",
    "kowalska",
    "kovalenko",
    "nguyen",
    "okonkwo",
    "haile",
    "popescu",
)


def fill(total: int, say: Callable[[str], None]) -> list[tuple[Record, set[int]]]:
    """Keep `total` invented records; gives new ones, each with the kept ones about the same person."""
    fresh: list[tuple[Record, set[int]]] = []
    kept = seed = 0
    # No reports stand behind the records: only what is measured is there.
    with connection.constraint_checks_disabled():
        while kept < total:
            seed += 1
            rows, truth = reports(_PERSONS_AT_ONCE, seed=seed)
            new, old = rows[:_NEW_OF_EACH], rows[_NEW_OF_EACH:][: total - kept]
            about: dict[int, set[int]] = {}
            for start in range(0, len(old), _CHUNK):
                chunk = old[start : start + _CHUNK]
                for place, row in enumerate(chunk, start=kept + 1):
                    about.setdefault(truth[row["report_id"]], set()).add(place)
                _keep(chunk, kept)
                kept += len(chunk)
            fresh += [
                (record_of({**row, "report_id": "0"}), about.get(truth[row["report_id"]], set()))
                for row in new
            ]
            say(f"{kept:,} kept")
    return fresh


def _keep(rows: list[dict[str, str]], before: int) -> None:
    records = [
        record_of({**row, "report_id": str(place)})
        for place, row in enumerate(rows, start=before + 1)
    ]
    with transaction.atomic():
        keeping.keep(records)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    start = clock()
    outcome = work()
    return 1000 * (clock() - start), outcome


def _floor(keys: list[int], draw: random.Random) -> None:
    """The least that any way needs."""
    rows(keys, LARGEST_BLOCK + 1)
    one = draw.choice(_NAMES)
    for place in range(COMPARISONS):
        JaroWinkler.similarity(one, _NAMES[place % len(_NAMES)])


def figures(total: int, say: Callable[[str], None]) -> list[Figure]:
    """Fill the tables, then ask of each new report who it may be about."""
    fresh = fill(total, say)
    parameters = parameters_of(model_in_use())
    draw = random.Random(1)  # noqa: S311 - which name, no secret
    floor, taken, reached, known = [], [], 0, 0
    warming_up = len(fresh) // 5
    for record, _same in fresh[:warming_up]:
        near(record, parameters)
    for record, same in fresh[warming_up:]:
        keys = hashed(keys_of(record))
        floor.append(_timed(partial(_floor, keys, draw))[0])
        milliseconds, found = _timed(partial(near, record, parameters))
        taken.append(milliseconds)
        known += bool(same)
        reached += bool(same & {one.report for one in found})
    return _lines(total, floor, taken, f"{reached} of {known}")


def _lines(total: int, floor: list[float], taken: list[float], reached: str) -> list[Figure]:
    def at(values: list[float], share: float) -> float:
        return statistics.quantiles(values, n=100)[round(100 * share) - 1]

    base = statistics.median(floor)
    among = f"who a new report may be about, among {total:,}"
    found = [
        Figure(
            f"{among}, {name}",
            f"{at(taken, share):.1f} ms",
            f"{base:.2f} ms (bare look-up and {COMPARISONS:,} bare comparisons, median; "
            f"95th percentile {at(floor, 0.95):.2f} ms)",
            f"{at(taken, share) / base:.1f}",
            aim,
        )
        for name, share, aim in (("median", 0.50, ""), ("95th percentile", 0.95, "≤ 5"))
    ]
    return [*found, Figure("of which the person was there, and found", reached, "", "")]


def main() -> None:
    """`python -m benchmarks.arrival [reports]`."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("setup", stdout=StringIO())
    print(table(figures(total, lambda text: print(text, file=sys.stderr, flush=True))))


if __name__ == "__main__":
    main()
