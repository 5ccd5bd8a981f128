"""`schakel link-encoded A B`: which reports in files of codes are about one person; needs no database."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.methods.encoding.linking import (
    STRONG,
    IncomparableError,
    Linked,
    default_threshold,
    link,
)
from schakel.methods.encoding.messages import Message, MessageError, read
from schakel.methods.encoding.pairing import TooManyAlike
from schakel.methods.linkage.evaluation import Pair, by_threshold
from schakel.methods.linkage.labels import Labels, ordered, read_labels
from schakel.methods.linkage.lists import FileError, in_words, spare, write_table

UNUSABLE = 2
_LEAST = 0.55
# Codes alone decide nothing: precision is .96 at best, and a join needs more.
_DECISION = "review"
_PAIRS = (
    *("report_id_l", "report_id_r", "score", "decision", "strength", "partner_l", "partner_r"),
)
_CLUSTERS = ("report_id", "cluster_id", "partner")
_JUDGED_AT = (0.69, 0.71, 0.73, 0.75, STRONG, 0.81, 0.85)


class Command(BaseCommand):
    """Compares files of codes, writes pairs and clusters."""

    help = (
        "Find which reports in files of codes are about one person. Each file is compared with each other; "
        "one file, or --within, also with itself. Writes every pair that is alike, and beside it "
        "clusters.csv for counting persons. No key is needed, and no name is read or written. "
        "Ends with 0 when all is well, 2 when a file cannot be used."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, nargs="+", help="file with codes")
        parser.add_argument(
            "--within",
            action="store_true",
            help="also compare the reports of a file with each other",
        )
        parser.add_argument(
            "--threshold",
            type=_likeness,
            metavar="DICE",
            help="least likeness; default by how many are compared: .69 among 20,000 reports",
        )
        parser.add_argument(
            "--labels",
            type=Path,
            metavar="FILE",
            help="pairs of which is known whether they are true",
        )
        parser.add_argument(
            "--out", type=Path, default=Path("pairs.csv"), metavar="FILE", help="where pairs go"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            outcome = _link(**{name: options[name] for name in _OPTIONS})
        except (FileError, MessageError, IncomparableError, TooManyAlike, OSError) as problem:
            if not options["json"]:
                raise CommandError(in_words(problem), returncode=UNUSABLE) from None
            print(json.dumps({"error": in_words(problem)}))  # noqa: T201
            sys.exit(UNUSABLE)
        self.stdout.write(json.dumps(outcome) if options["json"] else _report(outcome))


_OPTIONS = ("file", "out", "labels", "within", "threshold")


def _likeness(text: str) -> float:
    value = float(text)
    if not _LEAST <= value <= 1:
        raise ArgumentTypeError(f"a likeness from {_LEAST} to 1; below it strangers are alike, too")
    return value


def _link(
    file: list[Path], out: Path, labels: Path | None, within: bool, threshold: float | None
) -> dict[str, Any]:
    beside = out.parent / "clusters.csv"
    spare({*file, *([labels] if labels else [])}, out, beside)
    messages = [_read(path) for path in file]
    known = read_labels(labels) if labels else None
    within = within or len(messages) == 1
    threshold = threshold or default_threshold(messages, within)
    linked = link(messages, threshold, within)
    judged = None if known is None else _judged(linked, messages, known, within, threshold)
    write_table(out, _PAIRS, sorted(_pair(linked, *pair) for pair in linked.pairs))
    numbers = (linked.clusters + 1).tolist()
    write_table(
        beside,
        _CLUSTERS,
        ((ref, number, who) for (who, ref), number in zip(linked.reports, numbers, strict=True)),
    )
    strong = sum(likeness >= STRONG for _one, _other, likeness in linked.pairs)
    outcome: dict[str, Any] = {
        "reports": len(linked.reports),
        "not_encodable": sum(one.not_encodable for one in messages),
        "pairs": len(linked.pairs),
        "strong": strong,
        "weak": len(linked.pairs) - strong,
        "persons": max(numbers, default=0),
        "thresholds": {"strong": STRONG, "statistics": threshold},
        "epoch": messages[0].head.epoch,
        "parameters": messages[0].head.parameters,
    }
    return outcome if judged is None else outcome | {"quality": judged}


def _read(path: Path) -> Message:
    try:
        with path.open("rb") as file:
            return read(file)
    except MessageError as problem:
        raise FileError(f"{path.name}: {problem}") from None


def _pair(linked: Linked, one: int, other: int, likeness: float) -> tuple[str, ...]:
    """A row, lower reference first."""
    (ref, who), (other_ref, other_who) = sorted(
        (linked.reports[place][1], linked.reports[place][0]) for place in (one, other)
    )
    strength = "strong" if likeness >= STRONG else "weak"
    return (ref, other_ref, f"{likeness:.6f}", _DECISION, strength, who, other_who)


def _judged(
    linked: Linked, messages: Sequence[Message], known: Labels, within: bool, least: float
) -> list[dict[str, float | None]]:
    """Precision and recall; a true pair of which a report has no code counts as missed."""
    stands = {row.ref: number for number, one in enumerate(messages) for row in one.rows}
    if len(stands) < len(linked.reports):
        raise FileError("--labels needs references that differ between the senders; these do not.")
    true = known.true
    if not within:
        true = frozenset(pair for pair in true if not _in_one_file(pair, stands))
    scores = {
        ordered(*(linked.reports[place][1] for place in places)): likeness
        for *places, likeness in linked.pairs
    }
    at = [least, *(one for one in _JUDGED_AT if one > least)]
    judged = {pair: score for pair, score in scores.items() if known.judged(pair)}
    return [one.as_dict() for one in by_threshold(judged, true, at)]


def _in_one_file(pair: Pair, stands: dict[str, int]) -> bool:
    return stands.get(pair[0], -1) == stands.get(pair[1], -2)


def _report(outcome: dict[str, Any]) -> str:
    thresholds = outcome["thresholds"]
    lines = [
        f"{outcome['reports']:,} reports with codes, {outcome['not_encodable']:,} without: "
        f"{outcome['pairs']:,} pairs are alike, {outcome['strong']:,} of them strongly "
        f"({thresholds['strong']}).",
        f"{outcome['persons']:,} persons, counted at a likeness of {thresholds['statistics']}.",
    ]
    for row in outcome.get("quality", []):
        figures = (("precision", row["precision"]), ("recall", row["recall"]), ("F1", row["f1"]))
        told = ", ".join(f"{name} {'–' if value is None else value}" for name, value in figures)
        lines.append(f"  likeness {row['threshold']:g} and up: {told}")
    return "\n".join(lines)
