"""How a figure is measured: all cases in turn, several rounds, medians; never against a stopwatch of yore."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """One line of the table. `aim` is in words, since some figures should be high and others low."""

    what: str
    measured: str
    floor: str
    ratio: str
    aim: str = ""


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call, with the garbage collector out of the way."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()


def medians(cases: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median of each case's own seconds over `rounds` interleaved rounds, after one for warming up.

    Interleaved, so that a machine that is busy for a while slows every case and spares the ratios.
    """
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds + 1):
        for name, case in cases.items():
            taken[name].append(case())
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| figure | measured | floor | ratio | aim |", "| --- | ---: | ---: | ---: | --- |"]
    lines += [f"| {f.what} | {f.measured} | {f.floor} | {f.ratio} | {f.aim} |" for f in figures]
    return "\n".join(lines)
