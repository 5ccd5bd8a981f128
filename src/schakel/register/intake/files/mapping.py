"""The table between our columns and HTCDS, IOM's Human Trafficking Case Data Standard.

One table (`htcds.csv`) for both directions: a line says which of our columns and codes a field and code of
HTCDS is, in which direction, or why it is not taken over. What the columns hold: `way` is `both`, `read`,
`write`, `codes` (see the lines of the codes), `always` (so it is with every report), `with_place`, `refuse`
(such a row is no report), or empty: not mapped, with the `reason`.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from schakel.register.intake.files.columns import COLUMNS, Column

TABLE = Path(__file__).parent / "htcds.csv"
BOTH, READ, WRITE, ALWAYS, WITH_PLACE, REFUSE = (
    "both",
    "read",
    "write",
    "always",
    "with_place",
    "refuse",
)
REASONS = {
    "age": _("HTCDS asks the age at the start of the trafficking, Schakel the age at the report"),
    "case": _("about the handling of the case elsewhere, not about the report"),
    "consent": _("consent for something else: an interview or a file, not for sharing per purpose"),
    "contact": _(
        "of ways to reach somebody Schakel keeps one telephone number, with 0 or + in front"
    ),
    "key": _("a key has no meaning outside its own sender"),
    "no_code": _("the other side has no code that means the same"),
    "no_field": _("HTCDS has no field for it"),
    "not_asked": _("Schakel does not ask this"),
    "note": _("free text is not passed on"),
    "organisation": _("the sender is known by signing in, or by its number"),
    "perpetrator": _("about perpetrators; Schakel is about possible victims"),
    "place": _(
        "HTCDS holds one place and one moment in a row; only a place of exploitation is taken over"
    ),
    "service_number": _("a citizen service number or other identity number is never kept"),
    "status": _("Schakel holds possible victims and decides nothing about it"),
    "support": _("about help and support, not about the report"),
}


@dataclass(frozen=True)
class Line:
    """One line of the table; texts as in the file."""

    field: str
    code: str
    column: str
    value: str
    way: str
    reason: str


def _read() -> tuple[Line, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(Line(**row) for row in csv.DictReader(file))


LINES = _read()
FIELDS = tuple(dict.fromkeys(line.field for line in LINES if line.field))
OWN = frozenset(column.name for column in COLUMNS)
# A file of HTCDS has its fields, and may have columns of ours beside them, such as the reference.
HTCDS_COLUMNS = (
    *COLUMNS,
    *(Column(field, field) for field in FIELDS if field not in OWN),
)
_FIELD = re.compile(r"\b(?:org|prs|vic|per|cas|hte|spl|con|cco)_[A-Z]\w+")
_HEAD = 20_000


def folded(code: str) -> str:
    """A code as it is compared: "Forced Labour" is written for "ForcedLabour"."""
    return re.sub(r"[\W_]", "", code).casefold()


def field_line(field: str) -> Line:
    """What the table says of a field of HTCDS as a whole."""
    return next(line for line in LINES if line.field == field and not line.code)


def looks_like_htcds(content: bytes) -> bool:
    """Do the first lines name at least two fields of the standard?"""
    text = content[:_HEAD].replace(b"\0", b"").decode("utf-8", errors="replace")
    head: Iterable[str] = text.splitlines()[:10]
    return any(len(set(_FIELD.findall(line)) & set(FIELDS)) > 1 for line in head)
