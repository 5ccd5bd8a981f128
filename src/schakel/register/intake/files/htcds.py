"""Reports read from and written as HTCDS, by the one table of `mapping`; what did not fit is counted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from schakel.foundation.geography.models import Municipality
from schakel.foundation.geography.queries import find_municipality
from schakel.foundation.terms.queries import terms
from schakel.register.intake.choices import UNKNOWN
from schakel.register.intake.data import CIRCUMSTANCES, IDENTIFYING, FormData, ReportData
from schakel.register.intake.files.columns import COLUMNS, Kind
from schakel.register.intake.files.errors import NOT_A_VICTIM, RowError
from schakel.register.intake.files.mapping import (
    ALWAYS,
    BOTH,
    LINES,
    OWN,
    READ,
    REASONS,
    REFUSE,
    WITH_PLACE,
    WRITE,
    Line,
    field_line,
    folded,
)
from schakel.register.intake.files.reading import Row
from schakel.register.intake.files.rows import FileDefaults, Reading, RowReader
from schakel.register.intake.identifiers import phone

# Counted: which field (or column of ours) and code did not fit, and why (a key of `REASONS`).
Dropped = tuple[str, str, str]
_CODES = {
    (line.field, folded(line.code)): line for line in LINES if line.code and line.way != WRITE
}
_WRITTEN = {
    (line.column, line.value): line for line in reversed(LINES) if line.way in (BOTH, WRITE)
}
_REASONS = {(line.column, line.value): line.reason for line in LINES if not line.field}
_MANY = {column.name for column in COLUMNS if column.many}
_PLACES = ("hte_Country", "hte_City")
_PLACE_TYPE = "hte_Type"
_PHONE = "prs_MobilePhone"
# Of these HTCDS takes one code; the first is written.
_SINGLE = frozenset({"vic_RelationshipToTrafficker", "vic_ForcedLabourIndustry", "org_Type"})
# What HTCDS does not ask about who somebody is.
_WITHOUT_FIELD = ("name_prefix", "birth_name", "aliases", "birth_basis", "birth_place", "v_number")
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class _Taken:
    """A row on its way into our columns."""

    values: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    refused: str = ""


class HtcdsReader(RowReader):
    """Reads the rows of one file in HTCDS; `dropped` counts what could not be taken over."""

    def __init__(self, defaults: FileDefaults) -> None:
        super().__init__(defaults)
        self.dropped: Counter[Dropped] = Counter()

    def read(self, row: Row) -> ReportData | list[RowError]:
        """The report in `row`, or a non-empty list of what is wrong with it."""
        taken = _take(row.values)
        self.dropped.update(taken.dropped)
        if taken.refused:
            error = RowError(row.line, "vic_TraffickingStatus", taken.refused, NOT_A_VICTIM)
            return [*row.problems, error]
        values = {
            name: ("; " if name in _MANY else " ").join(parts)
            for name, parts in taken.values.items()
        }
        return super().read(replace(row, values=values))

    def _forms(self, reading: Reading) -> tuple[FormData, ...]:
        """Each form with the sectors that belong to it: HTCDS has them in fields of their own."""
        forms = reading.many("forms", self._coded("exploitation_form"))
        sectors = reading.many("sectors", self._coded("sector"))
        of_form: dict[str, list[str]] = {form: [] for form in forms}
        for sector in sectors:
            belongs = terms("sector")[sector].belongs_to
            if belongs:
                of_form.setdefault(belongs, []).append(sector)
        return tuple(
            FormData(form, sector) for form, found in of_form.items() for sector in found or [""]
        )


def _take(values: Mapping[str, str]) -> _Taken:
    taken = _Taken()
    elsewhere = folded(values.get(_PLACE_TYPE, "") or "Exploitation") != folded("Exploitation")
    for name, text in values.items():
        if not text:
            continue
        if name in OWN:
            taken.values.setdefault(name, []).append(text)
        elif (elsewhere and name in _PLACES) or _unknown_city(name, text):
            taken.dropped.append((name, "", "place"))
        elif name == _PHONE and not phone(text):
            taken.dropped.append((name, "", "contact"))
        else:
            _take_field(name, text, taken)
    return taken


def _unknown_city(name: str, text: str) -> bool:
    """A city need not be a municipality of the Netherlands."""
    return name == "hte_City" and find_municipality(text) is None


def _take_field(name: str, text: str, taken: _Taken) -> None:
    whole = field_line(name)
    if whole.way in (BOTH, READ):
        taken.values.setdefault(whole.column, []).append(text)
        return
    if whole.reason:
        taken.dropped.append((name, "", whole.reason))
        return
    for code in filter(None, map(str.strip, text.split(";"))):
        line = _CODES.get((name, folded(code)))
        if line is not None and line.way == REFUSE:
            taken.refused = code
        elif line is not None and line.way in (BOTH, READ):
            taken.values.setdefault(line.column, []).append(line.value)
        elif line is None or line.way not in (ALWAYS, WITH_PLACE):
            taken.dropped.append(
                (name, code[:60], line.reason if line and line.reason else "no_code")
            )


@dataclass(frozen=True)
class Written:
    """One report as HTCDS: field → text, and what could not be said."""

    values: dict[str, str]
    dropped: list[Dropped]


def as_htcds(data: ReportData, *, with_identity: bool = True) -> Written:
    """One row of HTCDS; without identity also no date of birth."""
    values: dict[str, list[str]] = {}
    dropped: list[Dropped] = []
    for column, text in _cells(data):
        if text in ("", UNKNOWN) and column != "gender":
            continue
        line = _line_for(column, text)
        if line is None or (line.field in values and line.field in _SINGLE):
            reason = _REASONS.get((column, text)) or _REASONS.get((column, "")) or "no_code"
            dropped.append(
                (column, text if line is None and (column, "") not in _REASONS else "", reason)
            )
        elif with_identity or column not in ("date_of_birth", *IDENTIFYING):
            codes = values.setdefault(line.field, [])
            if (line.code or text) not in codes:
                codes.append(line.code or text)
    for line in LINES:
        if line.way == ALWAYS or (line.way == WITH_PLACE and values.keys() & set(_PLACES)):
            values[line.field] = [line.code]
    return Written({name: ";".join(parts) for name, parts in values.items()}, dropped)


def _line_for(column: str, text: str) -> Line | None:
    """The line by which this column and code, or text, is written; None where there is none."""
    line = _WRITTEN.get((column, text)) or _WRITTEN.get((column, ""))
    if line is None:
        return None
    kind = next(one.kind for one in COLUMNS if one.name == column)
    if kind == Kind.DATE and not _FULL_DATE.fullmatch(text):
        return None
    if kind == Kind.NATIONALITY and len(text) > 2:
        return None
    return line


def _cells(data: ReportData) -> Iterator[tuple[str, str]]:
    """(column, code or text) of everything that is filled in and known."""
    for name in ("reporter_reference", "surname", "given_names", "phone", "person_key", "note"):
        yield name, getattr(data, name)
    yield "reporter_type", data.reporter_type
    for name in ("reported_on", "date_of_birth"):
        yield name, str(getattr(data, name) or "")
    yield "gender", data.gender
    for code in data.nationalities:
        yield "nationalities", code
    for form in data.forms:
        yield "forms", form.form
        yield "sectors", form.sector
    for name in CIRCUMSTANCES.values():
        for code in getattr(data, name):
            yield name, code
    yield "place_country", data.place_country or ""
    yield "place_municipality", _city(data.place_municipality)
    for name, filled in _only_ours(data).items():
        yield name, "1" if filled else ""


def _only_ours(data: ReportData) -> dict[str, bool]:
    """Columns that HTCDS has no field for: is there anything in them?"""
    roles = {one.role for one in data.countries}
    found = {
        **{name: bool(getattr(data, name)) for name in _WITHOUT_FIELD},
        "age": data.age is not None,
        "country_of_birth": bool(data.country_of_birth),
        "further_places": bool(data.further_places),
        "periods": bool(data.periods),
        "police_unit": bool(data.police_unit),
        "purposes": any(one.purpose != "REGISTRATION" for one in data.purposes),
        "sub3_only": data.sub3_only is not None,
        "encoded": bool(data.encoded),
        **{f"countries_of_{role.lower()}": True for role in roles},
    }
    for name in (
        "residence_status",
        "domestic_crossborder",
        "police_report_status",
        "reflection_period_status",
    ):
        found[name] = getattr(data, name) != UNKNOWN
    return found


def _city(code: str | None) -> str:
    """The name of a municipality, where the name leads back to it."""
    row = Municipality.objects.filter(pk=code).first() if code else None
    again = find_municipality(row.name) if row else None
    return row.name if row and again and again.pk == row.pk else code or ""


def in_words(dropped: Mapping[Dropped, int]) -> list[str]:
    """For each field how often it could not be taken over, which codes, and why."""
    fields: dict[str, list[Dropped]] = {}
    for one in dropped:
        fields.setdefault(one[0], []).append(one)
    return [
        _("%(field)s: %(count)d× not taken over%(codes)s (%(reason)s)")
        % {
            "field": name,
            "count": sum(dropped[one] for one in found),
            "codes": _codes(found),
            "reason": "; ".join(dict.fromkeys(str(REASONS[reason]) for *_rest, reason in found)),
        }
        for name, found in sorted(fields.items())
    ]


def _codes(found: Iterable[Dropped]) -> str:
    codes = sorted({code for _name, code, _reason in found if code})
    return f": {', '.join(codes)}" if codes else ""
