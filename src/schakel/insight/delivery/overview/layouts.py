"""The layouts of the annual overview: tables and charts, each made of released numbers."""

from collections.abc import Callable, Sequence
from typing import Any

from schakel.insight.delivery.overview.drawing import bars
from schakel.insight.delivery.overview.numbers import NEW, PERSONS, REPORTS, Head, Numbers, change
from schakel.insight.delivery.overview.words import word

Block = dict[str, Any]
_MOST_BARS, _MOST_COUNTRIES = 12, 15
_AGE_18_22 = "AGE_18_22"


def glance(numbers: Numbers) -> list[Block]:
    """The year at a glance: this year against last."""
    language = numbers.language
    wanted: list[tuple[str, str, dict[str, str]]] = [
        (word("reports", language), REPORTS, {}),
        (word("persons", language), PERSONS, {}),
        (word("new_persons", language), NEW, {}),
    ]
    for dimension, codes in (
        ("sex", None),
        ("age", ("MINOR", "ADULT")),
        ("nationality", ("NL", "EU", "NON_EU")),
    ):
        wanted += [
            (f"{numbers.name(dimension)}: {head.label}", PERSONS, {dimension: head.code})
            for head in numbers.heads(dimension, depth=0)
            if codes is None or head.code in codes
        ]
    rows = [_against_last(numbers, label, unit, where) for label, unit, where in wanted]
    columns = [word("what", language), *_two_years(numbers), word("change", language)]
    return [table(numbers, "glance", columns, [row for row in rows if row])]


def _two_years(numbers: Numbers) -> list[str]:
    return [numbers.last or "–", str(numbers.year)]


def _against_last(
    numbers: Numbers, label: str, unit: str, where: dict[str, str]
) -> list[str] | None:
    now = numbers.count(unit, **where)
    before = numbers.count(unit, numbers.last, **where) if numbers.last else None
    if now is None:
        return None
    return [label, numbers.written(before), numbers.written(now), change(now, before)]


def reporters(numbers: Numbers) -> list[Block]:
    """Reports by kind of reporter, for minors and adults, Dutch and not Dutch, and not known."""
    if not numbers.has("reporter", "age", "nationality"):
        return []
    language = numbers.language
    parts = ("minor_nl", "adult_nl", "minor_other", "adult_other", "unknown")
    columns = [numbers.name("reporter"), *(word(part, language) for part in parts)]
    rows = []
    for head in (*numbers.heads("reporter"), None):
        where = {"reporter": head.code} if head else {}
        total = numbers.count(REPORTS, **where) or 0
        known = [
            sum(numbers.count(REPORTS, **where, age=age, nationality=n) or 0 for n in nations)
            for age, nations in _FOUR
        ]
        # What is left of the total is a sum of protected numbers as well.
        cells = [*known, max(0, total - sum(known)), total]
        rows.append([head.label if head else word("total", language), *map(numbers.written, cells)])
    found = table(
        numbers, "reporters", [*columns, word("total", language)], rows, last_is_total=True
    )
    return [_chart(numbers, "reporters-chart", "reporter", REPORTS), found]


_FOUR = (
    ("MINOR", ("NL",)),
    ("ADULT", ("NL",)),
    ("MINOR", ("EU", "NON_EU")),
    ("ADULT", ("EU", "NON_EU")),
)


def compared(numbers: Numbers) -> list[Block]:
    """Reports by kind of reporter this year against last: number, share and change."""
    if not numbers.has("reporter") or not numbers.last:
        return []
    language, last, now = numbers.language, numbers.last, str(numbers.year)
    share = word("share", language)
    columns = [numbers.name("reporter"), last, share, now, share, word("change", language)]
    whole = {year: numbers.count(REPORTS, year) for year in (last, now)}
    rows = []
    for head in (*numbers.heads("reporter"), None):
        where = {"reporter": head.code} if head else {}
        found = {year: numbers.count(REPORTS, year, **where) for year in (last, now)}
        rows.append(
            [
                head.label if head else word("total", language),
                numbers.written(found[last]),
                numbers.percentage(found[last], whole[last]),
                numbers.written(found[now]),
                numbers.percentage(found[now], whole[now]),
                change(found[now], found[last]),
            ]
        )
    return [table(numbers, "compared", columns, rows, last_is_total=True)]


