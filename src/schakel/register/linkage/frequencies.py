"""How often names, years and nationalities occur in the whole register, one counter each.

The counters stand behind keyed hashes, as all that linkage keeps. Asked for one record, only those that can
matter to it are read, so that a new report is weighed by the same figures as a whole list.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from django.db import connection

from schakel.foundation.vault.reading import rows_of
from schakel.methods.linkage.comparison import origin
from schakel.methods.linkage.model import Frequencies
from schakel.methods.linkage.records import Record
from schakel.register.linkage.models import LinkFrequency
from schakel.register.linkage.standardising import hashed

_RECORDS, _YEARS = "f:records", "f:years"


def counted(record: Record) -> Iterator[str]:
    """Every counter that `record` counts in, each once."""
    yield _RECORDS
    yield f"f:nationality:{origin(record)}"
    year = record.birth.year or record.claimed_year
    if year:
        yield _YEARS
        yield f"f:year:{year}"
    for text in _texts(record):
        yield f"f:name::{text}"
        if origin(record):
            yield f"f:name:{origin(record)}:{text}"


def _texts(record: Record) -> set[str]:
    texts = {token.text for token in record.all_tokens}
    return texts | {f"~{token.sound}" for token in record.all_tokens}


def count(records: Iterable[Record], step: int = 1) -> None:
    """Add these records to the counters, or take them out (`step` -1)."""
    found = Counter(key for record in records for key in counted(record))
    changes = (number * step for number in found.values())
    rows = sorted(zip(hashed(found), changes, strict=True))
    table = connection.ops.quote_name(LinkFrequency._meta.db_table)
    with connection.cursor() as cursor:  # in one order, so that two at once cannot block each other
        cursor.executemany(
            f"INSERT INTO {table} (key, reports) VALUES (%s, %s) "  # noqa: S608 -- our own table
            f"ON CONFLICT (key) DO UPDATE SET reports = {table}.reports + excluded.reports",
            rows,
        )


def _borrowed(record: Record, others: Iterable[Record]) -> Iterator[str]:
    """What a record of unknown origin is weighed by: the origin of the other, and names within it."""
    if origin(record):
        return
    for code in {origin(other) for other in others} - {""}:
        yield f"f:nationality:{code}"
        yield from (f"f:name:{code}:{text}" for text in _texts(record))


def frequencies_for(pairs: Iterable[tuple[Record, Collection[Record]]]) -> Frequencies:
    """The frequencies by which each of these records is weighed against its others."""
    wanted = {_RECORDS, _YEARS, "f:nationality:"}
    for record, others in pairs:
        wanted.update(counted(record), _borrowed(record, others))
    found = _read(wanted)
    known_years = found[_YEARS]
    result = Frequencies(records=found[_RECORDS])
    for key, number in found.items():
        _kind, topic, *rest = key.split(":", 2)
        if topic == "nationality":
            result.nationalities[rest[0]] = number
        elif topic == "year":
            result.years[int(rest[0])] = number
        elif topic == "name":
            nationality, text = rest[0].split(":", 1)
            result.names[nationality, text] = number
    # All other years together: only how many there are matters.
    result.years[0] = known_years - sum(result.years.values())
    return result


def _read(keys: Collection[str]) -> Counter[str]:
    names = dict(zip(hashed(keys), keys, strict=True))
    rows = rows_of(LinkFrequency, ("key", "reports"), "key", names)
    return Counter({names[key]: number for key, number in rows})
