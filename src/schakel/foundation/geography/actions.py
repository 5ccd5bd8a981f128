"""Loading the geography from this app's own files, and outlines from an operator's.

Started by an operator's command. It writes no audit line: the rows are public facts that come with the
program, under the same version control.
"""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.foundation.geography import queries
from schakel.foundation.geography.choices import FIRST_YEAR
from schakel.foundation.geography.files import (
    Counts,
    day_or_none,
    number_or_none,
    read_rows,
    upsert,
)
from schakel.foundation.geography.freshness import raise_version
from schakel.foundation.geography.models import (
    Boundary,
    Country,
    Municipality,
    PoliceUnit,
    Province,
    SafetyRegion,
)
from schakel.foundation.geography.outlines import BoundaryFileError, read_outlines
from schakel.foundation.geography.shapes import draw

DATA = Path(__file__).parent / "data"


def load_geography(*, folder: Path = DATA, today: date | None = None) -> dict[str, Counts]:
    """Lay the files in `folder` over the tables, all or nothing; a second time changes nothing.

    A municipality that is no longer in its file ends `today`, so that what points at it can still be read.
    """
    with transaction.atomic():
        done = {
            "provinces": upsert(Province, read_rows(folder / "provinces.csv"), key=["code"]),
            "police_units": upsert(
                PoliceUnit,
                [{**r, "order": int(r["order"])} for r in read_rows(folder / "police_units.csv")],
                key=["code"],
            ),
            "safety_regions": upsert(
                SafetyRegion,
                [_region(r) for r in read_rows(folder / "safety_regions.csv")],
                key=["code"],
            ),
            "municipalities": _load_municipalities(folder, today or timezone.localdate()),
            "countries": upsert(Country, read_rows(folder / "countries.csv"), key=["iso2"]),
        }
        if any(counts.touched for counts in done.values()):
            raise_version("geography")
    queries.forget()
    return done


def _load_municipalities(folder: Path, today: date) -> Counts:
    units = dict(SafetyRegion.objects.values_list("code", "police_unit_id"))
    rows = [_municipality(r, units) for r in read_rows(folder / "municipalities.csv")]
    # A successor may stand further down in the file than the municipality that it took over.
    rows.sort(key=lambda row: row["successor_id"] is not None)
    return upsert(Municipality, rows, key=["code"], end_on=today)


def _region(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["name"],
        "province_id": row["province"],
        "police_unit_id": row["police_unit"],
    }


def _municipality(row: dict[str, str], units: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["name"],
        "display_name": row["display_name"],
        "aliases": row["aliases"],
        "province_id": row["province"],
        "safety_region_id": row["safety_region"],
        # A police unit is a whole number of safety regions (Politiewet 2012, art. 25 and 27).
        "police_unit_id": units[row["safety_region"]],
        "population": number_or_none(row["population"]),
        "population_on": day_or_none(row["population_on"]),
        "longitude": number_or_none(row["longitude"], float),
        "latitude": number_or_none(row["latitude"], float),
        "tile_column": number_or_none(row["tile_column"]),
        "tile_row": number_or_none(row["tile_row"]),
        "valid_from": day_or_none(row["valid_from"]),
        "valid_to": day_or_none(row["valid_to"]),
        "successor_id": row["successor"] or None,
    }


def load_boundaries(
    *, text: str, year: int, code_property: str = "", skip_unknown: bool = False
) -> tuple[int, list[str]]:
    """Replace the outlines of `year` by those in the GeoJSON `text`, all or nothing.

    The file has every municipality of 1 January of that year and no other. Returns the number loaded and the
    codes left out as unknown (only with `skip_unknown`). Raises BoundaryFileError: then nothing has changed.
    """
    outlines = {outline.code: outline.rings for outline in read_outlines(text, code_property)}
    known = set(Municipality.objects.values_list("code", flat=True))
    unknown = sorted(outlines.keys() - known)
    if unknown and not skip_unknown:
        raise BoundaryFileError(
            f"These codes are no municipality that Schakel knows: {_named(unknown)}. Take a file of the "
            "right year, or leave them out with --skip-unknown."
        )
    for code in unknown:
        del outlines[code]
    _check_year(outlines.keys(), year)
    rows = [
        Boundary(
            municipality_id=code,
            reference_year=year,
            path=shape.path,
            middle_x=shape.x,
            middle_y=shape.y,
            room=shape.room,
        )
        for code, shape in draw(outlines).items()
    ]
    with transaction.atomic():
        Boundary.objects.filter(reference_year=year).delete()
        Boundary.objects.bulk_create(rows)
        raise_version("boundaries")
    queries.forget()
    return len(rows), unknown


def _check_year(codes: Collection[str], year: int) -> None:
    there = _of_year(year)
    strange, missing = sorted(set(codes) - there), sorted(there - set(codes))
    if not strange and not missing:
        return
    told = [f"In {year} there were other municipalities."]
    if strange:
        told.append(f"In the file and not in {year}: {_named(strange)}.")
    if missing:
        told.append(f"In {year} and not in the file: {_named(missing)}.")
    fits = [
        str(one)
        for one in range(FIRST_YEAR, timezone.localdate().year + 1)
        if _of_year(one) == set(codes)
    ]
    told.append(
        f"The file fits {', '.join(fits)}: give one of these with --year."
        if fits
        else "Take a file of the whole country of that year."
    )
    raise BoundaryFileError("\n".join(told))


def _of_year(year: int) -> set[str]:
    return {one.code for one in queries.municipalities(date(year, 1, 1))}


def _named(codes: Sequence[str]) -> str:
    """Codes with what they are called, ten at most."""
    found = [
        f"{code} {place.display_name}" if (place := queries.municipality(code)) else code
        for code in codes[:10]
    ]
    return ", ".join(found) + (f" and {len(codes) - 10} more" if len(codes) > 10 else "")
