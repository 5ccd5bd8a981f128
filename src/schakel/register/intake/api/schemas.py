"""What the API takes and gives. What a report may hold is read off the table of columns, as for files."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from schakel.register.intake.choices import ReturnReason, Status
from schakel.register.intake.files.columns import COLUMNS, Column, Kind

# The token says who sends, and with that which kind of reporter.
SAID_BY_TOKEN = frozenset({"organisation", "reporter_type"})
REPORT_COLUMNS = tuple(one for one in COLUMNS if one.name not in SAID_BY_TOKEN)

# No character that a database refuses, and something to see.
WORDS = r"^[^\x00]*[^\s\x00][^\x00]*$"
LONGEST_WORD = 200
LONGEST_TEXT = 5_000
MOST_VALUES = 50
LONGEST_FILE = 10_000_000
OLDEST = 120
_NO_TEXT = r"^[^\x00]*$"
_DATE = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?~?"
# kind → (pattern, longest, example, description)
_FORMS: dict[str, tuple[str, int, str, str]] = {
    Kind.CODE: (r"^[A-Z0-9_]+$", 60, "", "A code of the list."),
    Kind.DATE: (
        f"^{_DATE}$",
        11,
        "2026-05",
        "A date, a month or a year: what is known of it. With ~ at the end: roughly.",
    ),
    Kind.PERIOD: (
        rf"^({_DATE})?/({_DATE}|\.\.|XXXX)?$",
        23,
        "2024-03/2025~",
        "From/to, with such dates. To may be .. (goes on) or XXXX (ended, not known when).",
    ),
    Kind.COUNTRY: (r"^[A-Z]{2}$", 2, "PL", "ISO 3166-1, two letters; see the list `country`."),
    Kind.NATIONALITY: (
        r"^([A-Z]{2}|[A-Z_]{4,40})$",
        40,
        "RO",
        "ISO 3166-1, two letters, or a code of the list `nationality_special`.",
    ),
    Kind.MUNICIPALITY: (
        r"^GM[0-9]{4}$",
        6,
        "GM0363",
        "Code of Statistics Netherlands; see the list `municipality`.",
    ),
    Kind.PLACE: (
        r"^(GM[0-9]{4}|[A-Z]{2})$",
        6,
        "GM0363",
        "A municipality or a country, each by its code.",
    ),
    Kind.NAMES: (
        r"^[^\x00,;]*[^\s\x00,;][^\x00,;]*$",
        LONGEST_WORD,
        "Bella",
        "A name, without comma or semicolon.",
    ),
    Kind.V_NUMBER: (r"^[0-9]{10}$", 10, "1234567890", "Ten digits. Never a BSN."),
    Kind.PHONE: (
        r"^(\+[1-9][0-9]{6,14}|0[0-9]{9,14})$",
        16,
        "+40712345678",
        "Digits only, with + and the code of the country in front, or with a 0.",
    ),
    Kind.POLICE_UNIT: (r"^[A-Z0-9_-]{1,20}$", 20, "ON", "A code of the list `police_unit`."),
}


def _one(column: Column) -> Any:
    """The type of one value of a column."""
    if column.kind == Kind.NUMBER:
        return Annotated[int, Field(ge=0, le=OLDEST, strict=True)]
    if column.kind == Kind.YES_NO:
        return Annotated[bool, Field(strict=True)]
    if column.kind not in _FORMS:
        pattern = WORDS if column.required else _NO_TEXT
        return Annotated[str, Field(pattern=pattern, max_length=LONGEST_TEXT)]
    pattern, longest, example, _description = _FORMS[column.kind]
    shown: dict[str, Any] = {"example": example} if example else {}
    if column.code_list:
        shown = {"x-code-list": column.code_list}
    return Annotated[
        str, Field(pattern=pattern, min_length=1, max_length=longest, json_schema_extra=shown)
    ]


def _description(column: Column) -> str:
    """The Dutch name, and what a value looks like; the lists themselves stand beside it."""
    parts = [f"{column.dutch[:1].upper()}{column.dutch[1:]}."]
    if column.kind in _FORMS:
        parts.append(_FORMS[column.kind][3])
    return " ".join(parts)


def _field(column: Column) -> Any:
    kind = _one(column)
    about = _description(column)
    if column.required:
        return (kind, Field(description=about))
    if column.many:
        several: Any = Annotated[list[kind], Field(max_length=MOST_VALUES)]  # type: ignore[valid-type]
        return (several | None, Field(default=None, description=about))
    return (kind | None, Field(default=None, description=about))


class Strict(Schema):
    """A mistyped name must not silently lose a value."""

    model_config = ConfigDict(extra="forbid")


ReportIn: type[Schema] = create_model(
    "ReportIn",
    __base__=Strict,
    __doc__=(
        "One report about one person, in the same terms as a row of a file. "
        "What is left out, or null, is not known."
    ),
    **{column.name: _field(column) for column in REPORT_COLUMNS},
)

_SENTENCE = Annotated[str, Field(pattern=WORDS, min_length=1, max_length=2_000)]


class WithdrawalIn(Strict):
    """Why a report is taken back."""

    reason: Annotated[str, Field(pattern=WORDS, min_length=1, max_length=1_000)] = Field(
        description="One sentence is enough. No names.",
        examples=["Sent twice by mistake."],
    )


class AnswerIn(Strict):
    """The answer to the centre's question."""

    text: _SENTENCE = Field(description="The answer.", examples=["It was in 2025."])


