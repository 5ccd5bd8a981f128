"""An edition as PDF, by typst: on this machine, with its own fonts, the same data giving the same bytes."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from schakel.insight.delivery.overview.composing import Content

# The font of the text, which the pictures take as well: a PDF has no other at hand.
_FONT = 'font-family="Libertinus Serif"'
_FONT_OF_PAGE = 'font-family="Noto Sans, sans-serif"'


def typeset(content: Content, at: datetime) -> bytes:
    """The PDF of an edition, accessible (PDF/UA-1, which WCAG asks of documents too), dated `at`."""
    return typst.compile(
        _source(),
        format="pdf",
        sys_inputs={"data": json.dumps(_for_paper(content), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )


def _for_paper(content: Content) -> dict[str, Any]:
    sections = [
        {**section, "blocks": [_block(block) for block in section["blocks"]]}
        for section in content["sections"]
    ]
    return {**content, "sections": sections}


def _block(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] != "chart":
        return block
    return {**block, "svg": block["svg"].replace(_FONT_OF_PAGE, _FONT)}


@cache
def _source() -> bytes:
    return files("schakel.insight.delivery.overview").joinpath("overview.typ").read_bytes()