def regions(numbers: Numbers) -> list[Block]:
    """Reports by region of the reporter, for each kind of reporter that has regions."""
    if not numbers.has("reporter", "region"):
        return []
    kinds = [
        head
        for head in numbers.heads("reporter")
        if any(
            numbers.count(REPORTS, reporter=head.code, region=region.code)
            for region in numbers.heads("region")
            if region.code not in ("NONE", "UNKNOWN")
        )
    ]
    columns = [
        numbers.name("region"),
        *(kind.label for kind in kinds),
        word("total", numbers.language),
    ]
    rows = [
        [
            region.label,
            *(
                numbers.written(numbers.count(REPORTS, reporter=kind.code, region=region.code))
                for kind in kinds
            ),
            numbers.written(numbers.count(REPORTS, region=region.code)),
        ]
        for region in numbers.heads("region")
        if numbers.count(REPORTS, region=region.code)
    ]
    note = word("region_note", numbers.language)
    found = table(numbers, "regions", columns, rows, note)
    return [_chart(numbers, "regions-chart", "region", REPORTS), found]


def forms(numbers: Numbers) -> list[Block]:
    """Persons by form of exploitation over three years, absolute and in percents."""
    return _over_years(numbers, "form", word("several_note", numbers.language))


def dossier_types(numbers: Numbers) -> list[Block]:
    """Persons by dossier type over three years, absolute and in percents."""
    return _over_years(numbers, "dossier")


def sectors(numbers: Numbers) -> list[Block]:
    """Persons by sector over three years: those of sexual exploitation, and all others."""
    if not numbers.has("sector"):
        return []
    heads = numbers.heads("sector")
    inside = numbers.within("sector", _SEXUAL_SECTORS)
    parts = [
        ("sector-sexual", [one for one in heads if one.code in inside]),
        ("sector-other", [one for one in heads if one.code not in inside]),
    ]
    note = word("several_note", numbers.language)
    chart = _chart(numbers, "sector-chart", "sector", PERSONS)
    tables = [
        _series(numbers, "sector", some, code=code, note=note, total=code == "sector-other")
        for code, some in parts
    ]
    return [chart, *tables]


_SEXUAL_SECTORS = "IN_SEXUAL"


def routes(numbers: Numbers) -> list[Block]:
    """Domestic or cross-border over three years, and by form of exploitation."""
    made = _over_years(numbers, "route")
    if made and numbers.has("form", "route"):
        made.append(_crossed(numbers, "routes-form", "form", "route"))
    return made


def groups(numbers: Numbers) -> list[Block]:
    """The four groups over three years, and who they are."""
    made = _over_years(numbers, "group", word("several_note", numbers.language))
    for other in ("sex", "age", "nationality"):
        if numbers.has("group", other):
            made.append(_crossed(numbers, f"groups-{other}", "group", other))
    return made


def persons(numbers: Numbers) -> list[Block]:
    """Sex, age and nationality over three years, and the countries named most."""
    made = [
        block
        for dimension in ("sex", "age")
        for block in _over_years(numbers, dimension, picture=False)
    ]
    made += _over_years(numbers, "nationality", picture=False, depth=0)
    named = [(head, count) for head, count in numbers.ranked(PERSONS, "nationality") if count]
    if named:
        columns = [numbers.name("nationality"), *numbers.recent]
        rows = [
            [head.label, *(_by_year(numbers, {"nationality": head.code}))]
            for head, _count in named[:_MOST_COUNTRIES]
        ]
        note = word("rest_note", numbers.language)
        made.append(_chart(numbers, "countries-chart", "nationality", PERSONS))
        made.append(table(numbers, "countries", columns, rows, note))
    return made


def youth(numbers: Numbers) -> list[Block]:
    """Minors and young adults by form and sex."""
    if not numbers.has("age", "form", "sex"):
        return []
    ages = [head for head in numbers.heads("age") if head.code in ("MINOR", _AGE_18_22)]
    sexes = [head for head in numbers.heads("sex") if head.code in ("FEMALE", "MALE")]
    pairs = [(age, sex) for age in ages for sex in sexes]
    columns = [numbers.name("form"), *(f"{age.label}, {sex.label}" for age, sex in pairs)]
    rows = []
    for head in (*numbers.heads("form"), None):
        where = {"form": head.code} if head else {}
        cells = [
            numbers.count(PERSONS, age=age.code, sex=sex.code, **where) or 0 for age, sex in pairs
        ]
        if any(cells):
            label = _indented(head) if head else word("total", numbers.language)
            rows.append([label, *map(numbers.written, cells)])
    note = word("several_note", numbers.language)
    return [table(numbers, "youth", columns, rows, note, last_is_total=True)] if rows else []


def border(numbers: Numbers) -> list[Block]:
    """Cases at the border apart."""
    return _over_years(numbers, "sub3", picture=False)


