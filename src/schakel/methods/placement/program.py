"""`schakel simulate-placement`: do ranking and joint assignment help? Invented years; needs no database."""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

from schakel.methods.placement.comparing import (
    MEASURES,
    PAIRS,
    Comparison,
    Interval,
    Measure,
    compare,
    in_json,
)

HELP = (
    "Compare ways of giving out shelter places in invented years: first come, one by one by rank, scarcest "
    "first, all at once. Ends with 0 when it is done, 2 when an option cannot be used."
)
UNUSABLE, STOPPED = 2, 130
NAMES = {
    "first_come": "first come",
    "one_by_one": "one by one",
    "scarcest_first": "scarcest first",
    "joint": "all at once",
}
INVENTED = "Invented requests and shelters: it tells ways of giving places apart, and nothing about people."
# Each option: least, most, what is used when it is left out, and what it says.
OPTIONS = {
    "seed": (0, 2**31, 1, "the same numbers each time; years are drawn from this one and the next"),
    "years": (2, 1000, 20, "how many years are invented"),
    "days": (30, 3650, 365, "how many days of each are counted, after 200 that fill the shelters"),
    "requests": (1, 3000, 230, "requests in 365 days"),
    "every": (1, 60, 1, "give places once in so many days"),
}
_TELL_EVERY = 2.0


def add_arguments(parser: ArgumentParser) -> None:
    for name, (_, _, default, text) in OPTIONS.items():
        parser.add_argument(
            f"--{name}", type=int, default=default, metavar="N", help=f"{text}; default: {default}"
        )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser("schakel simulate-placement", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def run(options: Namespace) -> int:
    if problem := _problem(options):
        told = json.dumps({"error": problem}) if options.json else problem
        print(told, file=sys.stdout if options.json else sys.stderr)
        return UNUSABLE
    asked = {name: getattr(options, name) for name in OPTIONS}
    start = time.process_time()
    try:
        found = compare(**asked, progress=_progress())
    except KeyboardInterrupt:
        sys.stderr.write("Stopped: nothing is told of years that were not finished.\n")
        return STOPPED
    if options.json:
        told = json.dumps(_told(found, asked, time.process_time() - start), indent=2)
    else:
        told = in_words(found, asked)
    print(told)  # noqa: T201
    return 0


def _problem(options: Namespace) -> str:
    for name, (least, most, _, _) in OPTIONS.items():
        if not least <= getattr(options, name) <= most:
            return f"--{name} must be between {least:,} and {most:,}."
    return ""


def _progress() -> Callable[[int, int], None] | None:
    """Tells how far it is, on the screen of a person only."""
    if not sys.stderr.isatty():
        return None
    last = time.monotonic()

    def told(done: int, whole: int) -> None:
        nonlocal last
        if time.monotonic() - last > _TELL_EVERY:
            last = time.monotonic()
            print(f"{done} of {whole} years", file=sys.stderr)  # noqa: T201

    return told


def _told(found: Comparison, asked: dict[str, int], seconds: float) -> dict[str, Any]:
    return {
        "about": INVENTED,
        "version": version("schakel"),
        "options": asked,
        **in_json(found),
        "verdict": [verdict(found, way, other) for way, other in PAIRS],
        "cpu_seconds": round(seconds, 2),
    }


def in_words(found: Comparison, asked: dict[str, int]) -> str:
    """The table, and under it what is more than chance."""
    width = max(len(one.text) for one in MEASURES)
    heads = "".join(f"{NAMES[way]:>24}" for way in found.figures)
    lines = [
        INVENTED,
        f"{found.years} years from seed {asked['seed']}, {asked['days']} days each, "
        f"{asked['requests']} requests a year; mean (95 % interval)",
        "",
        f"{'':{width}}{heads}",
    ]
    for one in MEASURES:
        cells = "".join(
            f"{_cell(figures[one.name], one):>24}" for figures in found.figures.values()
        )
        lines.append(f"{one.text:{width}}{cells}")
    return "\n".join([*lines, "", *(verdict(found, way, other) for way, other in PAIRS)])


def _cell(one: Interval, measure: Measure) -> str:
    if measure.percent:
        return f"{one.mean:.1%} ({100 * one.low:.1f}–{100 * one.high:.1f})"
    return f"{one.mean:.1f} ({one.low:.1f}–{one.high:.1f})"


def _change(change: float, measure: Measure) -> str:
    return f"{100 * change:+.1f} points" if measure.percent else f"{change:+.1f}"


def verdict(found: Comparison, way: str, other: str) -> str:
    """What one way does better and worse than another, as far as that is more than chance."""
    said: dict[str, list[str]] = {"better": [], "worse": []}
    for one in MEASURES:
        if (judged := found.verdict(way, one, other)) in said:
            change = found.change(way, one, other).mean
            said[judged].append(f"{one.text} {_change(change, one)}")
    parts = [f"{judged} in {', '.join(names)}" for judged, names in said.items() if names]
    return f"{NAMES[way]} against {NAMES[other]}: {'; '.join(parts) or 'no difference shown'}."
