"""`schakel link FILE.csv`: which reports of a list are about one person; needs no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.methods.linkage.evaluation import Quality, by_threshold
from schakel.methods.linkage.files import read_labels, scores_of, write_clusters, write_pairs
from schakel.methods.linkage.linking import AUTO, REVIEW, STATISTICS, cluster, link
from schakel.methods.linkage.lists import FileError, in_words, read_reports, spare
from schakel.methods.linkage.model import VERSION, stored_parameters

UNUSABLE = 2


class Command(BaseCommand):
    """Reads a list, scores every candidate pair, writes pairs and clusters."""

    help = (
        "Find which reports of a list are about one person. Writes every candidate pair with its score "
        "and what is proposed (auto, review or no), and beside it clusters.csv for counting persons. "
        "Nothing is stored and nobody is joined. Ends with 0 when all is well, 2 when a file cannot be used."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV file, a report per line")
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
            outcome = _link(options["file"], options["out"], options["labels"])
        except (FileError, OSError) as problem:
            text = in_words(problem)
            if not options["json"]:
                raise CommandError(text, returncode=UNUSABLE) from None
            print(json.dumps({"error": text}))  # noqa: T201
            sys.exit(UNUSABLE)
        if options["json"]:
            print(json.dumps(outcome))  # noqa: T201
        else:
            self.stdout.write(_report(outcome))


def _link(path: Path, out: Path, labels: Path | None) -> dict[str, Any]:
    beside = out.with_name("clusters.csv")
    spare({path, labels or path}, out, beside)
    records = read_reports(path)
    known = read_labels(labels) if labels else None
    links = link(records, stored_parameters())
    people = cluster(links)
    write_pairs(out, records, links)
    write_clusters(beside, records, people)
    outcome: dict[str, Any] = {
        "reports": len(records),
        "candidates": len(links),
        **{str(decision): count for decision, count in links.counts().items()},
        "persons": int(people.max()) + 1 if len(people) else 0,
        "thresholds": {"auto": AUTO, "review": REVIEW, "statistics": STATISTICS},
        "model": VERSION,
    }
    if known is not None:
        scores = scores_of(records, links)
        outcome["quality"] = [one.as_dict() for one in _quality(scores, *known)]
    return outcome


def _quality(
    scores: dict[tuple[str, str], float], true: set[tuple[str, str]], false: set[tuple[str, str]]
) -> list[Quality]:
    """Where some pairs are known to be false, only labelled pairs are judged; else every pair is."""
    judged = {pair: score for pair, score in scores.items() if not false or pair in true | false}
    return by_threshold(judged, true)


def _report(outcome: dict[str, Any]) -> str:
    lines = [
        f"{outcome['reports']:,} reports, {outcome['candidates']:,} candidate pairs: "
        f"{outcome['auto']:,} automatic, {outcome['review']:,} to review, {outcome['no']:,} not.",
        f"{outcome['persons']:,} persons, counted at a score of {STATISTICS}.",
    ]
    for row in outcome.get("quality", []):
        figures = (("precision", row["precision"]), ("recall", row["recall"]), ("F1", row["f1"]))
        told = ", ".join(f"{name} {'–' if value is None else value}" for name, value in figures)
        lines.append(f"  score {row['threshold']:.2f} and up: {told}")
    return "\n".join(lines)
