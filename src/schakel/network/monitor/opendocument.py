"""A paper as OpenDocument text 1.3: to change in any word processor, and readable without seeing it.

Headings with levels, tables with a title and a row and column of headings, the language, and a footer with
the page; without times or random names, so that the same contents give the same bytes.
"""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from schakel.network.monitor.papers import Paper, Section

ODT = "application/vnd.oasis.opendocument.text"
_OASIS = {
    "office": "office",
    "style": "style",
    "text": "text",
    "table": "table",
    "fo": "xsl-fo-compatible",
    "meta": "meta",
}
_NAMES = " ".join(
    [f'xmlns:{s}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for s, n in _OASIS.items()]
    + ['xmlns:dc="http://purl.org/dc/elements/1.1/"']
)
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{ODT}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>'
        for part in _PARTS
    )
    + "</manifest:manifest>"
)
# A column is as broad as its longest text, within bounds, in characters.
_NARROWEST, _BROADEST = 4, 26


def as_odt(paper: Paper) -> bytes:
    """The document as a file."""
    tables = [(f"T{n}", one) for n, one in enumerate(paper.sections, start=1) if one.rows]
    named = {one.heading: name for name, one in tables}
    body = [_heading(1, paper.title), _paragraph(paper.lead)]
    for section in paper.sections:
        body.append(_heading(2, section.heading))
        body += [_paragraph(line) for line in section.lines]
        if section.rows:
            body.append(_table(named[section.heading], section))
    content = (
        f"<office:automatic-styles>{_table_styles(tables)}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body>"
    )
    parts = {
        "content.xml": _xml("document-content", content),
        "styles.xml": _xml("document-styles", _styles(paper)),
        "meta.xml": _xml("document-meta", _about(paper)),
    }
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        # The kind of file stands first and unpacked, so that programs recognise it.
        _add(archive, "mimetype", ODT, zipfile.ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _MANIFEST)
        for part in _PARTS:
            _add(archive, part, parts[part])
    return sink.getvalue()


def _add(
    archive: zipfile.ZipFile, name: str, text: str, packing: int = zipfile.ZIP_DEFLATED
) -> None:
    archive.writestr(zipfile.ZipInfo(name), text, packing)


def _xml(root: str, inside: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {_NAMES} office:version="1.3">'
        f"{inside}</office:{root}>"
    )


def _styles(paper: Paper) -> str:
    country = "NL" if paper.lang == "nl" else "GB"
    return (
        '<office:styles><style:default-style style:family="paragraph"><style:text-properties '
        f'fo:language="{paper.lang}" fo:country="{country}" fo:font-size="11pt"/></style:default-style>'
        f"{_paragraph_style('Standard', below=0.2)}"
        f"{_paragraph_style('Heading_20_1', 'Heading 1', 20, below=0.4)}"
        f"{_paragraph_style('Heading_20_2', 'Heading 2', 13, above=0.6, below=0.2)}"
        f"{_paragraph_style('Table_20_Contents', 'Table Contents')}"
        f"{_paragraph_style('Table_20_Heading', 'Table Heading', 11)}"
        f"{_paragraph_style('Footer')}</office:styles>"
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" '
        'fo:margin-left="2cm" fo:margin-right="2cm"/><style:footer-style/></style:page-layout>'
        "</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
        f'<style:footer><text:p text:style-name="Footer">{escape(paper.foot)} · '
        '<text:page-number text:select-page="current">1</text:page-number></text:p></style:footer>'
        "</style:master-page></office:master-styles>"
    )


def _paragraph_style(
    name: str, shown: str = "", bold_size: int = 0, above: float = 0, below: float = 0
) -> str:
    """A style of paragraphs; with `bold_size` (points) bold. `above` and `below` in centimetres."""
    called = f' style:display-name="{shown}"' if shown else ""
    letters = (
        f'<style:text-properties fo:font-size="{bold_size}pt" fo:font-weight="bold"/>'
        if bold_size
        else ""
    )
    return (
        f'<style:style style:name="{name}"{called} style:family="paragraph">'
        f'<style:paragraph-properties fo:margin-top="{above}cm" fo:margin-bottom="{below}cm"/>'
        f"{letters}</style:style>"
    )


def _table_styles(tables: Sequence[tuple[str, Section]]) -> str:
    found = [
        '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
        'fo:border-bottom="0.5pt solid #808080" fo:padding="0.08cm"/></style:style>'
    ]
    for name, section in tables:
        found.append(
            f'<style:style style:name="{name}" style:family="table"><style:table-properties '
            'style:width="17cm" table:align="margins"/></style:style>'
        )
        found += [
            f'<style:style style:name="{name}.{place}" style:family="table-column">'
            f'<style:table-column-properties style:rel-column-width="{width}*"/></style:style>'
            for place, width in enumerate(_widths(section))
        ]
    return "".join(found)


def _widths(section: Section) -> list[int]:
    columns = zip(section.head, *section.rows, strict=True)
    return [min(_BROADEST, max(_NARROWEST, *map(len, column))) for column in columns]


def _about(paper: Paper) -> str:
    return (
        f"<office:meta><dc:title>{escape(paper.title)}</dc:title>"
        f"<dc:subject>{escape(paper.lead)}</dc:subject>"
        f"<meta:initial-creator>{escape(paper.author)}</meta:initial-creator>"
        f"<dc:creator>{escape(paper.author)}</dc:creator>"
        f"<dc:language>{paper.lang}</dc:language></office:meta>"
    )


def _heading(level: int, text: str) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
        f"{escape(text)}</text:h>"
    )


def _paragraph(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def _table(name: str, section: Section) -> str:
    columns = [f'<table:table-column table:style-name="{name}.0"/>'] + [
        f'<table:table-column table:style-name="{name}.{place}"/>'
        for place in range(1, len(section.head))
    ]
    head = "".join(_cell(text, "Table_20_Heading") for text in section.head)
    rows = "".join(
        f"<table:table-row>{_cell(row[0], 'Table_20_Heading')}{''.join(map(_cell, row[1:]))}"
        "</table:table-row>"
        for row in section.rows
    )
    return (
        f'<table:table table:name="{name}" table:style-name="{name}">'
        f"<table:title>{escape(section.heading)}</table:title>"
        f"<table:table-header-columns>{columns[0]}</table:table-header-columns>{''.join(columns[1:])}"
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        f"{rows}</table:table>"
    )


def _cell(text: str, style: str = "Table_20_Contents") -> str:
    return (
        '<table:table-cell table:style-name="Cell" office:value-type="string">'
        f"{_paragraph(text, style)}</table:table-cell>"
    )
