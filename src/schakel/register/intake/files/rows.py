"""One row of the documented form → ReportData, or everything that is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.terms.numbers import read_number
from schakel.register.intake.ages import age_at
from schakel.register.intake.choices import UNKNOWN
from schakel.register.intake.data import (
    CIRCUMSTANCES,
    CountryData,
    FormData,
    PurposeData,
    ReportData,
)
from schakel.register.intake.files import errors
from schakel.register.intake.files.errors import RowError
from schakel.register.intake.files.reading import Row
from schakel.register.intake.files.values import (
    CellError,
    CellReader,
    is_not_known,
    partial_date,
    partial_period,
    phone,
    several,
    v_number,
    whole_number,
    yes_or_no,
)
from schakel.register.intake.legal import REGISTRATION, may_rest_on, proposed_basis
from schakel.register.intake.names import parted
from schakel.register.intake.regions import fitting_region
from schakel.register.intake.validation import problems

T = TypeVar("T")
_CODED = (
    "gender",
    "residence_status",
    "domestic_crossborder",
    "police_report_status",
    "reflection_period_status",
)
# code of country_role → column
COUNTRY_COLUMNS = {
    "ORIGIN": "countries_of_origin",
    "TRANSIT": "countries_of_transit",
    "DESTINATION": "countries_of_destination",
}
_TEXTS = (
    "reporter_reference",
    "surname",
    "name_prefix",
    "given_names",
    "birth_name",
    "birth_place",
    "person_key",
    "note",
)


@dataclass(frozen=True)
class FileDefaults:
    """What holds for every row that does not say otherwise.

    `source` names where keys for persons come from when no organisation sends the file. `own`: the
    organisation sends it itself, so that every row is its own and stays within its own grounds.
    """

    organisation: Organisation | None = None
    reporter_type: str = ""
    source: str = ""
    own: bool = False

    @property
    def scope(self) -> str:
        """Within which the file's keys and references are meant."""
        return self.organisation.number if self.organisation else source_scope(self.source)


def source_scope(source: str) -> str:
    """The scope of a named source; can never be taken for the number of an organisation."""
    return f"source:{source}"


@dataclass
class Reading:
    """A row being read: collects what is wrong instead of stopping at the first error."""

    row: Row
    errors: list[RowError] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.row.values.get(column, "")

    def one(self, column: str, read: Callable[[str], T], default: T) -> T:
        text = self.text(column)
        return default if is_not_known(text) else self._read(column, text, read, default)

    def many(self, column: str, read: Callable[[str], T]) -> list[T]:
        found: dict[Any, None] = {}
        for text in several(self.text(column)):
            value = self._read(column, text, read, None)
            if value is not None:
                found[value] = None
        return list(found)

    def refuse(self, column: str, code: str, hint: str = "") -> None:
        self.errors.append(
            RowError(self.row.line, column, self.text(column)[:200], code, hint),
        )

    def _read(self, column: str, text: str, read: Callable[[str], T], default: T) -> T:
        try:
            return read(text)
        except CellError as problem:
            self.refuse(column, problem.code, problem.hint)
            return default


