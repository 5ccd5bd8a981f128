"""What was found, as CSV files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from schakel.methods.linkage.evaluation import Pair
from schakel.methods.linkage.labels import ordered
from schakel.methods.linkage.linking import DECISIONS, Links
from schakel.methods.linkage.lists import write_table
from schakel.methods.linkage.records import Record

PAIRS_HEADER = ("report_id_l", "report_id_r", "score", "decision")
CLUSTERS_HEADER = ("report_id", "cluster_id")


def pairs_of(records: Sequence[Record], links: Links) -> list[Pair]:
    """The identifiers of each pair, lower first, in the order of the links."""
    names = [record.id for record in records]
    places = zip(links.one.tolist(), links.other.tolist(), strict=True)
    return [ordered(names[one], names[other]) for one, other in places]


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


def write_clusters(path: Path, records: Sequence[Record], people: Mapping[str, int]) -> None:
    """One row per report, in the order of the list; clusters are numbered from 1 in that order."""
    numbers: dict[int, int] = {}
    rows = [
        (record.id, numbers.setdefault(people[record.id], len(numbers) + 1)) for record in records
    ]
    write_table(path, CLUSTERS_HEADER, rows)
