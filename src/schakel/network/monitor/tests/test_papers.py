"""The document for the council says the same as the page, in a form that everybody can read or change."""

import zipfile
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
    parsed = [ElementTree.fromstring(one) for one in contents]  # noqa: S314 - made here
    content = next(one for one in parsed if one.tag.endswith("document-content"))
    assert len(list(content.iter(f"{TEXT}h"))) == 9
    words = " ".join(content.itertext())
    assert "Zorg <& hulp>" in words
    assert "onder ons" not in words
    for table in content.iter(f"{TABLE}table"):
        widths = {len(row.findall(f"{TABLE}table-cell")) for row in table.iter(f"{TABLE}table-row")}
        assert len(widths) == 1


def test_the_pdf_is_the_same_twice_in_both_languages(council) -> None:
    for language in ("nl", "en"):
        with override(language):
            address = reverse("monitor:paper", args=[PLACE, "pdf"])
        first, second = (council.get(address, {"on": "2026-03-01"}).content for _twice in range(2))
        assert first == second
        assert first.startswith(b"%PDF-")
    assert council.get(address.replace("/pdf/", "/docx/")).status_code == 404