class AttachmentIn(Strict):
    """A file. In base64 it takes a third more room, so 7.5 MB is the most."""

    name: Annotated[str, Field(pattern=WORDS, min_length=1, max_length=LONGEST_WORD)] = Field(
        description="Its name, with no name of a person in it.", examples=["statement.pdf"]
    )
    content: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$", min_length=4, max_length=LONGEST_FILE)
    ] = Field(
        description="The file itself, in base64.",
        json_schema_extra={"contentEncoding": "base64"},
    )


class ReportSearchIn(Strict):
    """What to look for; sent in the body, since a reference in an address would end up in logs."""

    reporter_reference: Annotated[str, Field(pattern=WORDS, max_length=LONGEST_TEXT)] = Field(
        description="Your own reference, exactly as it was sent.", examples=["PL-2026-017"]
    )


def _status() -> Any:
    return Field(
        description="What became of the report.", json_schema_extra={"enum": list(Status.values)}
    )


class ReportSummary(Schema):
    """A report as its sender follows it. What it says is not given back: the sender has it."""

    number: str = Field(description="The number of the centre.", examples=["M-7K3F-9QX0"])
    reporter_reference: str = Field(description="Your own reference.")
    status: str = _status()
    received_at: datetime
    corrects: str | None = Field(description="The number of the report that this one replaces.")
    corrected_by: str | None = Field(description="The number of the report that replaced this one.")


class StatusChange(Schema):
    """Something that became of a report."""

    status: str = _status()
    at: datetime
    reason: str | None = Field(
        description="Why the centre gave the report back, as a code; else null.",
        json_schema_extra={"enum": [*ReturnReason.values, None]},
    )
    message: str | None = Field(
        description="What the centre wrote: its question, or what goes with a report given back."
    )


class Receipt(ReportSummary):
    """A report with what became of it."""

    question: str | None = Field(description="What the centre asks; null where nothing is asked.")
    history: list[StatusChange] = Field(description="Oldest first.")


class ReportPage(Schema):
    """Some reports, the newest first."""

    items: list[ReportSummary]
    next_cursor: str | None = Field(
        description="Give this as `cursor` for the next page; null on the last."
    )


class CodeListName(Schema):
    """A list of codes."""

    name: str = Field(examples=["gender"])
    label_nl: str
    label_en: str


class Code(Schema):
    """One code of a list."""

    code: str
    label_nl: str
    label_en: str
    valid_from: date | None = Field(description="The first day; null: always was.")
    valid_to: date | None = Field(
        description="The first day on which it is no longer taken; null: still taken."
    )


class CodeList(CodeListName):
    """A list with its codes, in their order; ended ones too, for reading old reports."""

    codes: list[Code]
