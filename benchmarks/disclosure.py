"""Protecting a release: eight attributes, every table of at most three, against counting the tables bare."""

import time

from benchmarks.timing import Figure
from schakel.methods.disclosure.checks import Verdict, check
from schakel.methods.disclosure.lattices import lattice
from schakel.methods.disclosure.rounding import round_small_counts
from schakel.methods.disclosure.tests.microdata import SIZES, microdata

# Records, and what may be spent and lost (docs/explanation: R's SmallCountRounding takes 0.6 and 5.3 s).
CASES = {1_200: (0.3, 2.1), 20_000: (1.5, 2.9)}
SEEDS = (1, 2, 3)


def figures() -> list[Figure]:
    """One line per number of records: processor seconds and what the protection did to the numbers."""
    return [_figure(records, *aims) for records, aims in CASES.items()]


def _figure(records: int, seconds: float, error: float) -> Figure:
    runs = [_run(records, seed) for seed in SEEDS]
    floor, whole = (sorted(run[place] for run in runs)[1] for place in (0, 1))
    verdicts = [run[2] for run in runs]
    mean = max(verdict.mean_error for verdict in verdicts)
    largest = max(verdict.largest_error for verdict in verdicts)
    cells = sorted(verdict.published_cells for verdict in verdicts)[1]
    assert all(verdict.passed for verdict in verdicts)
    return Figure(
        f"protect {records:,} records, {cells:,} cells; mean change {mean:.2f}, largest {largest}",
        f"{whole:.2f} s",
        f"{floor:.3f} s (counting the tables)",
        f"{whole / floor:.1f}",
        f"at most {seconds} s; mean change at most {error}",
    )


def _run(records: int, seed: int) -> tuple[float, float, Verdict]:
    """(processor seconds to count, to count and protect, the verdict)."""
    columns = microdata(records, seed)
    start = time.process_time()
    built = lattice(columns, SIZES)
    counted = time.process_time()
    protected = round_small_counts(built.counts, built.published)
    done = time.process_time()
    return counted - start, done - start, check(built.counts, protected, built.published)
