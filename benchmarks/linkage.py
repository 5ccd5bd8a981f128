"""Linking 20,000 invented reports: what is found, what is wrong, what people must see, what it costs."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.timing import Figure
from schakel.methods.linkage.bulk import Bulk
from schakel.methods.linkage.linking import (
    DECISIONS,
    RERANKED_STATISTICS,
    STATISTICS,
    Decision,
    Links,
    cluster,
    link,
    prepared,
)
from schakel.methods.linkage.model import stored_parameters
from schakel.methods.linkage.records import record_of
from schakel.methods.linkage.reranking import rerank
from schakel.methods.linkage.tests.invention import reports

PERSONS, SEEDS, LABELS = 14_000, (1, 2, 3), 3_000


class Run:
    """One invented list, its links by the stored model and by a second stage of 3,000 labels."""

    def __init__(self, seed: int) -> None:
        rows, truth = reports(PERSONS, seed)
        start = time.process_time()
        records = [record_of(row) for row in rows]
        self.bulk: Bulk = prepared(records, stored_parameters())
        self.stored = link(records, stored_parameters(), self.bulk)
        cluster(self.stored)
        self.seconds = time.process_time() - start
        self.person = np.array([truth[record.id] for record in records])
        self.right = self.person[self.stored.one] == self.person[self.stored.other]
        times = np.unique(self.person, return_counts=True)[1]
        self.true = int((times * (times - 1) // 2).sum())
        doubt = np.flatnonzero(self.stored.weight > -10)
        drawn = np.random.default_rng(seed).choice(doubt, LABELS, replace=False)
        known = {int(place): bool(self.right[place]) for place in drawn}
        self.second = rerank(self.bulk, self.stored, known).links

    def quality(self, found: np.ndarray) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        right = int((found & self.right).sum())
        count = int(found.sum())
        return right / count, right / self.true, 2 * right / (count + self.true)

    def error(self, links: Links, threshold: float) -> float:
        """How far the count of persons is off, as a share."""
        return (int(cluster(links, threshold).max()) + 1) / len(np.unique(self.person)) - 1

    def load(self, links: Links) -> float:
        """Pairs for people per 1,000 reports."""
        waiting = (links.score >= 0.1) & (links.score < 0.95)
        return 1000 * int(waiting.sum()) / len(self.person)

    def calibration(self, links: Links) -> float:
        """The largest gap between what scores say and how often they are right, over five bands."""
        gaps = []
        for low, high in pairwise((0.05, 0.25, 0.5, 0.75, 0.95, 1.01)):
            there = (links.score >= low) & (links.score < high)
            gaps.append(abs(links.score[there].mean() - self.right[there].mean()))
        return float(max(gaps))


def figures() -> list[Figure]:
    """One line per promise; the middle of the seeds, and the worst."""
    runs = [Run(seed) for seed in SEEDS]
    auto = DECISIONS.index(Decision.AUTO)
    lines: list[tuple[str, Callable[[Run], float], str, bool]] = [
        ("candidates, recall", lambda run: float(run.right.sum()) / run.true, "≥ .91", True),
        ("automatic, precision", lambda r: r.quality(r.stored.decision == auto)[0], "≥ .99", True),
        ("automatic, recall", lambda r: r.quality(r.stored.decision == auto)[1], "≥ .64", True),
        ("counting, F1", lambda r: r.quality(r.stored.score >= STATISTICS)[2], "≥ .88", True),
        ("persons, off by", lambda r: abs(r.error(r.stored, STATISTICS)), "≤ .03", False),
        ("to review per 1,000", lambda r: r.load(r.stored), "", False),
        ("scores, largest gap", lambda r: r.calibration(r.stored), "", False),
        (
            "3,000 labels: counting, F1",
            lambda r: r.quality(r.second.score >= RERANKED_STATISTICS)[2],
            "≥ .92",
            True,
        ),
        (
            "3,000 labels: automatic, precision",
            lambda r: r.quality(r.second.decision == auto)[0],
            "",
            True,
        ),
        (
            "3,000 labels: automatic, recall",
            lambda r: r.quality(r.second.decision == auto)[1],
            "",
            True,
        ),
        (
            "3,000 labels: persons, off by",
            lambda r: abs(r.error(r.second, RERANKED_STATISTICS)),
            "",
            False,
        ),
        ("3,000 labels: to review per 1,000", lambda r: r.load(r.second), "≤ 80", False),
        ("3,000 labels: scores, largest gap", lambda r: r.calibration(r.second), "", False),
        ("standardise, link and count, processor seconds", lambda run: run.seconds, "", False),
    ]
    return [_figure(runs, *line) for line in lines] + [_command()]


def _figure(
    runs: list[Run], what: str, measure: Callable[[Run], float], aim: str, high: bool
) -> Figure:
    found = sorted(measure(run) for run in runs)
    worst = found[0] if high else found[-1]
    return Figure(
        f"linking: {what}", f"{found[len(found) // 2]:.4g}", f"{worst:.4g} (worst)", "", aim
    )


def _command() -> Figure:
    """The whole command, from file to files, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.csv"
        rows, _truth = reports(PERSONS, SEEDS[0])
        names = list(rows[0])
        lines = [",".join(names), *(",".join(row[name] for name in names) for row in rows)]
        path.write_text("\n".join(lines), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("schakel")), "link", str(path)]
        before = _children()
        subprocess.run(  # noqa: S603
            [*command, "--out", str(path.with_name("pairs.csv"))], check=True, capture_output=True
        )
        spent = _children() - before
    return Figure(
        "linking: `schakel link` of 20,000 reports, processor seconds",
        f"{spent:.1f}",
        "",
        "",
        "≤ 5",
    )


def _children() -> float:
    used = os.times()
    return used.children_user + used.children_system
