"""The program of an attacker: published files and the records behind them in, verdicts out."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from schakel.methods.attacks.rebuilding import Folder
from schakel.methods.attacks.records import read_records
from schakel.methods.attacks.releases import Release, UnreadableError, read_release
from schakel.methods.attacks.suite import CODES, Box, Case, Settings, run
from schakel.methods.attacks.verdicts import Verdict

HELP = (
    "Attack published counts, with the records that they were made of as the judge. Reads what schakel "
    "protect wrote, and nothing else of it. Ends with 0 when every attack failed, 1 when one succeeded, "
    "2 when a file cannot be used."
)
SUCCEEDED, UNUSABLE = 1, 2
# A small register tells less per pair, and each pair costs less.
_PAIRS, _PAIRS_LARGE, _LARGE = 60, 20, 5_000
# The protecting function, for a file and what a report says: given by whoever starts the program.
BoxOf = Callable[[Path, Release], Box | None]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("microdata", metavar="MICRODATA.csv", type=Path, help="the true records")
    parser.add_argument("folder", metavar="DIR", type=Path, help="what schakel protect wrote")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--only", metavar="S1,S4", default=",".join(CODES), help="these attacks; default: all"
    )
    parser.add_argument("--seed", type=int, default=1, help="for what is drawn; default 1")
    parser.add_argument(
        "--pairs",
        type=int,
        help="pairs of releases that S4 compares; default 60, for large files 20",
    )
    parser.add_argument("--builds", type=int, default=4, help="times that S5 builds; default 4")
    parser.add_argument(
        "--targets", type=int, default=200, help="cells of each kind that S1 asks for; default 200"
    )


def execute(options: Namespace, box_of: BoxOf | None = None) -> int:
    try:
        only = _codes(options.only)
        case = _case(options.microdata, options.folder, box_of)
    except (UnreadableError, OSError) as problem:
        told_to = sys.stdout if options.json else sys.stderr
        print(json.dumps({"error": str(problem)}) if options.json else problem, file=told_to)
        return UNUSABLE
    settings = Settings(
        only=only,
        seed=options.seed,
        pairs=options.pairs or (_PAIRS if len(case.rows) <= _LARGE else _PAIRS_LARGE),
        builds=options.builds,
        targets=options.targets,
        progress=_tell,
    )
    verdicts = list(run(case, settings))
    passed = all(one.passed is not False for one in verdicts)
    print(_json(case, settings, verdicts, passed) if options.json else _report(verdicts))  # noqa: T201
    return 0 if passed else SUCCEEDED


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _codes(text: str) -> list[str]:
    found = [code.strip().upper() for code in text.split(",") if code.strip()]
    unknown = sorted(set(found) - set(CODES))
    if unknown or not found:
        raise UnreadableError(
            f"--only knows {', '.join(CODES)}, not {', '.join(unknown) or 'nothing'}."
        )
    return found


def _case(microdata: Path, folder: Path, box_of: BoxOf | None) -> Case:
    release, rows = read_records(microdata, read_release(folder))
    if not rows:
        raise UnreadableError(f"{microdata.name} holds no records.")
    box = box_of(microdata, release) if box_of else None
    return Case.of(release, rows, box, Folder(folder, microdata))


def _json(case: Case, settings: Settings, verdicts: list[Verdict], passed: bool) -> str:
    return json.dumps(
        {
            "passed": passed,
            "records": len(case.rows),
            "published_cells": len(case.release.cells),
            "seed": settings.seed,
            "attacks": [one.as_json() for one in verdicts],
        },
        ensure_ascii=False,
        indent=2,
    )


def _report(verdicts: list[Verdict]) -> str:
    lines = []
    for one in verdicts:
        if one.passed is None:
            lines.append(f"{one.code}  -       {one.name.en}: not done. {one.note}")
            continue
        state = "held" if one.passed else "BROKEN"
        line = f"{one.code}  {state:<6}  {one.name.en}: {one.measured:g} {one.unit}"
        line += f" (at most {one.limit:g})"
        lines.append(line + (f"; worst: {one.worst_cell}" if one.worst_cell else ""))
    return "\n".join(lines)
