"""A statement in one language as finished content: plain data for the page and for the PDF.

In the form of an annual overview, so that both are shown and typeset by the same code.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from schakel.insight.delivery.accountability.choices import CORE_TASKS, Quarter
from schakel.insight.delivery.accountability.models import Statement
from schakel.insight.delivery.accountability.parts import PARTS, Part
from schakel.insight.delivery.overview.composing import Content
from schakel.insight.delivery.overview.numbers import LEAST_WHOLE, change, written
from schakel.insight.disclosure.choices import BASE

Figures = Mapping[str, Any]
ALL = "*"


def composed(statement: Statement, before: Statement | None, language: str) -> Content:
    """The statement; `before`: the published one of the same quarter a year earlier, if there is one."""
    return _Writer(statement, before, language).content()


def named(quarter: Quarter, language: str, form: str = "quarter") -> str:
    """A quarter in words."""
    return word(form, language, number=quarter.number, year=quarter.year)


def word(key: str, language: str, **values: object) -> str:
    """A text of the statement in one language."""
    text = str(_words()[key][language])
    return text.format(**values) if values else text


@cache
def _words() -> dict[str, Any]:
    path = files("schakel.insight.delivery.accountability").joinpath("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _Writer:
    """What all parts of one statement share: the numbers of now and a year before, and the language."""

    def __init__(self, statement: Statement, before: Statement | None, language: str) -> None:
        self.statement, self.language = statement, language
        self.quarter = statement.quarter
        self.now: Figures = statement.figures
        self.past: Figures = before.figures if before else {}

    def word(self, key: str, **values: object) -> str:
        return word(key, self.language, **values)

    def content(self) -> Content:
        told = named(self.quarter, self.language)
        sections = [*map(self._section, PARTS), self._tasks()]
        return {
            "lang": self.language,
            "title": self.word("title", quarter=told),
            "lead": self.word("lead", quarter=told),
            "contents": self.word("contents"),
            "sections": sections,
            "annex": self._annex(),
        }

    def _section(self, part: Part) -> Content:
        figures = self.now.get(part.code)
        heading = part.title.en if self.language == "en" else part.title.nl
        blocks, paragraphs = [], []
        if figures is None:
            paragraphs = [self.word("not_yet")]
        elif not any(figures["counts"].values()):
            paragraphs = [self.word("nothing")]
        else:
            blocks = [self._totals(part, figures), *self._splits(part, figures)]
            paragraphs = list(self._remarks(part, figures))
        return {"code": part.code, "heading": heading, "paragraphs": paragraphs, "blocks": blocks}

    def _remarks(self, part: Part, figures: Figures) -> Iterator[str]:
        if part.code not in self.past:
            before = named(self.quarter.year_before, self.language)
            yield self.word("no_before", quarter=before)
        if figures["few"]:
            yield self.word("few")
        if not figures["protected"]:
            yield self.word("exact_note")
        for split in figures["splits"]:
            if split["ordered"]:
                yield from self._middles(figures, split)

    def _middles(self, figures: Figures, split: Figures) -> Iterator[str]:
        """In which class the middle one lies, by the protected counts."""
        for measure in figures["measures"]:
            counts = figures["counts"][measure["code"]]
            numbers = [
                counts.get(f"{split['code']}={code}", 0) for code, *_names in split["categories"]
            ]
            half = (sum(numbers) + 1) // 2
            place = next(at for at, sofar in enumerate(accumulate(numbers)) if sofar >= half)
            if sum(numbers):
                category = self._of(split["categories"][place]).lower()
                name = self._text(measure["name"]).lower()
                yield self.word("middle", measure=name, category=category)

    def _totals(self, part: Part, figures: Figures) -> Content:
        rows = [
            self._row(self._text(one["name"]), part, one["code"], ALL)
            for one in figures["measures"]
        ]
        heading = part.title.en if self.language == "en" else part.title.nl
        return self._table(f"{part.code}-totals", heading, self.word("what"), rows)

    def _splits(self, part: Part, figures: Figures) -> Iterator[Content]:
        """Each measure by each split; nothing is left out but what is 0 in both years."""
        for split in figures["splits"]:
            for measure in figures["measures"]:
                name, own = self._text(split["name"]), self._text(measure["name"])
                caption = self.word("unit_and_split", measure=own, split=name.lower())
                rows = [
                    self._row(
                        self._of(category), part, measure["code"], f"{split['code']}={category[0]}"
                    )
                    for category in split["categories"]
                ]
                rows = [row for row in rows if {row[1], row[2]} - {"0", "–"}]
                rows.append(self._row(self.word("total"), part, measure["code"], ALL))
                note = self.word("several_note") if split["several"] else ""
                code = f"{part.code}-{split['code']}-{measure['code'].lower()}"
                yield self._table(code, caption, name, rows, note, total=True)

    def _row(self, label: str, part: Part, measure: str, place: str) -> list[str]:
        now = self._count(self.now, part, measure, place)
        before = self._count(self.past, part, measure, place)
        told = (written(one, self.language) for one in (before, now))
        return [label, *told, change(now, before)]

    def _count(self, figures: Figures, part: Part, measure: str, place: str) -> int | None:
        """None where that quarter did not have it; what was too little to list is 0."""
        found = figures.get(part.code)
        if found is None or measure not in found["counts"] or (found["few"] and place != ALL):
            return None
        number: int = found["counts"][measure].get(place, 0)
        return number

    def _table(
        self,
        code: str,
        caption: str,
        first: str,
        rows: list[list[str]],
        note: str = "",
        total: bool = False,
    ) -> Content:
        zero = self.word("zero_note") if any("0" in row[1:3] for row in rows) else ""
        years = (self.quarter.year_before, self.quarter)
        columns = [
            first,
            *(named(one, self.language, "short") for one in years),
            self.word("change"),
        ]
        return {
            "kind": "table",
            "code": code,
            "caption": caption,
            "columns": columns,
            "rows": rows,
            "note": " ".join(text for text in (note, zero) if text),
            "total": total,
        }

    def _tasks(self) -> Content:
        rows = []
        for task, name in CORE_TASKS.items():
            with override(self.language):
                told = str(name)
            amount = self.statement.amounts.get(task)
            rows.append([told, written(amount, self.language), self._bought(task)])
        block = {
            "kind": "words",
            "code": "tasks",
            "caption": self.word("tasks"),
            "columns": [self.word(key) for key in ("task", "amount", "bought")],
            "rows": rows,
            "note": "",
            "total": False,
        }
        text = self.word("tasks_text")
        return {
            "code": "tasks",
            "heading": self.word("tasks"),
            "paragraphs": [text],
            "blocks": [block],
        }

    def _bought(self, task: str) -> str:
        """The totals of what was done for a core task, each with what it counts."""
        told = [
            f"{written(figures['counts'][one['code']].get(ALL, 0), self.language)} "
            f"{self._text(one['name']).lower()}"
            for part in PARTS
            if part.task == task and (figures := self.now.get(part.code))
            for one in figures["measures"]
        ]
        return ", ".join(told) or self.word("bought_not_yet")

    def _annex(self) -> Content:
        facts = [
            [self._text(one["name"]), self._text(one["definition"])]
            for part in PARTS
            if (figures := self.now.get(part.code))
            for one in figures["measures"]
        ]
        snapshot = self.statement.snapshot
        with override(self.language):
            cutoff = date_format(timezone.localtime(snapshot.cutoff), "j F Y")
        method = self.word("method_text", base=BASE, below=BASE - 1, least=LEAST_WHOLE)
        source = self.word("source_text", snapshot=snapshot.number, cutoff=cutoff)
        parts = [
            {"heading": self.word("definitions"), "facts": facts},
            {"heading": self.word("method"), "paragraphs": [method, self.word("year_text")]},
            {"heading": self.word("source"), "paragraphs": [source]},
        ]
        return {"heading": self.word("annex"), "parts": parts}

    def _text(self, text: Mapping[str, str]) -> str:
        return text["en" if self.language == "en" else "nl"]

    def _of(self, category: list[str]) -> str:
        _code, dutch, english = category
        return english if self.language == "en" else dutch
