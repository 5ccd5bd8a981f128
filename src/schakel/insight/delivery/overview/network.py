"""The chapters of the network and of the estimate: municipalities, advice, signals, and who was not seen."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override

from schakel.foundation.geography.queries import police_unit_choices
from schakel.insight.delivery.overview.drawing import ranges
from schakel.insight.delivery.overview.layouts import Block, picture, table
from schakel.insight.delivery.overview.numbers import Numbers
from schakel.insight.delivery.overview.words import word
from schakel.network.monitor.choices import ContactKind, State
from schakel.network.signals.choices import Theme

# From there to not there; not known comes last.
_STATES = tuple(reversed(State))


def network(numbers: Numbers) -> list[Block]:
    """Coverage of care coordination, advice to municipalities, and signals, as far as there is any."""
    return [*_coverage(numbers), *_advice(numbers), *_signals(numbers)]


def _coverage(numbers: Numbers) -> list[Block]:
    chain, language = numbers.chain, numbers.language
    covered = chain.covered
    if covered is None:
        return []
    labels = {state: _label(state, language) for state in _STATES}
    rows = []
    for state in _STATES:
        cells = []
        for one in chain.coverage:
            part = one.country.counts[state]
            cells += [numbers.written(part), numbers.percentage(part, one.country.total)]
        rows.append([labels[state], *cells])
    wholes = [one.country.total for one in chain.coverage]
    shares = [text for n in wholes for text in (numbers.written(n), numbers.percentage(n, n))]
    columns = [word("coordination", language)]
    for one in chain.coverage:
        columns += [_day(one.on, language), word("share", language)]
    country = covered.country
    finding = word(
        "finding_coverage",
        language,
        there=numbers.written(country.there),
        total=numbers.written(country.total),
        day=_day(covered.on, language),
    )
    shown = [(labels[s], numbers.written(n), n) for s in _STATES if (n := country.counts[s])]
    regions = [
        [name, numbers.written(found.total), numbers.written(found.there)]
        for code, name in police_unit_choices(False)
        if (found := covered.regions[code]).total
    ]
    total = [word("total", language), *map(numbers.written, (country.total, country.there))]
    heads = [word(key, language) for key in ("police_region", "municipalities", "covered")]
    return [
        picture("coordination-chart", finding, shown),
        _exact(
            numbers,
            "coordination",
            columns,
            [*rows, [word("total", language), *shares]],
            "coverage_note",
        ),
        _exact(numbers, "coordination-regions", heads, [*regions, total], "region_covered_note"),
    ]


def _advice(numbers: Numbers) -> list[Block]:
    found, language = numbers.chain.advice, numbers.language
    if found is None:
        return []
    rows = []
    for kind in (ContactKind.ADVICE, ContactKind.PRESENTATION, None):
        counts = [found.number(kind, asked) for asked in (True, False, None)]
        label = _label(kind, language) if kind else word("total", language)
        rows.append([label, *map(numbers.written, counts)])
    keys = ("advice", "asked", "unasked", "total")
    return [_exact(numbers, "advice", [word(key, language) for key in keys], rows, "advice_note")]


def _signals(numbers: Numbers) -> list[Block]:
    found, language = numbers.chain.signals, numbers.language
    if found is None:
        return []
    counted = (found.raised, found.answered, found.solved)
    themes = [one for one in Theme if any(counts[one] for counts in counted)]
    themes.sort(key=lambda one: -found.raised[one])
    labels = {one: _label(one, language) for one in themes}
    rows = [[labels[one], *(numbers.written(counts[one]) for counts in counted)] for one in themes]
    total = [word("total", language), *(numbers.written(counts.total()) for counts in counted)]
    columns = [word(key, language) for key in ("theme", "raised", "answered", "solved")]
    shown = [(labels[one], numbers.written(n), n) for one in themes if (n := found.raised[one])]
    made = [_exact(numbers, "signals", columns, [*rows, total], "signals_note")]
    if shown:
        first, count, _value = shown[0]
        whole = numbers.written(found.raised.total())
        finding = word("finding_signals", language, label=first, count=count, total=whole)
        made.insert(0, picture("signals-chart", finding, shown))
    return made


def _exact(
    numbers: Numbers, code: str, columns: Sequence[str], rows: list[list[str]], note: str
) -> Block:
    told = f"{word(note, numbers.language)} {word('exact_note', numbers.language)}"
    return table(numbers, code, columns, rows, told, last_is_total=True, exact=True)


def unseen(numbers: Numbers) -> list[Block]:
    """The estimate that stands, never without its interval."""
    row, language = numbers.chain.estimate, numbers.language
    if row is None:
        return []
    content = row.content
    low, high = content["interval"]
    seen, estimate = content["observed"], content["estimate"]
    between = _between(numbers, (low, high))
    told = f"{numbers.written(estimate)} ({_span(numbers, (low, high))})"
    years = estimate_years(content)
    rows = [
        [word("seen", language), numbers.written(seen)],
        [word("estimated", language), told],
        [word("other_methods", language), _span(numbers, content["spread"])],
    ]
    finding = word(
        "finding_estimate",
        language,
        years=years,
        estimate=numbers.written(estimate),
        between=between,
    )
    shown = [
        (word("seen_short", language), numbers.written(seen), (seen, seen, seen)),
        (word("estimated_short", language), told, (low, estimate, high)),
    ]
    alt = "; ".join(f"{name}: {text}" for name, text, _three in shown) + "."
    svg = ranges(shown, "estimate-chart", finding, alt)
    columns = [word("in_years", language, years=years), word("people_interval", language)]
    note = word(
        "estimate_note", language, method=row.content["method"][language], number=row.number
    )
    return [
        {"kind": "chart", "code": "estimate-chart", "finding": finding, "alt": alt, "svg": svg},
        table(numbers, "estimate", columns, rows, note, exact=True),
    ]


def warnings(numbers: Numbers) -> list[str]:
    """Who is counted, and what to beware of: no text of an editor takes it away."""
    row = numbers.chain.estimate
    if row is None:
        return []
    language = numbers.language
    beware = " ".join(row.content["warnings"][language])
    told = f"{row.content['title'][language]}. {row.content['population'][language]}"
    return [told, word("beware", language, warnings=beware).strip()]


def estimate_years(content: dict[str, Any]) -> str:
    """The period of an estimate, as it is written."""
    first, last = content["years"]
    return str(first) if first == last else f"{first}–{last}"


def _span(numbers: Numbers, ends: Sequence[int]) -> str:
    return "–".join(map(numbers.written, ends))


def _between(numbers: Numbers, ends: Sequence[int]) -> str:
    return word(
        "between",
        numbers.language,
        low=numbers.written(ends[0]),
        high=numbers.written(ends[1]),
    )


def placeholders(numbers: Numbers) -> dict[str, str | None]:
    """The numbers of these chapters that a text may name; the estimate only with its interval."""
    chain, language = numbers.chain, numbers.language
    covered, advice, signals, row = chain.covered, chain.advice, chain.signals, chain.estimate
    country = covered.country if covered else None
    found: dict[str, int | None] = {
        "municipalities": country.total if country else None,
        "municipalities_covered": country.there if country else None,
        "advice_total": advice.number(ContactKind.ADVICE) if advice else None,
        "presentations_total": advice.number(ContactKind.PRESENTATION) if advice else None,
        "municipalities_advised": advice.municipalities if advice else None,
        "signals_raised": signals.raised.total() if signals else None,
        "signals_answered": signals.answered.total() if signals else None,
        "signals_solved": signals.solved.total() if signals else None,
    }
    told = {name: None if n is None else numbers.written(n) for name, n in found.items()}
    told["coverage_day"] = _day(covered.on, language) if covered else None
    told["estimate"] = told["estimate_years"] = None
    if row:
        number, between = numbers.written(row.content["estimate"]), row.content["interval"]
        told["estimate"] = f"{number} ({_between(numbers, between)})"
        told["estimate_years"] = estimate_years(row.content)
    return told


def _label(choice: Any, language: str) -> str:
    with override(language):
        return capfirst(str(choice.label))


def _day(day: Any, language: str) -> str:
    with override(language):
        return date_format(day, "j F Y")
