"""From data to PDF, by typst: on this machine, with its own fonts, the same data giving the same bytes."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import structlog
import typst

# Accessible (PDF/UA-1, which WCAG asks of documents too) and lasting (PDF/A-2a: what archives keep).
STANDARDS = ["ua-1", "a-2a"]
_log = structlog.get_logger(__name__)


def typeset(data: dict[str, Any], at: datetime) -> bytes:
    """The PDF of `receipt.typ` with this data, dated `at`.

    A text in a script that the font does not hold cannot be in a document of those standards; it then becomes
    a tagged PDF of no standard, in which such letters are boxes.
    """
    given = {"data": json.dumps(data, ensure_ascii=False)}
    for standards in (STANDARDS, []):
        try:
            return typst.compile(
                _source(),
                format="pdf",
                sys_inputs=given,
                ignore_system_fonts=True,
                pdf_standards=standards,
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError:
            if not standards:
                raise
            _log.info("a receipt is no PDF/UA: it holds letters that the font lacks")
    raise AssertionError("one of both returns or raises")


@cache
def _source() -> bytes:
    return files("schakel.register.intake.receipts").joinpath("receipt.typ").read_bytes()
