"""A report as linkage compares it, and the small form in which that is kept.

The only way from a report to a `Record`: form, file, API and a rebuild all go through here. Raise
`STANDARDISER` with every change that makes another record of the same report, here or in
`methods.linkage.names` and `records`; `schakel index-reports` then makes the kept ones anew.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.vault.fingerprints import digests, fingerprint
from schakel.methods.linkage.keys import keys_of
from schakel.methods.linkage.names import Token, Tokens, ascii_words, tokens
from schakel.methods.linkage.records import Birth, Record, birth_of, further, phone_of
from schakel.register.intake.models import Report, ReportIdentity

STANDARDISER = 3
_SEX = {"FEMALE": "F", "MALE": "M"}
_FIELD, _TOKEN, _PART = "\x1f", " ", "/"
_TOPICS = ("sex", "nationality", "birth_country", "birth_place", "v_number", "phone")


def record_of_report(
    report: Report, identity: ReportIdentity, nationality: str | None = None
) -> Record:
    """What the report says, standardised. `nationality`: its first country, where the caller knows it.

    Without it, the rows `report.nationalities` are asked for; prefetch them for many.
    """
    born = PartialDate.parse(identity.date_of_birth) if identity.date_of_birth else None
    birth = birth_of(str(born)) if born and not born.about else Birth()
    if nationality is None:
        nationality = first_country(report.nationalities.all())
    given, last = tokens(identity.given_names), tokens(identity.surname, surname=True)
    return Record(
        id=str(report.pk),
        given=given,
        last=last,
        birth=birth,
        claimed_year=0 if birth.year else _claimed_year(report, born),
        sex=sex_of(report.gender),
        nationality=nationality,
        birth_country=report.country_of_birth_id or "",
        alias=further(_other_names(identity), given, last),
        birth_place=" ".join(ascii_words(identity.birth_place)),
        v_number=identity.v_number,
        phone=phone_of(identity.phone),
    )


def _other_names(identity: ReportIdentity) -> Tokens:
    """Aliases, and the surname that somebody was born with."""
    found = tokens(identity.aliases) + tokens(identity.birth_name, surname=True)
    return tuple(dict.fromkeys(found))


def sex_of(gender: str) -> str:
    """A code of `gender` as linkage compares it: "F", "M" or "" (not known, or neither)."""
    return _SEX.get(gender, "")


def first_country(rows: Iterable) -> str:
    """The first country among rows of nationalities; "" where there is none."""
    return next((row.country_id for row in rows if row.country_id), "")


def _claimed_year(report: Report, born: PartialDate | None) -> int:
    """The year that a rough date or a stated age points to; 0: none."""
    if born is not None:
        return born.year
    return report.year - report.age if report.age is not None and report.year else 0


def pack(record: Record) -> bytes:
    """The record as few bytes; b"" where nothing in it can be compared with another."""
    if not any(search_keys(record)):
        return b""
    birth = record.birth
    numbers = (birth.year, birth.month, birth.day, record.claimed_year)
    names = (record.given, record.last, record.alias)
    parts = [_packed_name(name) for name in names]
    parts += [str(number or "") for number in numbers]
    parts += [getattr(record, topic) for topic in _TOPICS]
    return _FIELD.join(parts).encode()


def _packed_name(name: Tokens) -> str:
    return _TOKEN.join(_PART.join((one.text, one.sound, one.root)) for one in name)


def unpack(pk: int | str, packed: bytes) -> Record:
    """The record again, exactly as it was packed."""
    given, last, alias, year, month, day, claimed, *topics = packed.decode().split(_FIELD)
    return Record(
        str(pk),
        _name(given),
        _name(last),
        _name(alias),
        Birth(int(year or 0), int(month or 0), int(day or 0)),
        int(claimed or 0),
        *topics,
    )


@lru_cache(maxsize=200_000)
def _name(packed: str) -> Tokens:
    return tuple(_token(part) for part in packed.split(_TOKEN)) if packed else ()


@lru_cache(maxsize=200_000)
def _token(packed: str) -> Token:
    return Token(*packed.split(_PART))


def search_keys(record: Record) -> Iterator[str]:
    """By what a record is found: the keys of linkage, and each part of a name by itself."""
    yield from keys_of(record)
    for token in record.all_tokens + record.alias:
        if not token.is_initial:
            yield f"s:{token.sound}"


def hashed(keys: Iterable[str]) -> list[int]:
    """Keys, "kind:value", as they stand on disk, each once: 64 bits of a keyed fingerprint, signed."""
    kinds = (tuple(key.split(":", 1)) for key in dict.fromkeys(keys))
    return [
        int.from_bytes(digest[:8], "big", signed=True) for digest in digests("linkage.key", kinds)
    ]


def facts_of(one: bytes, other: bytes) -> str:
    """A fingerprint of what two packed records say together, whichever comes first."""
    return fingerprint("linkage.facts", *(part.hex() for part in sorted((one, other))))
