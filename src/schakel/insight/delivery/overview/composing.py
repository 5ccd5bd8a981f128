"""An edition in one language as finished content: plain data for the page, the PDF and whoever keeps it."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from schakel.insight.delivery.overview.chapters import chapters
from schakel.insight.delivery.overview.numbers import LEAST_WHOLE, Numbers
from schakel.insight.delivery.overview.placeholders import filled, values
from schakel.insight.delivery.overview.words import awaited, first_text, title, word
from schakel.knowledge.figures.choices import BREAKS

Content = dict[str, Any]
# How many columns the name of a table names.
_NAMED = 3
# Tables that count municipalities, contacts or signals.
_OF_NO_PEOPLE = {"coordination", "advice", "signals"}


@dataclass
class Clock:
    """Processor seconds by part of the work; `tell` is called as each part is done."""

    tell: Callable[[str, float], None] = lambda _part, _seconds: None
    seconds: dict[str, float] = field(default_factory=dict)
    _start: float = field(default_factory=time.process_time)

    def done(self, part: str) -> None:
        now = time.process_time()
        self.seconds[part] = now - self._start
        self._start = now
        self.tell(part, self.seconds[part])


def composed(numbers: Numbers, texts: Mapping[str, str], clock: Clock | None = None) -> Content:
    """The edition: title, sections and annex. `texts`: by chapter, with placeholders; else the first text.

    A chapter without a released number is left out.
    """
    clock = clock or Clock()
    language = numbers.language
    found = values(numbers)
    sections: list[Content] = []
    for chapter in chapters():
        blocks = [
            block for block in chapter.layout(numbers) if block.get("rows") or block.get("svg")
        ]
        if blocks:
            heading = title(chapter.code, language)
            for block in blocks:
                block["caption"] = _caption(heading, block.get("columns", []))
            text = texts.get(chapter.code) or first_text(chapter.code, language)
            sections.append(
                {
                    "code": chapter.code,
                    "heading": heading,
                    "paragraphs": [*filled(text, found), *chapter.remarks(numbers)],
                    "blocks": blocks,
                }
            )
        clock.done(f"{language} {chapter.code}")
    return {
        "lang": language,
        "year": numbers.year,
        "version": numbers.version,
        "title": word("title", language, year=numbers.year),
        "lead": word("lead", language, year=numbers.year),
        "contents": word("contents", language),
        "sections": sections,
        "annex": _annex(numbers, {block["code"] for one in sections for block in one["blocks"]}),
    }


def _caption(heading: str, columns: Sequence[str]) -> str:
    """Says what stands in the rows and in the first columns, so that no two tables have one name."""
    rows, *rest = columns or [""]
    more = ["…"] if len(rest) > _NAMED else []
    return f"{heading}: {rows} ({', '.join([*rest[:_NAMED], *more])})" if rest else heading


def _annex(numbers: Numbers, told: Collection[str]) -> Content:
    """`told`: the codes of the tables and charts that there are."""
    language = numbers.language
    sheltered = numbers.of_shelter
    structures = [one.found.structure for one in (numbers, sheltered) if one]
    units = [one for structure in structures for one in structure.units]
    # A dimension of the same name has the same meaning in both chapters.
    dimensions = {one.code: one for found in reversed(structures) for one in found.dimensions}
    with override(language):
        cutoff = date_format(numbers.found.version.cutoff, "j F Y")
        breaks = [[str(name), str(text)] for year, name, text in BREAKS if _in(year, numbers)]
    definition = "definition_en" if language == "en" else "definition_nl"
    name = "en" if language == "en" else "nl"
    missing = awaited(language, told)
    parts: list[dict[str, Any]] = [
        {
            "heading": word("units", language),
            "facts": [[getattr(one, name), getattr(one, definition)] for one in units],
        },
        {
            "heading": word("dimensions", language),
            "facts": [
                [getattr(one, name), getattr(one, definition) or "–"] for one in dimensions.values()
            ],
        },
        {
            "heading": word("method", language),
            "paragraphs": [
                word(
                    "method_text",
                    language,
                    below=numbers.found.base - 1,
                    least=LEAST_WHOLE,
                ),
                word("first_note", language),
                *([word("exact_text", language)] if _OF_NO_PEOPLE & set(told) else []),
            ],
        },
        {"heading": word("breaks", language), "facts": breaks},
        {
            "heading": word("source", language),
            "paragraphs": [
                word(
                    "source_text",
                    language,
                    release=numbers.found.version.release_number,
                    cutoff=cutoff,
                    version=numbers.version,
                ),
                *_network_source(numbers, told),
            ],
        },
        {
            "heading": word("left_out", language),
            "paragraphs": [word("left_out_text", language, names=", ".join(missing))],
        },
    ]
    kept = [part for part in parts if part.get("facts") or part.get("paragraphs")]
    return {"heading": word("annex", language), "parts": kept}


def _network_source(numbers: Numbers, told: Collection[str]) -> list[str]:
    if not _OF_NO_PEOPLE & set(told):
        return []
    with override(numbers.language):
        today = date_format(timezone.localdate(), "j F Y")
    return [word("network_source", numbers.language, day=today)]


def _in(year: int, numbers: Numbers) -> bool:
    return bool({str(year), str(year + 1)} & set(numbers.years))
