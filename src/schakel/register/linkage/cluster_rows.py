"""What comes from the linkage unit, read strictly: five facts per report, and never anything besides.

A code or a key that came along by mistake would be refused here with the whole delivery, and not be kept.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schakel.foundation.terms.numbers import read_number
from schakel.methods.encoding.messages import EPOCH, NAME
from schakel.register.linkage.choices import ClusterStrength

WITHDRAWN = "WITHDRAWN"
_CLUSTER = re.compile(r"[0-9a-f]{16}")
_FACTS = {"source", "local_ref", "epoch", "cluster_no", "strength"}


class ClusterRowsError(ValueError):
    """Nothing was taken. The text says which row, and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One report of one sender; no cluster number where the sender took its code back."""

    source: str
    local_ref: str
    epoch: str
    cluster_no: str
    strength: str

    @property
    def is_withdrawn(self) -> bool:
        return self.strength == WITHDRAWN


def read_rows(items: Iterable[Any]) -> list[ClusterRow]:
    """All of them, or ClusterRowsError."""
    return [_row(number, item) for number, item in enumerate(items, 1)]


def read_file(lines: Iterable[str]) -> tuple[list[ClusterRow], int]:
    """The rows and the cursor of a file as `schakel linkage-unit export-clusters` writes it."""
    *rows, last = _objects(lines) or [{}]
    if set(last) != {"rows", "next_cursor"} or last["rows"] != len(rows):
        raise ClusterRowsError("The file is not whole: its last line does not agree with the rest.")
    cursor = last["next_cursor"]
    if not _is_count(cursor):
        raise ClusterRowsError("The last line of the file names no change.")
    return read_rows(rows), cursor


def read_page(answer: Any) -> tuple[list[ClusterRow], int, bool]:
    """The rows, the cursor and whether there is more, of one answer of the unit."""
    if not isinstance(answer, Mapping) or set(answer) != {"items", "next_cursor", "more"}:
        raise ClusterRowsError(
            "The linkage unit answered with something else than cluster numbers."
        )
    cursor, more = answer["next_cursor"], answer["more"]
    if not isinstance(answer["items"], list) or not _is_count(cursor) or not isinstance(more, bool):
        raise ClusterRowsError(
            "The linkage unit answered with something else than cluster numbers."
        )
    return read_rows(answer["items"]), cursor, more


def _objects(lines: Iterable[str]) -> list[dict[str, Any]]:
    return list(_each(lines))


def _each(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            content = json.loads(line)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise ClusterRowsError(f"Line {number} is no JSON object on a line of its own.")
        yield content


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _row(number: int, item: Any) -> ClusterRow:
    texts = isinstance(item, Mapping) and all(isinstance(one, str) for one in item.values())
    if not texts or set(item) != _FACTS:
        raise ClusterRowsError(
            f"Row {number} holds something else than sender, reference, epoch, cluster number and "
            "strength. Nothing was taken; nothing else may come from the linkage unit."
        )
    row = ClusterRow(**item)
    if not _is_right(row):
        raise ClusterRowsError(f"Row {number} is not written as it must be. Nothing was taken.")
    return row


def _is_right(row: ClusterRow) -> bool:
    numbered = row.cluster_no == "" if row.is_withdrawn else _CLUSTER.fullmatch(row.cluster_no)
    known = row.is_withdrawn or row.strength in ClusterStrength.values
    named = read_number(row.source) == row.source and NAME.fullmatch(row.local_ref)
    return bool(numbered and known and named and EPOCH.fullmatch(row.epoch))
