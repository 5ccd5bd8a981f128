"""`schakel synthesise`: a register in, synthetic records out; needs neither settings nor database."""

import csv
import hashlib
import json
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from schakel.methods.disclosure.microdata import content_of, read
from schakel.methods.disclosure.refusals import Refused
from schakel.methods.synthesis.accounting import LIFETIME_DELTA, Budget, BudgetError
from schakel.methods.synthesis.domains import Column, DomainError
from schakel.methods.synthesis.ledgers import (
    Entry,
    LedgerError,
    require_left,
    spend,
    state_of,
)
from schakel.methods.synthesis.lists import read_lists
from schakel.methods.synthesis.synthesising import (
    Synthesis,
    attacked,
    columns_of,
    noise_from,
    preserved,
    synthesise,
    with_other,
)

HELP = (
    "Make synthetic records that are like those in a CSV file and are nobody's, under differential "
    "privacy. Ends with 0 when all is well, 2 when something cannot be used or the budget does not allow "
    "it; then nothing is written."
)
UNUSABLE = 2
INSIDE = "Compared with the truth: for whoever decides about this release, not for publication."
_MOST_ROWS = 5_000_000


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="MICRODATA.csv", type=Path, help="a record per line")
    parser.add_argument(
        "--epsilon", type=float, required=True, metavar="E", help="what it may cost: at most 4"
    )
    parser.add_argument(
        "--delta", type=float, default=LIFETIME_DELTA, metavar="D", help="default: 1e-6, the most"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write")
    parser.add_argument("--columns", metavar="A,B,C", help="these columns only; default: all")
    parser.add_argument(
        "--rows",
        type=int,
        metavar="N",
        help="so many rows; default: as many as there are, with noise",
    )
    parser.add_argument(
        "--spec", type=Path, metavar="FILE", help="TOML file with the values that columns can have"
    )
    parser.add_argument(
        "--ledger",
        type=Path,
        metavar="FILE",
        help="the register's ledger: spend there, or be refused",
    )
    parser.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="the same result each time: for tests only, since who knows the seed can undo the noise",
    )
    parser.add_argument(
        "--no-measures", action="store_true", help="leave out the comparison and the attack"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser("schakel synthesise", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def run(options: Namespace) -> int:
    try:
        told = synthesise_file(options)
    except (BudgetError, DomainError, LedgerError) as problem:
        return _refuse(str(problem), options)
    except Refused as problem:
        return _refuse(problem.in_words("en"), options)
    except OSError as problem:
        name = Path(problem.filename).name if problem.filename else str(options.out)
        return _refuse(f"{name} cannot be used: {problem.strerror or problem}.", options)
    print(json.dumps(told, ensure_ascii=False) if options.json else _report(told))  # noqa: T201
    return 0


def _refuse(text: str, options: Namespace) -> int:
    told_to = sys.stdout if options.json else sys.stderr
    print(json.dumps({"error": text}, ensure_ascii=False) if options.json else text, file=told_to)
    return UNUSABLE


def synthesise_file(options: Namespace) -> dict[str, Any]:
    """All that the command does. Raises BudgetError, DomainError, LedgerError, Refused and OSError."""
    budget = Budget(options.epsilon, options.delta)
    _require_possible(options)
    if options.ledger:
        require_left(state_of(options.ledger), budget.epsilon)
    columns = _columns(options)
    clock = [time.process_time()]
    made = synthesise(columns, budget, noise_from(options.seed), options.rows)
    clock.append(time.process_time())
    told = _told(columns, budget, made, options)
    if not options.no_measures:
        told |= _measured(columns, budget, made, options.seed)
    clock.append(time.process_time())
    told["cpu_seconds"] = {
        "fit_and_sample": round(clock[1] - clock[0], 3),
        "measures_and_attack": round(clock[2] - clock[1], 3),
    }
    content = _csv(made)
    told["sha256"] = hashlib.sha256(content).hexdigest()
    told["ledger"] = _hand_out(options, budget, told, content)
    return told


def _require_possible(options: Namespace) -> None:
    if options.rows is not None and not 1 <= options.rows <= _MOST_ROWS:
        raise DomainError(f"--rows must be between 1 and {_MOST_ROWS:,}.")
    if options.seed is not None and options.seed < 0:
        raise DomainError("--seed must be 0 or more.")
    if options.out.is_dir() or not options.out.absolute().parent.is_dir():
        raise DomainError(f"{options.out} cannot be written: name a file in a folder that exists.")
    inputs = [path.resolve() for path in (options.file, options.spec, options.ledger) if path]
    if options.out.resolve() in inputs:
        raise DomainError(f"{options.out} is one of the files that are read. Choose another --out.")


def _columns(options: Namespace) -> list[Column]:
    names: list[str] = []
    if options.columns is not None:
        names = [name.strip() for name in options.columns.split(",") if name.strip()]
        if not names or len(set(names)) < len(names):
            raise DomainError("--columns must name each column once, with commas between them.")
    listed = read_lists(options.spec) if options.spec else {}
    table = read(content_of(options.file), names, options.file.name)
    if missing := sorted(set(listed) - set(table.column_names)) if not names else []:
        raise DomainError(f"{options.spec.name} lists values of {missing[0]}, which is no column.")
    return columns_of(table, listed)


def _told(
    columns: Sequence[Column], budget: Budget, made: Synthesis, options: Namespace
) -> dict[str, Any]:
    names = [column.name for column in columns]
    model = made.model
    return {
        "epsilon": budget.epsilon,
        "delta": budget.delta,
        "rho": round(budget.rho, 6),
        "neighbours": "registers that differ by one record",
        "seeded": options.seed is not None,
        "columns": [
            {
                "name": domain.name,
                "values": domain.size,
                "values_from": "list" if domain.listed else "named privately",
                "not_named": round(float(domain.rest), 4),
            }
            for domain in model.domains
        ],
        "other": with_other(made),
        "rows_in": len(columns[0].codes),
        "rows_out": len(made.codes),
        "tree": [[names[one], names[other]] for one, other in model.tree],
        "pairs": [[names[one], names[other]] for one, other in sorted(model.pairs)],
        "out": str(options.out),
    }


def _measured(
    columns: Sequence[Column], budget: Budget, made: Synthesis, seed: int | None
) -> dict[str, Any]:
    kept = preserved(columns, made)
    pair = kept.cramers_v_pair
    records = len(columns[0].codes)
    area = attacked(columns, budget, lambda: noise_from(seed), seed)
    return {
        "measures": {
            "for_publication": False,
            "note": INSIDE,
            "tvd1": round(kept.tvd_1, 5),
            "tvd2": round(kept.tvd_2, 5),
            "tvd3": None if kept.tvd_3 is None else round(kept.tvd_3, 5),
            "cramers_v_largest_change": round(kept.cramers_v, 5),
            "cramers_v_pair": [columns[place].name for place in pair] if pair else None,
            "invented_pairs": round(kept.invented_2, 5),
            "invented_triples": None if kept.invented_3 is None else round(kept.invented_3, 5),
            "row_count_change": round(len(made.codes) / records - 1, 5),
        },
        "attack": {
            "for_publication": False,
            "what": "who was in the register, by the distance to the closest synthetic record",
            "auc": None if area is None else round(area, 4),
            "blind_guess": 0.5,
        },
    }


def _csv(made: Synthesis) -> bytes:
    """Rows of text, in the order in which they were drawn (which says nothing)."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([domain.name for domain in made.model.domains])
    columns = [
        [domain.values[code] for code in made.codes[:, place].tolist()]
        for place, domain in enumerate(made.model.domains)
    ]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def _hand_out(
    options: Namespace, budget: Budget, told: dict[str, Any], content: bytes
) -> dict[str, Any] | None:
    """Write the file beside its place, spend, then put it there; what the ledger holds then."""
    part = options.out.with_name(f"{options.out.name}.part")
    try:
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        state = None
        if options.ledger:
            entry = Entry(
                moment=datetime.now(UTC).isoformat(timespec="seconds"),
                epsilon=budget.epsilon,
                delta=budget.delta,
                columns=tuple(column["name"] for column in told["columns"]),
                rows=told["rows_out"],
                sha256=told["sha256"],
            )
            state = {**spend(options.ledger, entry).told(), "entry": asdict(entry)}
        part.replace(options.out)
    finally:
        part.unlink(missing_ok=True)
    return state


def _report(told: dict[str, Any]) -> str:
    lines = [
        f"{told['rows_out']:,} synthetic records in {told['out']}",
        f"cost: epsilon {told['epsilon']:g}, delta {told['delta']:g}",
        f"{len(told['pairs'])} relations between columns were measured",
    ]
    if told["other"]:
        lines.append(f"OTHER stands for rare values in: {', '.join(told['other'])}")
    if "measures" in told:
        kept, area = told["measures"], told["attack"]["auc"]
        lines += [
            INSIDE,
            f"  distance of tables of one, two, three columns: {kept['tvd1']}, {kept['tvd2']}, "
            f"{kept['tvd3']}",
            f"  largest change of Cramér's V: {kept['cramers_v_largest_change']}",
            f"  invented pairs {kept['invented_pairs']:.1%}",
            f"  an attacker tells members from others: {area} (0.5 is guessing)",
        ]
    if told["ledger"]:
        lines.append(f"left in the ledger: epsilon {told['ledger']['epsilon_left']:g}")
    if told["seeded"]:
        lines.append("Made with a seed: for tests only, never for publication.")
    return "\n".join(lines)
