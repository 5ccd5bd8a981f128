"""The records of a delivery out of a snapshot. Works with Arrow, and is loaded when it is first needed."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow.compute as pc

from schakel.foundation.terms.answers import UNKNOWN
from schakel.foundation.terms.queries import terms
from schakel.foundation.ui.exports import safe_cell
from schakel.foundation.vault.fingerprints import digests
from schakel.insight.analysis import snapshots
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.deliveries.choices import ALWAYS, FIELDS
from schakel.insight.delivery.deliveries.faults import RefusedError
from schakel.insight.delivery.deliveries.models import Agreement, Delivery

Row = tuple[str, ...]
_PSEUDONYM_BYTES = 16
# The same records give the same file, whenever it is made.
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Records:
    """Rows in the order of `columns`; the first column is the person of the snapshot."""

    columns: tuple[str, ...]
    rows: list[Row]

    @property
    def alone(self) -> int:
        """How many records no other is like, in all that is told of them but the pseudonym."""
        return sum(1 for n in Counter(row[1:] for row in self.rows).values() if n == 1)

    def unknown(self) -> list[tuple[str, int]]:
        """Each agreed column, and how many records do not have it."""
        return [
            (column, sum(row[place] == UNKNOWN for row in self.rows))
            for place, column in enumerate(self.columns)
            if place
        ]


def records(agreement: Agreement, snapshot: Snapshot) -> Records:
    """The registrations of the agreed years, with the agreed columns. RefusedError: a damaged snapshot."""
    try:
        table = snapshots.open(snapshot.number).registrations
    except snapshots.Damaged as damage:
        raise RefusedError(str(damage)) from damage
    years = table["year"]
    inside = pc.and_(
        pc.greater_equal(years, agreement.first_year), pc.less_equal(years, agreement.last_year)
    )
    columns = (*ALWAYS, *agreement.fields)
    # A year that is not known lies in no period that was agreed.
    found = table.filter(pc.fill_null(inside, False)).select(columns)
    texts = [[_text(value) for value in found[column].to_pylist()] for column in columns]
    return Records(columns, list(zip(*texts, strict=True)))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "YES" if value else "NO"
    return UNKNOWN if value is None else str(value)


def pseudonymised(found: Records, delivery: Delivery) -> Records:
    """The same under pseudonyms for this delivery, in their order, which says nothing of who came first."""
    purpose = f"delivery.{delivery.pseudonym_key}.person"
    made = digests(purpose, [(row[0],) for row in found.rows])
    rows = [
        (digest[:_PSEUDONYM_BYTES].hex(), *row[1:])
        for digest, row in zip(made, found.rows, strict=True)
    ]
    return Records(found.columns, sorted(rows))


def csv_of(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def digest_of(found: Records) -> str:
    return sha256(csv_of(found.columns, found.rows)).hexdigest()


def package(found: Records, delivery: Delivery) -> bytes:
    """A ZIP of the records, their code book, and what was agreed."""
    files = {
        "records.csv": csv_of(found.columns, found.rows),
        "codebook.csv": csv_of(("column", "code", "nl", "en"), list(_codebook(found))),
        "receipt.json": json.dumps(
            _receipt(found, delivery), indent=1, ensure_ascii=False
        ).encode(),
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, _MOMENT), content, ZIP_DEFLATED)
    return packed.getvalue()


def _codebook(found: Records) -> Iterator[tuple[str, str, str, str]]:
    for place, column in enumerate(found.columns):
        listed = terms(FIELDS[column][1]) if FIELDS.get(column, ("", ""))[1] else {}
        if column == "person":
            yield column, "", "pseudoniem, alleen in deze levering", "pseudonym of this delivery"
            continue
        for code in sorted({code for row in found.rows for code in row[place].split("|")}):
            term = listed.get(code)
            yield column, code, term.label_nl if term else "", term.label_en if term else ""


def _receipt(found: Records, delivery: Delivery) -> dict[str, Any]:
    agreement = delivery.agreement
    return {
        "delivery": delivery.number,
        "agreement": agreement.number,
        "receiver": agreement.name,
        "purpose": agreement.purpose,
        "legal_basis": agreement.legal_basis,
        "years": [agreement.first_year, agreement.last_year],
        "valid_until": agreement.until.isoformat(),
        "snapshot": delivery.snapshot.number,
        "snapshot_digest": delivery.snapshot.digest,
        "cutoff": delivery.snapshot.cutoff.isoformat(),
        "columns": list(found.columns),
        "records": len(found.rows),
        "records_sha256": digest_of(found),
        "counting": "one record per person and year; several codes are joined by a bar; "
        "UNKNOWN is not known, which is not 0 and not NO",
        "pseudonyms": "the same in all deliveries of this agreement"
        if agreement.joinable
        else "of this delivery only; it cannot be joined with another",
    }
