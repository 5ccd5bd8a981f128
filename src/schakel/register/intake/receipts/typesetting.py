"""From data to PDF, by typst: on this machine, with its own fonts, the same data giving the same bytes."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import structlog
import typst

_log = structlog.get_logger(__name__)


def typeset(data: dict[str, Any], at: datetime) -> bytes:
    """The PDF of `receipt.typ` with this data, dated `at`.

    A text in a script that the font does not hold cannot be in a document of a standard; it then becomes a
    tagged PDF of no standard, in which such letters are boxes.
    """
    try:
        return _compile(data, at, standards=True)
    except typst.TypstError:
        _log.info("a receipt is no PDF/UA: it holds letters that the font lacks")
        return _compile(data, at, standards=False)


def _compile(data: dict[str, Any], at: datetime, *, standards: bool) -> bytes:
    return typst.compile(
        _source(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        # Accessible (PDF/UA-1, which WCAG asks of documents too) and lasting (PDF/A-2a, for archives).
        pdf_standards=["ua-1", "a-2a"] if standards else None,
        timestamp=int(at.timestamp()),
    )


@cache
def _source() -> bytes:
    return files("schakel.register.intake.receipts").joinpath("receipt.typ").read_bytes()
