"""`schakel protect`: records in, figures that expose nobody out; needs neither settings nor database."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from schakel.methods.disclosure.folders import (
    CUBE,
    REPORT,
    files_of,
    house_of,
    house_path,
    read_release,
    require_free,
    write,
)
from schakel.methods.disclosure.keys import keys_of
from schakel.methods.disclosure.microdata import content_of, read
from schakel.methods.disclosure.refusals import Refused
from schakel.methods.disclosure.releases import release
from schakel.methods.disclosure.specs import Spec
from schakel.methods.disclosure.specs import read as read_spec

HELP = (
    "Protect counts of the records in a CSV file, so that they can be published. A specification names the "
    "dimensions; the folder that is written holds the protected cube, its tables and a report. "
    "Ends with 0 when all is well, 1 when these figures may not be released, 2 when something cannot be "
    "used; then nothing is written."
)
NOT_RELEASED, UNUSABLE = 1, 2
_REFUSED_RELEASES = ("too_few_new",)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="MICRODATA.csv", type=Path, help="a record per line")
    parser.add_argument(
        "--spec", type=Path, required=True, help="what to publish (docs/reference/protect.md)"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the folder to write"
    )
    parser.add_argument("--previous", type=Path, metavar="DIR", help="the release before this one")
    parser.add_argument(
        "--revision", action="store_true", help="make periods anew that were released before"
    )
    parser.add_argument("--key", type=Path, metavar="FILE", help="a secret of 32 bytes or more")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace) -> int:
    language = next((found for name in _LANGUAGES if (found := os.environ.get(name))), "en")
    try:
        told = protect_file(options)
    except Refused as problem:
        code = NOT_RELEASED if problem.code in _REFUSED_RELEASES else UNUSABLE
        return _tell(problem.in_words(language), options, code)
    except OSError as problem:
        name = Path(problem.filename).name if problem.filename else str(options.out)
        refused = Refused("disk", where=name, problem=problem.strerror or type(problem).__name__)
        return _tell(refused.in_words(language), options, UNUSABLE)
    print(json.dumps(told, ensure_ascii=False) if options.json else _report(told, options))  # noqa: T201
    return 0 if told["verdict"]["passed"] else NOT_RELEASED


_LANGUAGES = ("LC_ALL", "LC_MESSAGES", "LANG")


def _tell(text: str, options: Namespace, code: int) -> int:
    told_to = sys.stdout if options.json else sys.stderr
    print(json.dumps({"error": text}, ensure_ascii=False) if options.json else text, file=told_to)
    return code


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser("schakel protect", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def _report(told: dict[str, Any], options: Namespace) -> str:
    house = told["house"]
    lines = [
        f"{house['records']:,} records, {told['cells']:,} protected cells in {options.out}",
        f"method {told['method']}, base {told['base']}, at most {told['ways']} dimensions at a time",
    ]
    for name, period in house["periods"].items():
        origin = f"{name} ({told['periods'][name]}): " if name else ""
        lines.append(
            f"  {origin}mean change {period['mean_error']:.2f}, largest {period['largest_error']}"
        )
    verdict = told["verdict"]
    lines.append(
        "every check passed" if verdict["passed"] else f"NOT RELEASED, a check failed: {verdict}"
    )
    lines.append(f"{house_path(options.out)} stays in the house; the folder may be published.")
    return "\n".join(lines)


def protect_file(options: Namespace) -> dict[str, Any]:
    """Protect a file; the report, and beside it what stays in the house. Raises Refused and OSError."""
    out = Path(os.path.abspath(options.out))
    require_free(out)
    inputs = {"spec": content_of(options.spec), "microdata": content_of(options.file)}
    spec = read_spec(options.spec)
    previous = read_release(options.previous, spec) if options.previous else None
    table = read(inputs["microdata"], _columns(spec), options.file.name)
    keys = keys_of(options.key, spec, options.spec.parent)
    made = release(table, spec, previous, options.revision, keys)
    files = files_of(made, spec, keyed=keys is not None)
    house = house_of(made, {**inputs, CUBE: files[CUBE]})
    told = {**json.loads(files[REPORT]), "house": house}
    if told["verdict"]["passed"]:
        write(out, files, house)
    return told


def _columns(spec: Spec) -> list[str]:
    wanted = [name for one in spec.dimensions for name in (one.source, *one.levels)]
    return list(dict.fromkeys([*wanted, *([spec.period] if spec.period else [])]))
