"""`schakel estimate`: how many people there are, those on no list included; needs no database."""

import json
import math
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from schakel.methods.estimation import honesty
from schakel.methods.estimation.bootstrap import REPLICATES, usual_replicates
from schakel.methods.estimation.covariates import DRAWS, as_estimate
from schakel.methods.estimation.covariates import estimate as estimate_by_traits
from schakel.methods.estimation.estimating import METHODS, SEED, Asked, Estimate, estimate
from schakel.methods.estimation.keeping import Kept
from schakel.methods.estimation.reading import read, read_records
from schakel.methods.estimation.records import Records
from schakel.methods.estimation.stepwise import THRESHOLD
from schakel.methods.estimation.tables import Table, TableError

HELP = (
    "Estimate how many people there are, those on no list included, from who stands on which lists. "
    "Ends with 0 when there is an estimate, 2 when the file cannot be used, 3 when the data cannot carry "
    "a number."
)
UNUSABLE, REFUSED = 2, 3
# What the program ends with for each thing that may be wrong with a file; 2 for anything else.
EXITS = {
    code: number
    for number, code in enumerate(
        (
            *("unreadable", "empty", "counts", "names", "width", "count", "negative_count"),
            *("fractional_count", "count_too_large", "no_list", "too_many_lists", "nobody"),
            *("too_many_rows", "traits"),
        ),
        start=10,
    )
}
_TELL_EVERY = 2.0


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV: a column of 0 and 1 per list, and count"
    )
    parser.add_argument(
        "--method", choices=sorted(METHODS), default="stepwise", help="default: stepwise"
    )
    parser.add_argument(
        "--bootstrap",
        type=_whole,
        metavar="N",
        help=f"draws; default: {REPLICATES:,}, fewer for more than six lists",
    )
    parser.add_argument("--seed", type=_whole, default=SEED, metavar="S", help=f"default: {SEED}")
    parser.add_argument(
        "--threshold",
        type=float,
        default=THRESHOLD,
        metavar="P",
        help="of stepwise choice; default: 0.02",
    )
    parser.add_argument(
        "--traits",
        type=lambda text: [name.strip() for name in text.split(",") if name.strip()],
        default=[],
        metavar="A,B",
        help="columns that are traits, such as sex,year: one model over lists and traits, chosen by BIC",
    )
    parser.add_argument(
        "--resume",
        type=Path,
        metavar="KEPT",
        help="keep draws in this file as they are made, and go on with those that are in it",
    )
    parser.add_argument(
        "--processes",
        type=_whole,
        default=1,
        metavar="N",
        help="make the draws in so many processes",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _whole(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def run(options: Namespace) -> int:
    try:
        if options.traits:
            told = grouped(read_records(options.file, options.traits), options)
        else:
            told = answer(read(options.file), options)
    except (TableError, ValueError, OSError) as problem:
        text = (
            str(problem)
            if not isinstance(problem, OSError)
            else f"{options.file}: {problem.strerror}."
        )
        code = problem.code if isinstance(problem, TableError) else "unusable"
        print(
            json.dumps({"error": text, "code": code}) if options.json else text,
            file=_place(options),
        )
        return EXITS.get(code, UNUSABLE)
    print(json.dumps(told, indent=2) if options.json else in_words(told))  # noqa: T201
    return REFUSED if told["refused"] else 0


def _place(options: Namespace) -> Any:
    return sys.stdout if options.json else sys.stderr


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser("schakel estimate", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def answer(table: Table, options: Namespace) -> dict[str, Any]:
    """What the program says, as one object; under `withheld` what it does not stand for."""
    told: dict[str, Any] = {
        "method": options.method,
        "observed": table.observed,
        "lists": list(table.names),
        "on_several_lists": table.on_several,
        "seed": options.seed,
        "input_sha256": table.digest,
        "version": version("schakel"),
    }
    if table.lists < 2:
        return {
            **told,
            "model": [],
            "warnings": list(table.notes),
            "refused": honesty.refusals(table, None),
        }
    draws = usual_replicates(table.lists) if options.bootstrap is None else options.bootstrap
    asked = Asked(draws, options.seed, options.threshold, _progress(options))
    if options.resume is not None:
        key = [table.digest, options.method, draws, options.seed, options.threshold]
        asked = replace(asked, kept=Kept(options.resume, key))
    asked = replace(asked, processes=options.processes)
    found = estimate(table, options.method, asked)
    other = honesty.sensitivity(table, found, asked)
    refused = honesty.refusals(table, found)
    number = _stated(found)
    told |= {"withheld": number} if refused else number
    return (
        told
        | _details(found)
        | {
            "sensitivity": {
                name: {key: _number(value) for key, value in part.items()}
                for name, part in vars(other).items()
            },
            "warnings": honesty.warnings(table, found, other),
            "refused": refused,
        }
    )


def grouped(records: Records, options: Namespace) -> dict[str, Any]:
    """What the program says of lists and traits together: everybody, and each group."""
    table = records.table()
    draws = DRAWS if options.bootstrap is None else options.bootstrap
    found = estimate_by_traits(records, options.seed, draws)
    whole = as_estimate(found)
    refused = honesty.refusals(table, whole)
    told: dict[str, Any] = {
        "method": "covariates",
        "observed": found.observed,
        "lists": list(records.lists),
        "traits": list(records.traits),
        "on_several_lists": table.on_several,
        "seed": options.seed,
        "bootstrap": draws,
        "input_sha256": records.digest,
        "version": version("schakel"),
        "model": [list(pair) for pair in found.model],
        "model_written": whole.model,
        "set_aside": [list(pair) for pair in found.set_aside],
        "existence": int(whole.trouble),
        "bic": found.bic,
        "warnings": list(table.notes),
        "refused": refused,
    }
    told |= {"withheld": _stated(whole)} if refused else _stated(whole)
    groups = []
    for one in found.groups:
        part = as_estimate(found, one)
        codes = honesty.refusals_of_group(records.only(one.trait, [one.code]).table(), part)
        codes += [code for code in refused if code not in codes]
        line = {"trait": one.trait, "code": one.code, "observed": one.observed, "refused": codes}
        groups.append(line | ({"withheld": _stated(part)} if codes else _stated(part)))
    return told | {"groups": groups}


def _stated(found: Estimate) -> dict[str, Any]:
    return {
        "estimate": _number(found.estimate),
        "interval": [_number(limit) for limit in found.interval],
    }


def _details(found: Estimate) -> dict[str, Any]:
    more = {
        "model": [list(term) for term in found.terms],
        "model_written": found.model,
        "existence": int(found.trouble),
        "acceleration": found.acceleration,
        "limits": {f"{level:g}": _number(limit) for level, limit in found.limits.items()},
        "bootstrap": found.replicates,
        "draws_without_estimate": found.without,
        "chains_disagreement": found.disagreement,
        "models_considered": found.considered,
        "models_admissible": found.admissible,
        "bic": found.bic,
    }
    return {name: value for name, value in more.items() if value is not None}


def _number(value: float) -> float | None:
    """JSON knows no infinity."""
    return value if math.isfinite(value) else None


def _progress(options: Namespace) -> Any:
    """Tells how far a long run is, on the screen of a person only."""
    if options.json or not sys.stderr.isatty():
        return None
    last = time.monotonic()

    def told(done: int, whole: int) -> None:
        nonlocal last
        if time.monotonic() - last > _TELL_EVERY:
            last = time.monotonic()
            print(f"{done:,} of {whole:,} draws", file=sys.stderr)  # noqa: T201

    return told


def in_words(told: dict[str, Any]) -> str:
    """The same for a person to read: never one number alone."""
    lines = [
        f"seen: {told['observed']:,} people on {len(told['lists'])} lists, "
        f"{told['on_several_lists']:,} of them on more than one",
    ]
    if told["refused"]:
        lines.append("no estimate is given:")
        lines += [f"  {honesty.REFUSALS[code]}" for code in told["refused"]]
    else:
        low, high = (
            f"{limit:,.0f}" if limit is not None else "unknown" for limit in told["interval"]
        )
        lines.append(
            f"estimated: {told['estimate']:,.0f} people in all; 95 % interval {low} to {high}"
        )
        lines.append(f"  method {told['method']}, model {told.get('model_written') or 'none'}")
        if "sensitivity" in told:
            lines.append(f"  other methods: {_listed(told['sensitivity']['methods'])}")
            lines.append(f"  without a list: {_listed(told['sensitivity']['without'])}")
    for one in told.get("groups", ()):
        lines.append(f"  {one['trait']} {one['code']}: {_of_group(one)}")
    lines += [f"beware: {honesty.WARNINGS[code]}" for code in told["warnings"]]
    return "\n".join(lines)


def _of_group(one: dict[str, Any]) -> str:
    if one["refused"]:
        return f"{one['observed']:,} seen; no estimate: {honesty.REFUSALS[one['refused'][0]]}"
    low, high = one["interval"]
    return f"{one['observed']:,} seen, {one['estimate']:,.0f} in all ({low:,.0f} to {high:,.0f})"


def _listed(values: dict[str, float | None]) -> str:
    return ", ".join(
        f"{name} {value:,.0f}" if value is not None else f"{name} none"
        for name, value in values.items()
    )
