"""Calendar files as RFC 5545 wants them: lines ended by CRLF and folded at 75 octets, texts escaped.

Of a meeting its time, place and number go along, and no item of its agenda: calendars are read on telephones
and by programs of others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MEDIA_TYPE = "text/calendar; charset=utf-8"
_OCTETS = 75
_ZONE = "Europe/Amsterdam"
# Summer time as it is since 1996 (Directive 2000/84/EC); no meeting is older.
_TIME_ZONE = f"""BEGIN:VTIMEZONE
TZID:{_ZONE}
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".split("\n")
# How often a calendar that subscribed may look again (RFC 7986, 5.7).
_EVERY = "PT1H"


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
    url: str = ""


def calendar(name: str, entries: Iterable[Entry]) -> str:
    """A whole calendar, to be saved as `.ics`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Schakel//Meetings//NL", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escape(name)}", f"NAME:{escape(name)}"]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{_EVERY}", f"X-PUBLISHED-TTL:{_EVERY}"]
    lines += _TIME_ZONE
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
        f"DTSTART;TZID={_ZONE}:{_local(entry.starts_at)}",
        f"DTEND;TZID={_ZONE}:{_local(entry.ends_at)}",
        f"SUMMARY:{escape(entry.title)}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
    ]
    lines += [f"LOCATION:{escape(entry.place)}"] if entry.place else []
    lines += [f"URL:{entry.url}"] if entry.url else []
    return [*lines, "END:VEVENT"]


def _local(at: datetime) -> str:
    return at.astimezone(ZoneInfo(_ZONE)).strftime("%Y%m%dT%H%M%S")


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
