"""How a municipality stands, as a document for its council: as PDF/UA by typst, and as OpenDocument text.

The same contents in both; the second can be changed in any word processor.
"""

import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.sax.saxutils import escape

import typst

ODT = "application/vnd.oasis.opendocument.text"


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


_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def as_odt(paper: Paper) -> bytes:
    """The document as OpenDocument text 1.3: headings, paragraphs and tables with a row of headings."""
    body = [_heading(1, paper.title), _paragraph(paper.lead)]
    for number, section in enumerate(paper.sections, start=1):
        body.append(_heading(2, section.heading))
        body += [_paragraph(line) for line in section.lines]
        if section.rows:
            body.append(_table(f"T{number}", section))
    body.append(_paragraph(paper.foot))
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        # The kind of file stands first and unpacked, so that programs recognise it.
        _add(archive, "mimetype", ODT, zipfile.ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _MANIFEST)
        _add(
            archive,
            "content.xml",
            _xml(
                "document-content",
                f"<office:body><office:text>{''.join(body)}</office:text></office:body>",
            ),
        )
        _add(archive, "styles.xml", _xml("document-styles", _styles(paper.lang)))
        _add(archive, "meta.xml", _xml("document-meta", _about(paper)))
    return sink.getvalue()


def _add(
    archive: zipfile.ZipFile, name: str, text: str, packing: int = zipfile.ZIP_DEFLATED
) -> None:
    # Without the time of making: the same contents give the same bytes.
    archive.writestr(zipfile.ZipInfo(name), text, packing)


def _xml(root: str, inside: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {_NAMES} office:version="1.3">'
        f"{inside}</office:{root}>"
    )


def _styles(lang: str) -> str:
    country = "NL" if lang == "nl" else "GB"
    return (
        '<office:styles><style:default-style style:family="paragraph"><style:text-properties '
        f'fo:language="{lang}" fo:country="{country}" fo:font-size="11pt"/></style:default-style>'
        '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph">'
        '<style:text-properties fo:font-size="20pt" fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph">'
        '<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm"/>'
        '<style:text-properties fo:font-size="13pt" fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Head" style:family="paragraph">'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:styles>'
    )


def _about(paper: Paper) -> str:
    return (
        f"<office:meta><meta:initial-creator>{escape(paper.author)}</meta:initial-creator>"
        f'<meta:user-defined meta:name="title">{escape(paper.title)}</meta:user-defined></office:meta>'
    )


def _heading(level: int, text: str) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
        f"{escape(text)}</text:h>"
    )


def _paragraph(text: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{escape(text)}</text:p>"


def _table(name: str, section: Section) -> str:
    head = "".join(_cell(text, "Head") for text in section.head)
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in section.rows
    )
    return (
        f'<table:table table:name="{name}">'
        f'<table:table-column table:number-columns-repeated="{len(section.head)}"/>'
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        f"{rows}</table:table>"
    )


def _cell(text: str, style: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string">{_paragraph(text, style)}</table:table-cell>'
    )
