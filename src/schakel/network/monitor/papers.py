"""What a document for the council of a municipality says, and the same as PDF/UA by typst."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

import typst


@dataclass(frozen=True)
class Section:
    """A heading, lines of text, and a table (no rows: none)."""

    heading: str
    lines: list[str]
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Paper:
    """What the document says."""

    title: str
    author: str
    lang: str
    lead: str
    foot: str
    sections: list[Section]


def as_pdf(paper: Paper, on: date) -> bytes:
    """The document as PDF/UA-1 and PDF/A-2a; the same contents give the same bytes."""
    return typst.compile(
        _source(),
        format="pdf",
        sys_inputs={"data": json.dumps(asdict(paper), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(datetime.combine(on, datetime.min.time()).timestamp()),
    )


@cache
def _source() -> bytes:
    return files("schakel.network.monitor").joinpath("paper.typ").read_bytes()
