"""Small files of every kind, good and bad, as the tests of attachments send them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
TEXT = "Een verklaring van één bladzijde.\n".encode()
# What every scanner takes for a virus, and no computer is harmed by (eicar.org).
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(parts: dict[str, bytes | str]) -> bytes:
    """A zip archive of these parts, in this order."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def word(main: str = _WORD, **more: bytes | str) -> bytes:
    """A Word document; `more` are further parts, with "__" for "/" in their names."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    parts = {"[Content_Types].xml": types, "word/document.xml": "<document/>"}
    return archive(parts | {name.replace("__", "/"): part for name, part in more.items()})


def related(kind: str, target: str) -> dict[str, str]:
    """The part with which a Word document names something outside itself."""
    relation = f'<Relationship Type="{_RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word___rels__document.xml.rels": f"<Relationships>{relation}</Relationships>"}


def open_document(kind: str = "text", body: str = "", **more: bytes | str) -> bytes:
    """An OpenDocument text, or a `spreadsheet`."""
    space = 'xmlns:x="http://www.w3.org/1999/xlink" xmlns:d="draw" xmlns:t="text" xmlns:s="script"'
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<d:document {space}>{body}</d:document>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return archive(parts | {name.replace("__", "/"): part for name, part in more.items()})


GOOD = {
    "PDF": PDF,
    "JPEG": JPEG,
    "PNG": PNG,
    "TXT": TEXT,
    "DOCX": word(**related("hyperlink", "https://example.org/")),
    "XLSX": word(_EXCEL),
    "ODT": open_document(body='<t:a x:href="https://example.org/">x</t:a>'),
    "ODS": open_document("spreadsheet", '<d:image x:href="Pictures/1.png"/>'),
}

# What is wrong → a file with which it is. Each looks like one that is taken in.
BAD = {
    "an empty file": ("empty", b""),
    "blank text": ("empty", b"\xef\xbb\xbf \r\n"),
    "a programme": ("kind", b"MZ\x90\x00\x03" + bytes(60)),
    "a programme of Linux": ("kind", b"\x7fELF\x02\x01\x01" + bytes(60)),
    "a film": ("kind", b"\x00\x00\x00\x18ftypmp42" + bytes(60)),
    "a photo of another kind": ("kind", b"\x00\x00\x00\x18ftypheic" + bytes(60)),
    "an archive": ("kind", archive({"letter.txt": TEXT})),
    "an archive called a document": ("kind", archive({"mimetype": "application/zip"})),
    "a web page": ("markup", b"\xef\xbb\xbf\n<!DOCTYPE html><script>alert(1)</script>"),
    "a drawing with code": ("markup", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a script": ("markup", b"#!/bin/sh\necho\n"),
    "rich text": ("markup", rb"{\rtf1\ansi hello}"),
    "text of another time": ("not_utf8", b"Caf\xe9 en meer"),
    "an old document": ("old_office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "macros": ("macros", word(**{"word__vbaProject.bin": b"x"})),
    "macros by type": ("macros", word(_MACRO_WORD)),
    "old macros": ("macros", word(_EXCEL, **{"xl__macrosheets__sheet1.xml": "<a/>"})),
    "a file in a document": ("embedded", word(**{"word__embeddings__oleObject1.bin": b"x"})),
    "a template from elsewhere": (
        "linked",
        word(**related("attachedTemplate", "https://example.org/evil.dotm")),
    ),
    "a picture from elsewhere": ("linked", word(**related("image", "https://example.org/a.png"))),
    "an open document with macros": ("macros", open_document(Basic__script="x")),
    "an open document that listens": (
        "macros",
        open_document(body='<s:event-listener x:href="macro:x"/>'),
    ),
    "an open document that fetches": (
        "linked",
        open_document(body='<d:image x:href="https://example.org/a.png"/>'),
    ),
    "an open document in an open document": (
        "embedded",
        open_document(**{"Object 1__content.xml": "<a/>"}),
    ),
    "an open document with a password": (
        "locked",
        open_document(**{"META-INF__manifest.xml": "<m:encryption-data/>"}),
    ),
    "half a document": ("damaged", word()[:-30]),
    "a document with a bad part": ("damaged", archive({"[Content_Types].xml": "<Types>"})),
    "a document that expands": (
        "damaged",
        archive(
            {"[Content_Types].xml": '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'}
        ),
    ),
    "a bomb": ("swollen", word(**{"word__media__a.bin": bytes(100_000_001)})),
    "a bomb of many parts": (
        "swollen",
        word(**{f"word__{number}.xml": b"" for number in range(2_001)}),
    ),
}
