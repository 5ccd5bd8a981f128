"""`schakel link FILE.csv`: which reports of a list are about one person; needs no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.methods.linkage.bulk import Bulk
from schakel.methods.linkage.evaluation import Pair, by_threshold
from schakel.methods.linkage.files import pairs_of, write_clusters, write_pairs
from schakel.methods.linkage.labels import Labels, read_labels
from schakel.methods.linkage.linking import (
    AUTO,
    RERANKED_STATISTICS,
    REVIEW,
    STATISTICS,
    Links,
    cluster,
    link,
    prepared,
)
from schakel.methods.linkage.lists import FileError, in_words, read_listing, spare
from schakel.methods.linkage.model import VERSION, Parameters, stored_parameters
from schakel.methods.linkage.reranking import Reranked, rerank

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
            help="pairs of which is known whether they are one person: they teach and judge",
        )
        parser.add_argument(
            "--model", type=Path, metavar="FILE", help="another model than the one that comes along"
        )
        parser.add_argument(
            "--only-judge", action="store_true", help="learn nothing from the labels, judge by them"
        )
        parser.add_argument(
            "--out", type=Path, default=Path("pairs.csv"), metavar="FILE", help="where pairs go"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            outcome = _link(
                options["file"],
                options["out"],
                options["labels"],
                options["only_judge"],
                _model(options["model"]),
            )
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
        for told in _passed_over(outcome):
            self.stderr.write(told)


def _model(path: Path | None) -> Parameters:
    """The model in a file, or the one that comes along. Raises FileError and OSError."""
    if path is None:
        return stored_parameters()
    try:
        return Parameters.from_json(path.read_text("utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FileError(f"{path.name} is no model of version {VERSION}.") from None


def _link(
    path: Path, out: Path, labels: Path | None, only_judge: bool, parameters: Parameters
) -> dict[str, Any]:
    beside = out.parent / "clusters.csv"
    spare({path, labels or path}, out, beside)
    listing = read_listing(path)
    listed = listing.records
    # By identifier, so that the order of the lines makes no difference to a second stage.
    records = sorted(listed, key=lambda record: record.id)
    known = read_labels(labels, [record.id for record in records]) if labels else None
    bulk = prepared(records, parameters)
    stored = link(records, parameters, bulk)
    pairs = pairs_of(records, stored) if known else []
    second = Reranked(stored, why="the labels only judge" if labels else "no labels")
    if known is not None and not only_judge:
        second = _second_stage(bulk, stored, known, pairs)
    statistics = RERANKED_STATISTICS if second.used else STATISTICS
    people = cluster(second.links, statistics)
    write_pairs(out, records, second.links)
    write_clusters(beside, listed, dict(zip(bulk.ids, people.tolist(), strict=True)))
    outcome: dict[str, Any] = {
        "reports": len(records),
        "dates_not_read": listing.dates_not_read,
        "columns_not_used": listing.columns_not_used,
        "candidates": len(stored),
        **{str(decision): count for decision, count in second.links.counts().items()},
        "persons": int(people.max()) + 1 if len(people) else 0,
        "thresholds": {"auto": AUTO, "review": REVIEW, "statistics": statistics},
        "model": VERSION,
        "fingerprint": parameters.fingerprint,
        "second_stage": {"used": bool(second.used), "labels": second.used, "why": second.why},
    }
    if known is not None:
        outcome["quality"] = _quality(pairs, second.links, known)
        outcome["quality_stored"] = _quality(pairs, stored, known)
    return outcome


def _passed_over(outcome: dict[str, Any]) -> list[str]:
    """What of the list said nothing to the machine."""
    told = []
    if count := outcome["dates_not_read"]:
        told.append(
            f"{count:,} dates of birth could not be read and count as not known: write 1992, 1992-05 or "
            "1992-05-03."
        )
    if columns := outcome["columns_not_used"]:
        told.append(f"Columns that are not used: {', '.join(columns)}.")
    return told


def _second_stage(bulk: Bulk, stored: Links, known: Labels, pairs: list[Pair]) -> Reranked:
    if not known.both_ways:
        return Reranked(stored, why="the labels name true pairs only; it takes false ones, too")
    answers = {place: known.of(pair) for place, pair in enumerate(pairs)}
    return rerank(bulk, stored, {at: same for at, same in answers.items() if same is not None})


def _quality(pairs: list[Pair], links: Links, known: Labels) -> list[dict[str, Any]]:
    """Per threshold, of labelled pairs; where no pair is known to be false, of all pairs."""
    scores = zip(pairs, links.score.tolist(), strict=True)
    judged = {pair: score for pair, score in scores if known.judged(pair)}
    return [one.as_dict() for one in by_threshold(judged, known.true)]


def _report(outcome: dict[str, Any]) -> str:
    second = outcome["second_stage"]
    lines = [
        f"{outcome['reports']:,} reports, {outcome['candidates']:,} candidate pairs: "
        f"{outcome['auto']:,} automatic, {outcome['review']:,} to review, {outcome['no']:,} not.",
        f"{outcome['persons']:,} persons, counted at a score of {outcome['thresholds']['statistics']}.",
    ]
    if "quality" in outcome:
        lines.append(
            f"A second stage learned from {second['labels']:,} labels; each labelled pair is judged by "
            "trees that did not see its person."
            if second["used"]
            else f"No second stage: {second['why']}."
        )
    for row in outcome.get("quality", []):
        figures = (("precision", row["precision"]), ("recall", row["recall"]), ("F1", row["f1"]))
        told = ", ".join(f"{name} {'–' if value is None else value}" for name, value in figures)
        lines.append(f"  score {row['threshold']:.2f} and up: {told}")
    return "\n".join(lines)
