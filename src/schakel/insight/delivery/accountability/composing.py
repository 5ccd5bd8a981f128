"""A statement in one language as finished content: plain data for the page and for the PDF.

In the form of an annual overview, so that both are shown and typeset by the same code.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override

from schakel.insight.delivery.accountability.choices import CORE_TASKS, Quarter
from schakel.insight.delivery.accountability.models import Statement
from schakel.insight.delivery.accountability.parts import PARTS, Part
from schakel.insight.delivery.overview.composing import Content
from schakel.insight.delivery.overview.numbers import LEAST_WHOLE, change, written
from schakel.insight.disclosure.choices import BASE

Figures = Mapping[str, Any]
ALL = "*"
# How many measures stand beside each other where they are told apart: more do not fit on a page.
_BESIDE = 2


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
            "lead": self._lead(told),
            "contents": self.word("contents"),
            "sections": sections,
            "annex": self._annex(),
        }

    def _lead(self, told: str) -> str:
        lead = self.word("lead", quarter=told)
        row = self.statement
        if not row.correction:
            return lead
        note = row.note_en if self.language == "en" else row.note_nl
        return f"{lead} {self.word('corrected', note=note)}"

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
            yield self.word("no_part_before" if self.past else "no_before", quarter=before)
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
            self._row(self._text(one["name"]), part, one["code"]) for one in figures["measures"]
        ]
        years = (named(one, self.language, "short") for one in self._years)
        columns = [self.word("what"), *years, self.word("change")]
        heading = part.title.en if self.language == "en" else part.title.nl
        caption = self.word("totals", heading=heading)
        exact = not figures["protected"]
        return self._table(f"{part.code}-totals", caption, columns, rows, exact=exact)

    def _splits(self, part: Part, figures: Figures) -> Iterator[Content]:
        """The first measures by each split; nothing is left out but what is 0 in both years."""
        shown = figures["measures"][:_BESIDE]
        names = [self._text(one["name"]) for one in shown]
        years = [named(one, self.language, "short") for one in self._years]
        columns = [f"{name}, {year}" for name in names for year in years]
        for split in figures["splits"]:
            name = self._text(split["name"])
            told = f" {self.word('and')} ".join([names[0], *(one.lower() for one in names[1:])])
            rows = [
                [label, *self._cells(part, shown, place)]
                for label, place in (
                    *((self._of(one), f"{split['code']}={one[0]}") for one in split["categories"]),
                    (self.word("total"), ALL),
                )
            ]
            yield self._table(
                f"{part.code}-{split['code']}",
                self.word("unit_and_split", measure=told, split=name.lower()),
                [name, *columns],
                [row for row in rows if set(row[1:]) - {"0", "–"}],
                self.word("several_note") if split["several"] else "",
                total=True,
                exact=not figures["protected"],
            )

    def _cells(self, part: Part, measures: Sequence[Figures], place: str) -> list[str]:
        return [
            written(self._count(figures, part, one["code"], place), self.language)
            for one in measures
            for figures in (self.past, self.now)
        ]

    @property
    def _years(self) -> tuple[Quarter, Quarter]:
        return self.quarter.year_before, self.quarter

    def _row(self, label: str, part: Part, measure: str) -> list[str]:
        now, before = (self._count(one, part, measure, ALL) for one in (self.now, self.past))
        return [label, *(written(n, self.language) for n in (before, now)), change(now, before)]

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
        columns: list[str],
        rows: list[list[str]],
        note: str = "",
        total: bool = False,
        exact: bool = False,
    ) -> Content:
        doubtful = not exact and any("0" in row[1:] for row in rows)
        zero = self.word("zero_note") if doubtful else ""
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
            rows.append([capfirst(told), written(amount, self.language), self._bought(task)])
        block = {
            "kind": "words",
            "code": "tasks",
            "caption": self.word("tasks_table"),
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
        apart = [
            [self._text(split["name"]), self._text(split["definition"])]
            for figures in self.now.values()
            for split in figures["splits"]
            if split["definition"]
        ]
        snapshot = self.statement.snapshot
        with override(self.language):
            cutoff = date_format(timezone.localtime(snapshot.cutoff), "j F Y")
        method = self.word("method_text", base=BASE, below=BASE - 1, least=LEAST_WHOLE)
        source = self.word("source_text", snapshot=snapshot.number, cutoff=cutoff)
        parts = [
            {"heading": self.word("definitions"), "facts": facts},
            {"heading": self.word("apart"), "facts": apart},
            {"heading": self.word("method"), "paragraphs": [method, self.word("year_text")]},
            {"heading": self.word("source"), "paragraphs": [source]},
        ]
        return {"heading": self.word("annex"), "parts": parts}

    def _text(self, text: Mapping[str, str]) -> str:
        return text["en" if self.language == "en" else "nl"]

    def _of(self, category: list[str]) -> str:
        _code, dutch, english = category
        return english if self.language == "en" else dutch
