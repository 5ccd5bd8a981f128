"""The program of a sender: a list of reports in, a message with codes out; opens no connection."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schakel.methods.encoding.bits import Encoder
from schakel.methods.encoding.golden import is_sound
from schakel.methods.encoding.key_files import KeyFileError
from schakel.methods.encoding.keys import EpochKey, read_epoch_key
from schakel.methods.encoding.messages import KNOWN, MOST_ROWS, NAME, Head, Row, write
from schakel.methods.linkage.lists import FileError, in_words, read_rows
from schakel.methods.linkage.names import ascii_words
from schakel.methods.linkage.records import Record, digits_of, record_of

HELP = (
    "Make codes of the identities in a list of reports, for the linkage unit. The list and the key stay on "
    "this machine; the file that is written holds your own references and codes, and no name. "
    "Ends with 0 when all is well, 2 when something cannot be used; then nothing is written."
)
UNUSABLE = 2
# Nothing else of a list goes into a code.
_COLUMNS = (
    *("report_id", "report_date", "first_names", "last_name", "sex", "dob", "age_stated"),
    *("nationality", "v_number"),
)
# A row with its line in the file.
Line = tuple[int, dict[str, str]]
NO_NAME, NO_YEAR, NEITHER = "no name", "no year of birth", "neither name nor year of birth"
UNREAD = "a date of birth that is not read (write 1992-05-03, 1992-05 or 1992)"
_LINES_TOLD = 20


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="CSV file, a report per line")
    parser.add_argument("--key", type=Path, required=True, help="file with the key of the epoch")
    parser.add_argument(
        "--partner", metavar="NAME", help="your organisation; default: whom the key was sealed for"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("codes.jsonl"), metavar="FILE", help="where codes go"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace) -> int:
    today = datetime.now().astimezone().date()
    try:
        told = encode_file(options.file, options.key, options.out, options.partner, today)
    except (FileError, KeyFileError, OSError) as problem:
        text = in_words(problem)
        told_to = sys.stdout if options.json else sys.stderr
        print(json.dumps({"error": text}) if options.json else text, file=told_to)
        return UNUSABLE
    print(json.dumps(told) if options.json else _report(told))  # noqa: T201
    return 0


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser("schakel-encode", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def command() -> None:
    """The console script `schakel-encode`."""
    sys.exit(main(sys.argv[1:]))


def encode_file(
    path: Path, key_path: Path, out: Path, partner: str | None, today: date
) -> dict[str, Any]:
    """Encode a list; what was done, in numbers. Raises FileError, KeyFileError and OSError."""
    if not is_sound():
        raise FileError(
            "This installation makes other codes than all others do: a package has another version. "
            "Install the program anew; nothing was encoded."
        )
    if out.exists():
        raise FileError(f"{out} is there already, and is not written over. Choose another --out.")
    key = read_epoch_key(key_path)
    _usable(key, partner, today)
    rows = read_rows(path)
    _check(path, rows)
    why: dict[str, list[int]] = {NO_NAME: [], NO_YEAR: [], NEITHER: [], UNREAD: []}
    kinds: Counter[bool] = Counter()
    encoder = Encoder(key.key, KNOWN[key.parameters])
    head = Head(key.epoch, key.fingerprint, partner or key.partner, key.parameters)
    written, left_out = _write(out, head, _encoded(rows, encoder, why, kinds))
    return {
        "encoded": written,
        "not_encodable": left_out,
        "both_codes": kinds[True],
        "by_year_only": kinds[False],
        "why": {reason: len(lines) for reason, lines in why.items()},
        "columns_not_used": sorted(set(rows[0][1]) - {*_COLUMNS, ""}),
        "lines": {reason: lines[:_LINES_TOLD] for reason, lines in why.items()},
        "epoch": head.epoch,
        "partner": head.partner,
        "out": str(out),
    }


def _usable(key: EpochKey, partner: str | None, today: date) -> None:
    if today > key.until:
        raise KeyFileError(
            f"epoch {key.epoch} ended on {key.until}. Ask the key custodian for the present key, and "
            "delete this one."
        )
    if partner and key.partner and partner != key.partner:
        raise KeyFileError(f"this key was sealed for {key.partner}, not for the --partner given.")
    if not NAME.fullmatch(partner or key.partner):
        raise KeyFileError("say who you are: --partner, in letters, digits and . _ : / - only.")


def _check(path: Path, rows: Sequence[Line]) -> None:
    """References leave with the codes: they must be fit for that, and must not tell who it is."""
    if not rows:
        raise FileError(f"{path.name} holds no reports, only the names of its columns.")
    if len(rows) > MOST_ROWS:
        raise FileError(f"{path.name} has more than {MOST_ROWS:,} reports. Encode it in parts.")
    for line, row in rows:
        if not NAME.fullmatch(row["report_id"]):
            raise FileError(
                f"{path.name}, line {line}: report_id leaves with the code, and may hold only letters, "
                "digits and . _ : / -, 64 characters at most."
            )
        if _tells(row):
            raise FileError(
                f"{path.name}, line {line}: report_id leaves with the code, and holds the name or a number "
                "of the person. Give the report a number that says nothing."
            )


def _tells(row: dict[str, str]) -> bool:
    """Does the reference of a report say who it is about?"""
    ref = row["report_id"]
    words = set(ascii_words(ref))
    names = ascii_words(f"{row.get('first_names', '')} {row.get('last_name', '')}")
    numbers = (digits_of(row.get(name, "")) for name in ("v_number", "phone"))
    return any(len(name) > 2 and name in words for name in names) or any(
        len(number) > 6 and number in digits_of(ref) for number in numbers
    )


def _encoded(
    rows: Iterable[Line],
    encoder: Encoder,
    why: dict[str, list[int]],
    kinds: Counter[bool],
) -> Iterator[Row]:
    """Each row with its codes; what has none is noted in `why` by its line, `kinds` counts the others."""
    for line, row in rows:
        record = record_of({name: row[name] for name in _COLUMNS if name in row})
        codes = encoder.encode(record)
        if codes:
            kinds[bool(codes.by_day)] += 1
        else:
            why[_reason(record, row.get("dob", ""))].append(line)
        yield Row(record.id, codes)


def _reason(record: Record, dob: str) -> str:
    year = record.birth.year or record.claimed_year
    if not year and dob:
        return UNREAD
    if record.all_tokens:
        return NO_YEAR
    return NO_NAME if year else NEITHER


def _write(out: Path, head: Head, rows: Iterable[Row]) -> tuple[int, int]:
    """Beside the place first, so that no half message ever stands there."""
    part = out.with_name(f"{out.name}.part")
    try:
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            counts = write(file, head, rows)
            file.flush()
            os.fsync(file.fileno())
        if out.exists():
            raise FileError(f"{out.name} is there already, and is not written over.")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return counts


def _report(told: dict[str, Any]) -> str:
    lines = [
        f"encoded {told['encoded']:,}, not encodable {told['not_encodable']:,}",
        f"  {told['both_codes']:,} with both codes, {told['by_year_only']:,} by year of birth only",
    ]
    for reason, places in told["lines"].items():
        if places:
            more = told["why"][reason] - len(places)
            named = ", ".join(map(str, places)) + (f" and {more:,} more" if more else "")
            lines.append(f"  {told['why'][reason]:,} with {reason}: line {named}")
    if told["columns_not_used"]:
        lines.append(f"  columns not used: {', '.join(told['columns_not_used'])}")
    lines.append(
        f"{told['out']}: for the linkage unit, epoch {told['epoch']}, from {told['partner']}."
    )
    return "\n".join(lines)
