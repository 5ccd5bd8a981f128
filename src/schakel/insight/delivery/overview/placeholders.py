"""The numbers that a text may name, and the check that it names no others."""

import re
from collections.abc import Mapping

from schakel.insight.delivery.overview import network
from schakel.insight.delivery.overview.numbers import NEW, PERSONS, REPORTS, Numbers, change
from schakel.insight.delivery.overview.words import word

NAME = re.compile(r"\{([^{}]*)\}")
_AGE_18_22 = "AGE_18_22"


def values(numbers: Numbers) -> dict[str, str | None]:
    """Every placeholder with what stands in its place; None where that was not released."""
    found: dict[str, str | None] = {"year": str(numbers.year), "first_year": numbers.years[0]}
    found["last_year"] = numbers.last
    for name, unit in (("reports", REPORTS), ("persons", PERSONS), ("new_persons", NEW)):
        now = numbers.count(unit)
        before = numbers.count(unit, numbers.last) if numbers.last else None
        found[f"{name}_total"] = _known(numbers, now)
        found[f"{name}_last"] = _known(numbers, before)
        more = change(now, before)
        found[f"{name}_change"] = None if more == "–" else more
    persons = numbers.count(PERSONS)
    for name, where in _PARTS.items():
        part = numbers.count(PERSONS, **where)
        found[name] = _known(numbers, part)
        share = numbers.percentage(part, persons)
        found[f"{name}_percentage"] = None if share == "–" else share
    return {**found, **_tops(numbers), **_sheltered(numbers), **network.placeholders(numbers)}


def _sheltered(numbers: Numbers) -> dict[str, str | None]:
    found = numbers.of_shelter
    units = ("SHELTER_REQUESTS", "FIRST_REQUESTS", "PLACEMENTS", "STAYS")
    return {unit.lower(): _known(numbers, found.count(unit)) if found else None for unit in units}


_PARTS = {
    "women": {"sex": "FEMALE"},
    "men": {"sex": "MALE"},
    "minors": {"age": "MINOR"},
    "adults": {"age": "ADULT"},
    "youth": {"age": _AGE_18_22},
    "dutch": {"nationality": "NL"},
}


def _known(numbers: Numbers, value: int | None) -> str | None:
    return None if value is None else numbers.written(value)


def _tops(numbers: Numbers) -> dict[str, str | None]:
    forms = numbers.ranked(PERSONS, "form") if numbers.has("form") else []
    reporters = numbers.ranked(REPORTS, "reporter") if numbers.has("reporter") else []
    countries = numbers.ranked(PERSONS, "nationality") if numbers.has("nationality") else []
    named = [one.label for one, count in countries[:3] if count]
    ages = {one.code: one.label for one in numbers.heads("age")}
    both = word("and", numbers.language)
    most = f"{', '.join(named[:-1])} {both} {named[-1]}" if len(named) > 1 else "".join(named)
    return {
        "top_form": _lower(forms[0][0].label) if forms and forms[0][1] else None,
        "top_form_count": numbers.written(forms[0][1]) if forms and forms[0][1] else None,
        "top_reporter": reporters[0][0].label if reporters and reporters[0][1] else None,
        "top_reporter_count": numbers.written(reporters[0][1]) if reporters else None,
        "top_nationalities": most or None,
        "youth_ages": ages.get(_AGE_18_22),
    }


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def wrong(text: str, known: Mapping[str, object]) -> list[str]:
    """What may not stand in a text: numbers that no placeholder brings, and placeholders that are none."""
    strange = [f"{{{name}}}" for name in NAME.findall(text) if name not in known]
    bare = [found.group() for found in re.finditer(r"\S*\d\S*", NAME.sub("", text))]
    loose = ["{ }"] if re.search(r"[{}]", NAME.sub("", text)) else []
    return [*strange, *bare, *loose]


def filled(text: str, found: Mapping[str, str | None]) -> list[str]:
    """The paragraphs of a text with its numbers; without those of which a number is not there."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    complete = [
        part
        for part in paragraphs
        if all(found.get(name) is not None for name in NAME.findall(part))
    ]
    return [NAME.sub(lambda match: str(found[match.group(1)]), part) for part in complete]
