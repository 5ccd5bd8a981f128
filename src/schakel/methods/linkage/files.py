"""What is known about pairs, and what was found, as CSV files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from schakel.methods.linkage.evaluation import Pair
from schakel.methods.linkage.linking import DECISIONS, Links
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


def scores_of(records: Sequence[Record], links: Links) -> dict[Pair, float]:
    """Score per pair of identifiers, lower identifier first."""
    names = [record.id for record in records]
    places = zip(links.one.tolist(), links.other.tolist(), strict=True)
    pairs = (ordered(names[one], names[other]) for one, other in places)
    return dict(zip(pairs, links.score.tolist(), strict=True))


def write_pairs(path: Path, records: Sequence[Record], links: Links) -> None:
    """One row per candidate pair, sorted by identifiers."""
    names = np.array([record.id for record in records], dtype=object)
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.argsort(names, kind="stable")] = np.arange(len(names))
    one, other = links.one, links.other
    turned = rank[one] > rank[other]
    one, other = np.where(turned, other, one), np.where(turned, one, other)
    order = np.lexsort((rank[other], rank[one]))
    rows = zip(
        names[one[order]].tolist(),
        names[other[order]].tolist(),
        [f"{score:.6f}" for score in links.score[order].tolist()],
        [DECISIONS[place] for place in links.decision[order].tolist()],
        strict=True,
    )
    write_table(path, PAIRS_HEADER, rows)


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
