"""`schakel train-linkage LIST --labels PAIRS`: a model from labelled pairs; needs no database."""

import random
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.methods.linkage.clustering import clusters
from schakel.methods.linkage.evaluation import Quality, by_threshold
from schakel.methods.linkage.files import pairs_of
from schakel.methods.linkage.labels import Labels, read_labels
from schakel.methods.linkage.linking import link
from schakel.methods.linkage.lists import FileError, in_words, read_reports, spare
from schakel.methods.linkage.model import Parameters, stored_parameters
from schakel.methods.linkage.records import Record
from schakel.methods.linkage.training import Pair, learn

UNUSABLE = 2
# Fewer true pairs teach less than the model that comes along already knows.
FEWEST = 200
# A quarter of the people is kept apart to judge by.
PARTS = 4
SHOWN = (0.1, 0.5, 0.97)


class Command(BaseCommand):
    """Learns, says how good what it learned is on people it did not see, and writes the model."""

    help = (
        "Learn a model of linkage from a list of reports and pairs of which is known whether they are one "
        "person. Judges it on a quarter of the people, kept apart, beside the model that comes along; then "
        "learns from all. Never writes over a file. Ends with 0 when all is well, 2 when a file cannot "
        "be used."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV file, a report per line")
        parser.add_argument(
            "--labels", type=Path, metavar="FILE", required=True, help="known pairs"
        )
        parser.add_argument(
            "--out", type=Path, default=Path("model.json"), metavar="FILE", help="the new model"
        )

    def handle(self, **options: Any) -> None:
        try:
            self._train(options["file"], options["labels"], options["out"])
        except (FileError, OSError) as problem:
            raise CommandError(in_words(problem), returncode=UNUSABLE) from None

    def _train(self, path: Path, labels: Path, out: Path) -> None:
        spare({path, labels}, out)
        if out.exists():
            raise FileError(f"{out.name} is there already; give the new model another name.")
        records = sorted(read_reports(path), key=lambda record: record.id)
        known = read_labels(labels, [record.id for record in records])
        true = _places(records, known)
        if len(true) < FEWEST:
            raise FileError(
                f"{len(true)} true pairs are too few to learn from; {FEWEST} are needed."
            )
        rate = stored_parameters().pairs_per_record
        seen, apart = _parted(records, true)
        half = learn(records, seen, rate)
        for name, model in (("that comes along", stored_parameters()), ("learned", half)):
            self.stdout.write(f"The model {name}, on people kept apart:")
            self.stdout.writelines(_told(_judged(records, known, apart, model)))
        learned = learn(records, true, rate)
        out.write_text(learned.to_json() + "\n", "utf-8")
        self.stdout.write(f"Learned from {len(true):,} true pairs: {out} ({learned.fingerprint}).")


def _places(records: Sequence[Record], known: Labels) -> list[Pair]:
    """The true pairs as places in the list."""
    place = {record.id: number for number, record in enumerate(records)}
    return sorted((place[one], place[other]) for one, other in known.true)


def _parted(records: Sequence[Record], true: Sequence[Pair]) -> tuple[list[Pair], set[str]]:
    """True pairs to learn from, and the reports of the people that are kept apart."""
    people = clusters(len(records), dict.fromkeys(true, 1.0))[0]
    draw = random.Random(1)  # noqa: S311 - a sample to judge by, no secret
    everybody = sorted({int(people[one]) for one, _other in true})
    chosen = set(draw.sample(everybody, len(everybody) // PARTS))
    seen = [pair for pair in true if int(people[pair[0]]) not in chosen]
    apart = {record.id for record, person in zip(records, people, strict=True) if person in chosen}
    return seen, apart


def _judged(
    records: Sequence[Record], known: Labels, apart: set[str], model: Parameters
) -> list[Quality]:
    """Quality on labelled pairs with a report of somebody kept apart."""
    found = link(records, model)
    scores = zip(pairs_of(records, found), found.score.tolist(), strict=True)
    judged = {
        pair: score for pair, score in scores if known.judged(pair) and apart.intersection(pair)
    }
    true = {pair for pair in known.true if apart.intersection(pair)}
    return by_threshold(judged, true, SHOWN)


def _told(found: Sequence[Quality]) -> list[str]:
    figures = (
        f"  score {one.threshold:.2f} and up: precision {one.precision}, recall {one.recall}, F1 {one.f1}"
        for one in found
    )
    return list(figures)
