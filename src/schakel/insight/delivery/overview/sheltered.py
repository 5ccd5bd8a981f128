"""The chapter of first shelter: requests, placements and stays, how long people waited and stayed."""

from schakel.insight.delivery.overview.layouts import Block, table
from schakel.insight.delivery.overview.numbers import Numbers, change
from schakel.insight.delivery.overview.words import word

ASKED, FIRST, PLACED, STAYED = "SHELTER_REQUESTS", "FIRST_REQUESTS", "PLACEMENTS", "STAYS"
_APART = "NOT_APPLICABLE"


def shelter(numbers: Numbers) -> list[Block]:
    """Everything that was released of first shelter; nothing where the year has no such figures."""
    found = numbers.of_shelter
    if found is None:
        return []
    return [
        _totals(found),
        _schemes(found),
        _over_years(found, PLACED, "origin"),
        _over_years(found, ASKED, "waited"),
        _over_years(found, STAYED, "stayed"),
    ]


def _totals(numbers: Numbers) -> Block:
    language = numbers.language
    rows = []
    for unit in numbers.found.structure.units:
        now = numbers.count(unit.code)
        row = [unit.en if language == "en" else unit.nl]
        if numbers.last:
            before = numbers.count(unit.code, numbers.last)
            rows.append([*row, *map(numbers.written, (before, now)), change(now, before)])
        else:
            rows.append([*row, numbers.written(now)])
    years = [*([numbers.last] if numbers.last else []), str(numbers.year)]
    more = [word("change", language)] if numbers.last else []
    return table(numbers, "shelter", [word("what", language), *years, *more], rows)


def _schemes(numbers: Numbers) -> Block:
    """This year by kind of shelter: a request, a placement and a stay are three things."""
    units = [one for one in numbers.found.structure.units if one.code != FIRST]
    names = [one.en if numbers.language == "en" else one.nl for one in units]
    rows = []
    for head in (*numbers.heads("scheme"), None):
        where = {"scheme": head.code} if head else {}
        counts = [numbers.count(one.code, **where) for one in units]
        label = head.label if head else word("total", numbers.language)
        rows.append([label, *map(numbers.written, counts)])
    columns = [numbers.name("scheme"), *names]
    return table(numbers, "shelter-schemes", columns, rows, last_is_total=True)


def _over_years(numbers: Numbers, unit: str, dimension: str) -> Block:
    """A unit by one dimension, for this year and those before it, absolute and in percents."""
    share = word("share", numbers.language)
    columns = [numbers.name(dimension)]
    for year in numbers.recent:
        columns += [year, share]
    wholes = [numbers.count(unit, year) for year in numbers.recent]
    heads = [one for one in numbers.heads(dimension) if one.code != _APART]
    rows = []
    for head in (*heads, None):
        where = {dimension: head.code} if head else {}
        cells = []
        for year, whole in zip(numbers.recent, wholes, strict=True):
            part = numbers.count(unit, year, **where)
            cells += [numbers.written(part), numbers.percentage(part, whole)]
        rows.append([head.label if head else word("total", numbers.language), *cells])
    described = numbers.found.structure.unit(unit)
    name = (described.en if numbers.language == "en" else described.nl) if described else ""
    columns[0] = f"{name}: {columns[0].lower()}"
    return table(numbers, f"shelter-{dimension}", columns, rows, last_is_total=True)
