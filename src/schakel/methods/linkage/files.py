"""Report lists and pairs as CSV files: read with clear refusals, written the same each time."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from schakel.methods.linkage.evaluation import Pair
from schakel.methods.linkage.linking import Scored
from schakel.methods.linkage.records import Record, record_of

NEEDED = ("report_id",)
TELLING = ("first_names", "last_name", "dob", "age_stated", "v_number", "phone")
PAIRS_HEADER = ("report_id_l", "report_id_r", "score", "decision")
CLUSTERS_HEADER = ("report_id", "cluster_id")
# What spreadsheet programs take for the beginning of a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@")
_NO = frozenset({"0", "no", "false", "nee"})


class FileError(Exception):
    """The file cannot be used; the message says why and what to do, and quotes no cell of it."""


def read_reports(path: Path) -> list[Record]:
    """The reports of a list, standardised, in the order of the file. Raises FileError and OSError."""
    header, rows = _table(path)
    if not set(NEEDED) <= set(header) or not set(TELLING) & set(header):
        raise FileError(
            f"{path.name} is no list of reports: it needs the column report_id and at least one of "
            f"{', '.join(TELLING)}."
        )
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        key = row["report_id"]
        if not key:
            raise FileError(f"{path.name}, line {line}: report_id is empty. Give every report one.")
        if key.startswith(_FORMULA_STARTS):
            raise FileError(
                f"{path.name}, line {line}: report_id begins as a formula does, and a spreadsheet "
                "program would run it. Begin it with a letter or a digit."
            )
        if key in seen:
            raise FileError(
                f"{path.name}, line {line}: the same report_id stands on line {seen[key]}. "
                "Give every report its own."
            )
        seen[key] = line
    return [record_of(row) for row in rows]


def read_labels(path: Path) -> tuple[set[Pair], set[Pair]]:
    """Pairs known to be one person, and pairs known not to be; lower identifier first.

    Either report_id_l and report_id_r (with `match`, 1 or 0; without it every pair is true), or report_id
    and person_id, which says of every two reports whether they are one person: then only the true pairs
    are listed. Raises FileError and OSError.
    """
    header, rows = _table(path)
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
    _write(path, PAIRS_HEADER, sorted(rows))


def write_clusters(path: Path, records: Sequence[Record], labels: np.ndarray) -> None:
    """One row per report, in the order of the list; clusters are numbered from 1."""
    rows = zip((record.id for record in records), (labels + 1).tolist(), strict=True)
    _write(path, CLUSTERS_HEADER, rows)


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


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(f"{path.name} is not UTF-8 text. Save it as CSV (UTF-8).") from None
    if "\x00" in text:
        raise FileError(f"{path.name} is no text. Save it as CSV (UTF-8).")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as problem:
        raise FileError(f"{path.name}, line {reader.line_num}: {problem}.") from None
    if not lines:
        raise FileError(f"{path.name} is empty.")
    header = [cell.strip().lower() for cell in lines[0]]
    width = len(header)
    rows = [
        dict(
            zip(header, [cell.strip() for cell in line + [""] * (width - len(line))], strict=False)
        )
        for line in lines[1:]
    ]
    return header, rows


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Beside the place first, so that a full disk leaves what stood there."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
