"""Looks into office documents, which are zip archives: only those that run and fetch nothing are taken in.

Nothing is unpacked to disk. What is read is bounded: by the number of parts, by their declared sizes, and
per part by `_MAX_PART`, since a declared size may be a lie.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from schakel.foundation.files import refusals
from schakel.foundation.files.refusals import FileRefusedError

_MAX_PARTS = 2_000
_MAX_UNPACKED = 100_000_000
_MAX_PART = 30_000_000

_OPEN_XML = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "XLSX",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "ODT",
    b"application/vnd.oasis.opendocument.spreadsheet": "ODS",
}
# A link that is followed only when somebody clicks on it; every other outside relation is fetched.
_CLICKED = "/hyperlink"
_CLICKED_TAGS = frozenset({"a", "h"})
_MACROS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/", "/ctrlprops/")
_OPEN_DOCUMENT_MACROS = ("basic/", "scripts/", "dialogs/")
# What a broken or hostile archive makes zipfile, zlib and the XML reader raise.
_BROKEN = (
    BadZipFile,
    DefusedXmlException,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RuntimeError,
    ValueError,
    zlib.error,
)


def office_kind(content: bytes) -> str:
    """DOCX, XLSX, ODT or ODS; raises FileRefusedError for other archives and for what they may not hold."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_swollen(archive)
            names = archive.namelist()
            if "[Content_Types].xml" in names:
                return _open_xml(archive, names)
            if names[:1] == ["mimetype"]:
                return _open_document(archive, names)
    except _BROKEN:
        raise FileRefusedError(refusals.DAMAGED) from None
    raise FileRefusedError(refusals.KIND)


def _refuse_swollen(archive: ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise FileRefusedError(refusals.SWOLLEN)
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefusedError(refusals.LOCKED)


def _part(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        read = part.read(_MAX_PART + 1)
    if len(read) > _MAX_PART:
        raise FileRefusedError(refusals.SWOLLEN)
    return read


def _open_xml(archive: ZipFile, names: list[str]) -> str:
    types = [
        element.get("ContentType", "")
        for element in fromstring(_part(archive, "[Content_Types].xml"))
    ]
    lowered = [f"/{name.lower()}" for name in names]
    if any("macroenabled" in one.lower() for one in types) or _any_in(lowered, _MACROS):
        raise FileRefusedError(refusals.MACROS)
    if any("/embeddings/" in name and not _is_chart_data(name) for name in lowered):
        raise FileRefusedError(refusals.EMBEDDED)
    for name in names:
        if name.lower().endswith(".rels"):
            _refuse_fetching(fromstring(_part(archive, name)))
    found = {_OPEN_XML[one] for one in types if one in _OPEN_XML}
    if len(found) != 1:
        raise FileRefusedError(refusals.KIND)
    return found.pop()


def _any_in(names: list[str], marks: tuple[str, ...]) -> bool:
    return any(mark in name for name in names for mark in marks)


def _is_chart_data(name: str) -> bool:
    """Word keeps the figures behind a chart as a workbook inside the document."""
    return name.endswith(".xlsx")


def _refuse_fetching(relations: Element) -> None:
    for relation in relations:
        outside = relation.get("TargetMode", "").lower() == "external"
        if outside and not relation.get("Type", "").lower().endswith(_CLICKED):
            raise FileRefusedError(refusals.LINKED)


def _open_document(archive: ZipFile, names: list[str]) -> str:
    kind = _OPEN_DOCUMENT.get(_part(archive, "mimetype").strip())
    if kind is None:
        raise FileRefusedError(refusals.KIND)
    if any(name.lower().startswith(_OPEN_DOCUMENT_MACROS) for name in names):
        raise FileRefusedError(refusals.MACROS)
    if b":encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise FileRefusedError(refusals.LOCKED)
    for name in names:
        if name.startswith("Object ") or "/Object " in name:
            raise FileRefusedError(refusals.EMBEDDED)
        if name.endswith(("content.xml", "styles.xml")):
            for element in _elements(_part(archive, name)):
                _look_at(element)
    return kind


def _elements(xml: bytes) -> Iterator[Element]:
    for _event, element in iterparse(BytesIO(xml)):
        yield element
        element.clear()


def _look_at(element: Element) -> None:
    """One element of an OpenDocument text or sheet: no macro behind it, nothing fetched for it."""
    tag = _local(element.tag)
    if tag == "event-listener":
        raise FileRefusedError(refusals.MACROS)
    if tag in _CLICKED_TAGS:
        return
    for name, value in element.attrib.items():
        if _local(name) == "href" and _is_outside(value):
            raise FileRefusedError(refusals.LINKED)


def _local(name: str) -> str:
    """A name of XML without its namespace."""
    return name.rpartition("}")[2]


def _is_outside(target: str) -> bool:
    """Parts of the document itself are named by their path ("Pictures/1.png", "./Pictures/1.png", "#a")."""
    return ":" in target or target.startswith(("/", "\\", "..", "//"))