class RowReader:
    """Reads the rows of one file."""

    def __init__(self, defaults: FileDefaults) -> None:
        self.defaults = defaults
        self.cells = CellReader()

    def read(self, row: Row) -> ReportData | list[RowError]:
        """The report in `row`, or a non-empty list of what is wrong with it."""
        if row.problems:
            return row.problems
        reading = Reading(row)
        if not reading.text("reporter_reference"):
            reading.refuse("reporter_reference", errors.REQUIRED)
        data = self._data(reading)
        if not reading.errors:
            found = [*problems(data), *(self._beyond_own(data) if self.defaults.own else ())]
            for column, code in found:
                reading.refuse(column, code)
        return reading.errors or data

    def _organisation(self, text: str) -> Organisation:
        own = self.defaults.organisation
        if not self.defaults.own or own is None:
            return self.cells.organisation(text)
        if read_number(text) != own.number:  # whether there is such an organisation is not said
            raise CellError(errors.NOT_YOUR_ORGANISATION)
        return own

    def _beyond_own(self, data: ReportData) -> Iterator[tuple[str, str]]:
        """What a sender may not say of itself: another kind of reporter, a ground of others."""
        own = self.defaults.organisation
        if own is not None and own.reporter_type and data.reporter_type != own.reporter_type:
            yield "reporter_type", errors.NOT_YOUR_KIND
            return
        age = data.age if data.age is not None else age_at(data.date_of_birth, data.reported_on)
        for one in data.purposes:
            if not may_rest_on(data.reporter_type, one.purpose, one.legal_basis, age):
                yield "legal_basis", errors.NOT_YOUR_GROUND

    def _data(self, reading: Reading) -> ReportData:
        cells = self.cells
        organisation = reading.one("organisation", self._organisation, self.defaults.organisation)
        born = reading.one("date_of_birth", partial_date, None)
        reported_on = reading.one("reported_on", partial_date, None)
        age = reading.one("age", whole_number, None)
        reporter_type = self._reporter_type(reading, organisation)
        municipality = reading.one("place_municipality", cells.municipality, None)
        country = reading.one("place_country", cells.country, None)
        birth_country = reading.one("country_of_birth", cells.country, None)
        unit = reading.one("police_unit", cells.police_unit, None)
        coded: dict[str, Any] = {
            name: reading.one(name, self._coded(name), UNKNOWN) for name in _CODED
        }
        texts: dict[str, Any] = {name: reading.text(name) for name in _TEXTS}
        return ReportData(
            reporter_type=reporter_type,
            scope=organisation.number if organisation else self.defaults.scope,
            organisation_id=organisation.pk if organisation else None,
            reported_on=reported_on,
            date_of_birth=born,
            birth_basis=reading.one("birth_basis", self._coded("birth_basis"), ""),
            aliases=tuple(
                dict.fromkeys(one for part in reading.many("aliases", parted) for one in part)
            ),
            v_number=reading.one("v_number", v_number, ""),
            phone=reading.one("phone", phone, ""),
            age=age,
            nationalities=tuple(reading.many("nationalities", cells.nationality)),
            country_of_birth=birth_country.iso2 if birth_country else None,
            forms=self._forms(reading),
            place_municipality=municipality.code if municipality else None,
            place_country=country.iso2 if country else None,
            **self._exploitation(reading),
            police_unit=unit.code if unit else _region_of(reporter_type, organisation),
            purposes=self._purposes(
                reading, reporter_type, age if age is not None else age_at(born, reported_on)
            ),
            sub3_only=reading.one("sub3_only", yes_or_no, None),
            # No code and nothing said is the same: the sender's report has none.
            encoded=reading.one("encoded", yes_or_no, None) or None,
            line=reading.row.line,
            **coded,
            **texts,
        )

    def _exploitation(self, reading: Reading) -> dict[str, Any]:
        """Where else, when, by which way and how."""
        cells = self.cells
        return {
            "further_places": tuple(reading.many("further_places", cells.place)),
            "periods": tuple(reading.many("periods", partial_period)),
            "countries": tuple(
                CountryData(country.iso2, role)
                for role, column in COUNTRY_COLUMNS.items()
                for country in reading.many(column, cells.country)
            ),
            **{
                name: tuple(reading.many(name, self._coded(code_list)))
                for code_list, name in CIRCUMSTANCES.items()
            },
        }

    def _coded(self, code_list: str) -> Callable[[str], str]:
        return lambda text: self.cells.code(text, code_list)

    def _reporter_type(self, reading: Reading, organisation: Organisation | None) -> str:
        """The row's own; else that of its organisation; else that of the whole file."""
        own = organisation.reporter_type if organisation else ""
        default = own or self.defaults.reporter_type
        found = reading.one("reporter_type", self._coded("reporter_type"), default)
        if not found and not any(one.column == "reporter_type" for one in reading.errors):
            reading.refuse("reporter_type", errors.REQUIRED)
        return found

    def _forms(self, reading: Reading) -> tuple[FormData, ...]:
        """Forms in their order, the first the main one; each sector goes with the form next to it.

        A single form may have several sectors; then the form is named once for each.
        """
        forms = reading.many("forms", self._coded("exploitation_form"))
        sectors = reading.many("sectors", self._coded("sector"))
        if len(sectors) > len(forms) and len(forms) != 1:
            reading.refuse("sectors", errors.TOO_MANY_VALUES)
            return ()
        if len(forms) == 1 and len(sectors) > 1:
            return tuple(FormData(forms[0], sector) for sector in sectors)
        sectors += [""] * (len(forms) - len(sectors))
        return tuple(map(FormData, forms, sectors))

    def _purposes(
        self, reading: Reading, reporter_type: str, age: int | None
    ) -> tuple[PurposeData, ...]:
        """Each purpose with its basis: as given, the single one given, or the one that fits."""
        purposes = reading.many("purposes", self._coded("purpose")) or [REGISTRATION]
        bases = [self._read_basis(reading, text) for text in several(reading.text("legal_basis"))]
        consent_date = reading.one("consent_date", partial_date, None)
        if len(bases) not in (0, 1, len(purposes)):
            reading.refuse("legal_basis", errors.TOO_MANY_VALUES)
            return ()
        if not bases:
            bases = [
                proposed_basis(reporter_type, purpose, consent=consent_date is not None, age=age)
                for purpose in purposes
            ]
        bases *= len(purposes) if len(bases) == 1 else 1
        return tuple(
            PurposeData(purpose, basis, consent_date)
            for purpose, basis in zip(purposes, bases, strict=True)
        )

    def _read_basis(self, reading: Reading, text: str) -> str:
        try:
            return self.cells.code(text, "legal_basis")
        except CellError as problem:
            reading.refuse("legal_basis", problem.code, problem.hint)
            return ""


def _region_of(reporter_type: str, organisation: Organisation | None) -> str | None:
    return fitting_region(reporter_type, organisation.police_unit_id) if organisation else None