def window(numbers: Numbers) -> list[Block]:
    """Reports, persons and new persons by year."""
    language = numbers.language
    units = (("reports", REPORTS), ("persons", PERSONS), ("new_persons", NEW))
    columns = [word("year", language), *(word(name, language) for name, _unit in units)]
    rows = [
        [year, *(numbers.written(numbers.count(unit, year)) for _name, unit in units)]
        for year in numbers.years
    ]
    counted = [(year, numbers.count(PERSONS, year) or 0) for year in numbers.years]
    first, last = counted[0], counted[-1]
    finding = word(
        "finding_years",
        language,
        first=first[0],
        first_count=numbers.written(first[1]),
        last=last[0],
        last_count=numbers.written(last[1]),
        unit=word("persons", language).lower(),
    )
    shown = [(year, numbers.written(count), count) for year, count in counted]
    chart = picture("window-chart", finding, shown)
    return [chart, table(numbers, "window", columns, rows)]


def _over_years(
    numbers: Numbers, dimension: str, note: str = "", picture: bool = True, depth: int | None = None
) -> list[Block]:
    """Persons by one dimension, for this year and the two before it, absolute and in percents."""
    if not numbers.has(dimension):
        return []
    table = _series(numbers, dimension, numbers.heads(dimension, depth), note=note)
    chart = [_chart(numbers, f"{dimension}-chart", dimension, PERSONS)] if picture else []
    return [*chart, table]


def _series(
    numbers: Numbers,
    dimension: str,
    heads: Sequence[Head],
    *,
    code: str = "",
    note: str = "",
    total: bool = True,
) -> Block:
    """Persons in each of `heads` for three years; `total`: with everybody as the last row."""
    share = word("share", numbers.language)
    columns = [heads[0].label if code and not total else numbers.name(dimension)]
    for year in numbers.recent:
        columns += [year, share]
    wholes = [numbers.count(PERSONS, year) for year in numbers.recent]
    rows = []
    for head in (*heads, *([None] if total else [])):
        where = {dimension: head.code} if head else {}
        counts = [numbers.count(PERSONS, year, **where) for year in numbers.recent]
        if any(counts):
            cells = []
            for part, whole in zip(counts, wholes, strict=True):
                cells += [numbers.written(part), numbers.percentage(part, whole)]
            rows.append([_indented(head) if head else word("total", numbers.language), *cells])
    return table(numbers, code or dimension, columns, rows, note, last_is_total=total)


def _by_year(numbers: Numbers, where: dict[str, str]) -> list[str]:
    return [numbers.written(numbers.count(PERSONS, year, **where)) for year in numbers.recent]


def _crossed(numbers: Numbers, code: str, rows_of: str, columns_of: str) -> Block:
    """Persons of this year by two dimensions."""
    across = numbers.heads(columns_of, depth=0)
    columns = [
        numbers.name(rows_of),
        *(head.label for head in across),
        word("total", numbers.language),
    ]
    rows = [
        [
            head.label,
            *(
                numbers.written(
                    numbers.count(PERSONS, **{rows_of: head.code, columns_of: one.code})
                )
                for one in across
            ),
            numbers.written(numbers.count(PERSONS, **{rows_of: head.code})),
        ]
        for head in numbers.heads(rows_of, depth=0)
    ]
    return table(numbers, code, columns, rows)


def _indented(head: Head) -> str:
    return f"{'– ' * head.depth}{head.label}"


def table(
    numbers: Numbers,
    code: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    note: str = "",
    last_is_total: bool = False,
    exact: bool = False,
) -> Block:
    """A table, with a word about its zeros where it has any. `exact`: it counts no people."""
    zero = word("absent_note", numbers.language)
    has_zero = not exact and any(cell == "0" for row in rows for cell in row)
    return {
        "kind": "table",
        "code": code,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "note": " ".join(text for text in (note, zero if has_zero else "") if text),
        "total": last_is_total,
    }


def _chart(numbers: Numbers, code: str, dimension: str, unit: str) -> Block:
    """Bars of the categories, most frequent first, under a title that says what is found."""
    ranked = [(one, count) for one, count in numbers.ranked(unit, dimension) if count][:_MOST_BARS]
    language = numbers.language
    finding = ""
    if ranked:
        finding = word(
            "finding_most",
            language,
            label=ranked[0][0].label,
            count=numbers.written(ranked[0][1]),
            total=numbers.written(numbers.count(unit)),
            unit=word("reports" if unit == REPORTS else "persons", language).lower(),
        )
    shown = [(one.label, numbers.written(count), count) for one, count in ranked]
    return picture(code, finding, shown)


def picture(code: str, finding: str, shown: Sequence[tuple[str, str, int]]) -> Block:
    """Bars of what is `shown`: name, number as written, and number."""
    words = "; ".join(f"{label}: {text}" for label, text, _count in shown) + "."
    svg = bars(shown, code, finding, words) if shown else ""
    return {"kind": "chart", "code": code, "finding": finding, "alt": words, "svg": svg}


Layout = Callable[[Numbers], list[Block]]
