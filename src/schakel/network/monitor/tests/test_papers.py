"""The document for the council says the same as the page, in a form that everybody can read or change."""

import re
import zipfile
import zlib
from contextlib import suppress
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.translation import override

from schakel.network.monitor.actions import Entry, Known, write_down
from schakel.network.monitor.choices import BatchKind, State
from schakel.network.monitor.tests.scene import BY, PLACE, adviser

pytestmark = pytest.mark.django_db
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.fixture
def council(client):
    details = {"organisation": "Zorg <& hulp>", "remark": "onder ons"}
    write_down(
        by=BY,
        kind=BatchKind.ONE,
        token="paper",
        entries=[Entry(PLACE, "care_coordination", State.PRESENT, details=details)],
        known=Known(date(2026, 1, 1)),
    )
    client.force_login(adviser(PLACE))
    return client


def test_a_word_processor_opens_the_text(council) -> None:
    answer = council.get(reverse("monitor:paper", args=[PLACE, "odt"]))
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").decode() == answer["Content-Type"]
        contents = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        manifest = archive.read("META-INF/manifest.xml").decode()
        assert all(f'"{name}"' in manifest for name in archive.namelist()[2:])
    parsed = [ElementTree.fromstring(one) for one in contents]  # noqa: S314 - made here
    content = next(one for one in parsed if one.tag.endswith("document-content"))
    levels = [one.get(f"{TEXT}outline-level") for one in content.iter(f"{TEXT}h")]
    assert levels == ["1", *"22222222"]
    words = " ".join(content.itertext())
    assert "Zorg <& hulp>" in words
    assert "onder ons" not in words
    for table in content.iter(f"{TABLE}table"):
        rows = list(table.iter(f"{TABLE}table-row"))
        columns = len(list(table.iter(f"{TABLE}table-column")))
        assert {len(row.findall(f"{TABLE}table-cell")) for row in rows} == {columns}
        assert table.find(f"{TABLE}table-header-rows/{TABLE}table-row") is rows[0]
        assert table.find(f"{TABLE}title").text
    used, made = set(), set()
    for one in (element for part in parsed for element in part.iter()):
        made.add(one.get(f"{STYLE}name"))
        used |= {value for key, value in one.items() if key.endswith("}style-name")}
    assert used <= made, "every style that is named exists"
    facts = {one.tag.rpartition("}")[2]: one.text for part in parsed for one in part.iter()}
    assert (facts["language"], facts["title"]) == ("nl", "Aanpak van mensenhandel: Enschede")


def unpacked(content: bytes) -> bytes:
    """A PDF with its packed objects readable behind it."""
    found = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return b"\n".join(found)


def test_the_pdf_can_be_read_aloud(council) -> None:
    address = reverse("monitor:paper", args=[PLACE, "pdf"])
    inside = unpacked(council.get(address, {"on": "2026-03-01"}).content)
    for part in (b"/Marked true", b"/StructTreeRoot", b"/Lang", b"(nl", b"/DisplayDocTitle true"):
        assert part in inside
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    kinds = {kind: len(re.findall(rb"/S\s*/%b\b" % kind, inside)) for kind in (b"H1", b"H2", b"TH")}
    assert (kinds[b"H1"], kinds[b"H2"]) == (1, 8)
    assert kinds[b"TH"] > 30, "five themes, what is missing, and similar municipalities"
    assert b"/Figure" not in inside, "no picture that needs words"


def test_the_pdf_is_the_same_twice_in_both_languages(council) -> None:
    for language in ("nl", "en"):
        with override(language):
            address = reverse("monitor:paper", args=[PLACE, "pdf"])
        first, second = (council.get(address, {"on": "2026-03-01"}).content for _twice in range(2))
        assert first == second
        assert first.startswith(b"%PDF-")
    assert council.get(address.replace("/pdf/", "/docx/")).status_code == 404
