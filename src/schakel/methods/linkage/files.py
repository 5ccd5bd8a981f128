"""What is known about pairs, and what was found, as CSV files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from schakel.methods.linkage.evaluation import Pair
from schakel.methods.linkage.linking import Scored
from schakel.methods.linkage.lists import FileError, table, write_table
from schakel.methods.linkage.records import Record

PAIRS_HEADER = ("report_id_l", "report_id_r", "score", "decision")
CLUSTERS_HEADER = ("report_id", "cluster_id")
_NO = frozenset({"0", "no", "false", "nee"})


def read_labels(path: Path) -> tuple[set[Pair], set[Pair]]:
    """Pairs known to be one person, and pairs known not to be; lower identifier first.

    Either report_id_l and report_id_r (with `match`, 1 or 0; without it every pair is true), or report_id
    and person_id, which says of every two reports whether they are one person: then only the true pairs
    are listed. Raises FileError and OSError.
    """
    header, rows = table(path)
    if {"report_id_l", "report_id_r"} <= set(header):
        true: set[Pair] = set()
        false: set[Pair] = set()
        for row in rows:
            pair = ordered(row["report_id_l"], row["report_id_r"])
            (false if row.get("match", "1").lower() in _NO else true).add(pair)
        return true, false
    if {"report_id", "person_id"} <= set(header):
        return _pairs_of_persons(rows), set()
    raise FileError(
        f"{path.name} holds no labels: it needs the columns report_id_l and report_id_r, or report_id "
        "and person_id."
    )


def ordered(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def write_pairs(path: Path, records: Sequence[Record], scored: Iterable[Scored]) -> None:
    """One row per candidate pair, sorted by identifiers."""
    rows = [
        (*ordered(*(records[place].id for place in one.places)), f"{one.score:.6f}", one.decision)
        for one in scored
    ]
    write_table(path, PAIRS_HEADER, sorted(rows))


def write_clusters(path: Path, records: Sequence[Record], labels: np.ndarray) -> None:
    """One row per report, in the order of the list; clusters are numbered from 1."""
    rows = zip((record.id for record in records), (labels + 1).tolist(), strict=True)
    write_table(path, CLUSTERS_HEADER, rows)


def _pairs_of_persons(rows: Sequence[dict[str, str]]) -> set[Pair]:
    people: dict[str, list[str]] = {}
    for row in rows:
        people.setdefault(row["person_id"], []).append(row["report_id"])
    return {
        ordered(one, other)
        for reports in people.values()
        for place, one in enumerate(reports)
        for other in reports[place + 1 :]
    }
