"""The program of an attacker: published files and the records behind them in, verdicts out."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from hashlib import sha256
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
# What methods ask for, and how much of it is done unasked: as often as some ten CPU seconds allow.
THOROUGH_PAIRS, THOROUGH_BUILDS = 1_000, 52
_SECONDS = 12.0
_LEAST_PAIRS, _LEAST_BUILDS = 20, 4
# CPU seconds of one building: at least, and for each record in each published cell.
_START, _EACH = 0.05, 3.5e-7
_HOUSE = ".not-for-publication.json"
_NOT_CHECKED = "not checked whether these are the very records that the release was made of"
_KEYED = "The release was made with a secret: without it (--key) it cannot be made again."
# The protecting function, for a file, what a report says, and the secret (a file) where there is one: given
# by whoever starts the program.
BoxOf = Callable[[Path, Release, Path | None], Box | None]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("microdata", metavar="MICRODATA.csv", type=Path, help="the true records")
    parser.add_argument("folder", metavar="DIR", type=Path, help="what schakel protect wrote")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="the secret, where the release was made with one"
    )
    parser.add_argument(
        "--only", metavar="S1,S4", default=",".join(CODES), help="these attacks; default: all"
    )
    parser.add_argument("--seed", type=int, default=1, help="for what is drawn; default 1")
    parser.add_argument(
        "--pairs", type=int, help="pairs of releases that S4 compares; default: by size, 20 to 1000"
    )
    parser.add_argument(
        "--builds", type=int, help="times that S5 builds; default: by size, 4 to 52"
    )
    parser.add_argument(
        "--thorough", action="store_true", help="1000 pairs and 52 builds, however long that takes"
    )
    parser.add_argument(
        "--targets", type=int, default=200, help="cells of each kind that S1 asks for; default 200"
    )


def execute(options: Namespace, box_of: BoxOf | None = None) -> int:
    try:
        only = _codes(options.only)
        case = _case(options, box_of)
    except (UnreadableError, OSError) as problem:
        told_to = sys.stdout if options.json else sys.stderr
        print(json.dumps({"error": str(problem)}) if options.json else problem, file=told_to)
        return UNUSABLE
    often = None if options.thorough else _affordable(case)
    settings = Settings(
        only=only,
        seed=options.seed,
        pairs=options.pairs or _between(often, _LEAST_PAIRS, THOROUGH_PAIRS),
        builds=options.builds or _between(often, _LEAST_BUILDS, THOROUGH_BUILDS),
        targets=options.targets,
        progress=_tell,
    )
    verdicts = list(run(case, settings))
    passed = all(one.passed is not False for one in verdicts)
    notes = _notes(options, case)
    found = (
        _json(case, settings, verdicts, passed, notes) if options.json else _report(verdicts, notes)
    )
    print(found)  # noqa: T201
    return 0 if passed else SUCCEEDED


def _affordable(case: Case) -> int:
    """How many buildings of this release can be afforded; the same on every machine."""
    return int(_SECONDS / (_START + _EACH * case.truth.design.nnz))


def _between(often: int | None, least: int, most: int) -> int:
    return most if often is None else min(max(often, least), most)


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


def _case(options: Namespace, box_of: BoxOf | None) -> Case:
    release, rows = read_records(options.microdata, read_release(options.folder))
    if not rows:
        raise UnreadableError(f"{options.microdata.name} holds no records.")
    folder = Folder(options.folder, options.microdata)
    if _lacks_key(options, release):
        return Case.of(release, rows, None, folder, _KEYED)
    box = box_of(options.microdata, release, options.key) if box_of else None
    return Case.of(release, rows, box, folder)


def _lacks_key(options: Namespace, release: Release) -> bool:
    return bool(release.report.get("keyed")) and options.key is None


def _notes(options: Namespace, case: Case) -> list[str]:
    """What could not be checked, and why."""
    found = [_KEYED] if case.without == _KEYED else []
    if options.key is not None and not case.release.report.get("keyed"):
        found.append("The release was made without a secret: --key was not used.")
    whole = Path(os.path.abspath(options.folder))
    house = whole.with_name(whole.name + _HOUSE)
    try:
        told = json.loads(house.read_bytes())["sha256"]["microdata"]
    except (OSError, ValueError, LookupError, TypeError):
        return [*found, f"{house.name} does not lie beside the folder: {_NOT_CHECKED}."]
    if told != sha256(options.microdata.read_bytes()).hexdigest():
        found.append(f"{house.name} names another file of records than this one.")
    return found


def _json(
    case: Case, settings: Settings, verdicts: list[Verdict], passed: bool, notes: list[str]
) -> str:
    return json.dumps(
        {
            "passed": passed,
            "records": len(case.rows),
            "published_cells": len(case.release.cells),
            "seed": settings.seed,
            "notes": notes,
            "attacks": [one.as_json() for one in verdicts],
        },
        ensure_ascii=False,
        indent=2,
    )


def _report(verdicts: list[Verdict], notes: list[str]) -> str:
    lines = []
    for one in verdicts:
        if one.passed is None:
            lines.append(f"{one.code}  -       {one.name.en}: not done. {one.note}")
            continue
        state = "held" if one.passed else "BROKEN"
        line = f"{one.code}  {state:<6}  {one.name.en}: {one.measured:g} {one.unit}"
        line += f" (at most {one.limit:g})"
        lines.append(line + (f"; worst: {one.worst_cell}" if one.worst_cell else ""))
    return "\n".join([*lines, *notes])
