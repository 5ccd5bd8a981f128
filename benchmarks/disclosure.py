"""Protecting a release: eight attributes, every table of at most three, against counting the tables bare."""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.timing import Figure
from schakel.methods.disclosure.cellkeys import keyed_tables, record_keys, shipped_table
from schakel.methods.disclosure.checks import Verdict, check
from schakel.methods.disclosure.lattices import lattice
from schakel.methods.disclosure.rounding import round_small_counts
from schakel.methods.disclosure.tests.microdata import SIZES, microdata

# Records, and what may be spent and lost (docs/explanation: R's SmallCountRounding takes 0.6 and 5.3 s).
CASES = {1_200: (0.3, 2.1), 20_000: (1.0, 2.9), 200_000: (10.0, 4.2)}
SEEDS = (1, 2, 3)
_NAMES = tuple("abcdefgh")


def figures() -> list[Figure]:
    """One line per number of records: processor seconds and what the protection did to the numbers."""
    rounded = [_figure(records, *aims) for records, aims in CASES.items()]
    return [*rounded, _whole_command(), _cell_keys()]


def _cell_keys(records: int = 1_000_000) -> Figure:
    """Every table of at most three attributes with cell keys, against DuckDB counting them bare."""
    columns, keys = microdata(records, 1), record_keys(records, 1)
    ours = sorted(_cpu(lambda: _keyed(columns, keys)) for _ in range(3))[1]
    rows = pa.table(dict(zip(_NAMES, columns, strict=True)))
    with duckdb.connect() as database:
        database.execute("SET threads = 1")
        database.register("given", rows)
        database.execute("CREATE TABLE records AS SELECT * FROM given")
        theirs = sorted(_cpu(lambda: _grouped(database)) for _ in range(3))[1]
    return Figure(
        f"93 tables with cell keys over {records:,} records, processor time",
        f"{ours:.2f} s",
        f"{theirs:.2f} s (DuckDB, 93 bare GROUP BYs, one thread)",
        f"{ours / theirs:.2f}",
        "at most a third of DuckDB",
    )


def _keyed(columns: list[np.ndarray], keys: np.ndarray) -> None:
    table = shipped_table()
    for one in keyed_tables(columns, SIZES, keys):
        table.perturb(one.counts, one.keys)


def _grouped(database: duckdb.DuckDBPyConnection) -> None:
    for width in range(4):
        for names in combinations(_NAMES, width):
            database.table("records").aggregate(", ".join([*names, "count(*)"])).fetchnumpy()


def _cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _whole_command(records: int = 20_000) -> Figure:
    """`schakel protect` as it is called: start, file in, folder out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "records.csv").open("w", newline="") as file:
            csv.writer(file).writerows([_NAMES, *zip(*microdata(records, 1), strict=True)])
        (folder / "spec.toml").write_text(f"dimensions = {list(_NAMES)}\n")
        taken = sorted(_spent(folder, f"out{number}") for number in range(5))[2]
    return Figure(
        f"`schakel protect` of {records:,} records, processor time, start included",
        f"{taken:.2f} s",
        "",
        "",
        "at most 1 s",
    )


def _spent(folder: Path, out: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    names = [str(folder / name) for name in ("records.csv", "spec.toml", out)]
    code = "from schakel.config.cli import main; main()"
    command = [
        sys.executable,
        "-c",
        code,
        "protect",
        names[0],
        "--spec",
        names[1],
        "--out",
        names[2],
    ]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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
