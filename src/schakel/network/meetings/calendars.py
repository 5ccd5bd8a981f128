"""Calendar files as RFC 5545 wants them: lines ended by CRLF and folded at 75 octets, texts escaped.

Of a meeting its time, place and number go along, and no item of its agenda: calendars are read on telephones
and by programs of others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
_OCTETS = 75


@dataclass(frozen=True)
class Entry:
    """One meeting; times with a time zone. `revision` counts its changes."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    revision: int = 0
    changed_at: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    cancelled: bool = False


def calendar(name: str, entries: Iterable[Entry]) -> str:
    """A whole calendar, to be saved as `.ics`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Schakel//Meetings//NL", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escape(name)}")
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _event(entry: Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(entry.uid)}",
        f"DTSTAMP:{_moment(entry.changed_at)}",
        f"LAST-MODIFIED:{_moment(entry.changed_at)}",
        f"SEQUENCE:{entry.revision}",
        f"DTSTART:{_moment(entry.starts_at)}",
        f"DTEND:{_moment(entry.ends_at)}",
        f"SUMMARY:{escape(entry.title)}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
    ]
    lines += [f"LOCATION:{escape(entry.place)}"] if entry.place else []
    return [*lines, "END:VEVENT"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    """A text value (RFC 5545, 3.3.11); other control characters have no place in one."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(sign, written)
    text = "\\n".join(text.splitlines())
    return "".join(char for char in text if char >= " " and char != "\x7f")


def fold(line: str) -> str:
    """At most 75 octets a line, the next beginning with a space (RFC 5545, 3.1); no character is cut."""
    pieces, piece, room = [], "", _OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1  # the space counts
        piece += char
        room -= size
    return "\r\n ".join([*pieces, piece])
