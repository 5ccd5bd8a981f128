"""The centre writes down how municipalities stand, singly, in bulk and from a file; one of them answers."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.demo import Demo
from tests.visitors import address, somebody

pytestmark = pytest.mark.browser
HOF, CELL = "GM1735", "GM1735:riec_agreement"
# The demo's adviser advises Enschede; Almelo comes and goes here.
ENSCHEDE, ALMELO = "GM0153", "GM0141"


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    return Path(waiting.value.path()).read_bytes()


def check(page: Page, content: bytes) -> None:
    """Have a spreadsheet checked."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.goto(address("monitor:sheet"))
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "monitor.xlsx", "mimeType": kind, "buffer": content}
    )
    page.get_by_role("button", name="Controleren").click()


def test_the_centre_keeps_the_monitor(browser: Browser, served: Demo) -> None:
    page = somebody(browser, served, "editor")
    for day, number in (("2021-12-31", "352"), (timezone.localdate().isoformat(), "342")):
        page.goto(f"{address('monitor:index')}?item=covenant&on={day}")
        expect(page.locator("tfoot").first).to_contain_text(number)

    # One item, without the mouse.
    page.goto(address("monitor:item", HOF, "covenant"))
    steps = page.locator(".schakel-timeline > *").count()
    page.locator("#id_state").focus()
    page.keyboard.type("gepl")
    page.locator("#id_source").focus()
    page.keyboard.type("gesp")
    page.locator("#id_remark").press("Enter")
    expect(page.locator("main")).to_contain_text("Vastgelegd: Convenant")
    page.goto(address("monitor:item", HOF, "covenant"))
    expect(page.locator(".schakel-timeline > *")).to_have_count(steps + 1)

    # Two tabs: the second learns what the first did.
    entry = f"{address('monitor:entry')}?region=safety:VR05"
    cell, other = f'select[name="{CELL}"]', page.context.new_page()
    for tab in (page, other):
        tab.goto(entry)
    now = page.locator(cell).input_value()
    mine, theirs = [one for one in ("NONE", "PLANNED", "PRESENT") if one != now][:2]
    for tab, state in ((other, theirs), (page, mine)):
        tab.locator(cell).select_option(state)
        tab.get_by_role("button", name="Wijzigingen opslaan").dblclick()
        tab.wait_for_load_state()
    expect(other.locator("main")).to_contain_text("Opgeslagen")
    expect(page.locator("main")).to_contain_text("een collega heeft dit intussen gewijzigd")
    expect(page.locator("select.monitor-stale")).to_have_attribute("name", CELL)
    page.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(page.locator("main")).to_contain_text("Opgeslagen")

    # A spreadsheet with a mistake; put right and thrown away; once more, and applied.
    page.goto(address("monitor:sheet"))
    book = load_workbook(BytesIO(downloaded(page, "Sjabloon")))
    column = next(cell.column for cell in book.active[1] if cell.value == "covenant")
    row = next(cells[0].row for cells in book.active.iter_rows() if cells[0].value == HOF)
    check(page, with_cell(book, row, column, "misschien"))
    expect(page.locator("main table")).to_contain_text("“misschien” is geen stand")
    right = with_cell(book, row, column, "aanwezig")
    check(page, right)
    page.get_by_role("button", name="Weggooien").click()
    expect(page.locator("main")).to_contain_text("er is niets vastgelegd")
    check(page, right)
    expect(page.locator("main table")).to_contain_text("Hof van Twente: Convenant")
    page.get_by_role("button", name="Alles doorvoeren").dblclick()
    expect(page.locator("h1")).to_contain_text("is doorgevoerd")

    # Whom to inform: the counter of the year moves by one.
    page.goto(address("monitor:outreach"))
    counter = page.locator("progress")
    informed = int(counter.get_attribute("value") or 0)
    page.locator("section[aria-labelledby=lacking] tbody input").first.check()
    page.get_by_label("Soort").select_option("PRESENTATION")
    page.get_by_role("button", name="Vastleggen", exact=True).click()
    expect(page.locator("main")).to_contain_text("Vastgelegd voor 1 gemeente")
    assert int(counter.get_attribute("value") or 0) == informed + 1
    expect(page.locator("section[aria-labelledby=log] tbody tr").first).to_contain_text(
        "presentatie"
    )

    # A merger: what passes on is chosen.
    page.goto(f"{address('monitor:mergers')}?of=GM1992-2023-01-01")
    page.locator("main select").nth(2).select_option(index=1)
    page.get_by_role("button", name="Overnemen wat gekozen is").dblclick()
    expect(page.locator("main")).to_contain_text("Voorne aan Zee heeft overgenomen")
    page.context.close()


def with_cell(book: Workbook, row: int, column: int, text: str) -> bytes:
    """The workbook with another text in one cell."""
    book.active.cell(row, column, text)
    sink = BytesIO()
    book.save(sink)
    return sink.getvalue()


def test_a_municipality_is_asked_answers_and_is_believed(browser: Browser, served: Demo) -> None:
    centre, adviser = (somebody(browser, served, role) for role in ("editor", "municipal_adviser"))
    today = timezone.localdate()

    centre.goto(address("monitor:municipality", ALMELO))
    centre.get_by_text("Voeg toe wie adviseert").click()
    centre.locator("#id_office-organisation").select_option(index=1)
    centre.locator("#id_office-since").fill((today - timedelta(days=1)).isoformat())
    centre.locator("#id_office-since").press("Enter")
    expect(centre.locator("main")).to_contain_text("Het is vastgelegd")
    centre.get_by_text("Vraag hoe het ervoor staat").click()
    centre.get_by_role("button", name="De vragenlijst sturen").dblclick()
    survey = centre.locator("section[aria-labelledby=surveys] li")
    expect(survey).to_have_count(1)
    number = survey.get_by_role("link").inner_text()

    adviser.goto(address("monitor:own"))
    adviser.get_by_role("link", name="Almelo").click()
    adviser.get_by_role("link", name="Vragenlijst invullen").click()
    adviser.locator("#id_policy_document-state").select_option("PLANNED")
    adviser.locator("#id_policy_document-link").fill("geen adres")
    adviser.get_by_role("button", name="Naar het centrum sturen").click()
    expect(adviser.locator("main form")).to_contain_text("geldige URL")
    adviser.locator("#id_policy_document-link").fill("https://example.org/beleid")
    adviser.get_by_role("button", name="Naar het centrum sturen").dblclick()
    expect(adviser.locator("main")).to_contain_text("nog niet beslist")

    centre.goto(address("monitor:survey", number))
    centre.get_by_role("button", name="Deze beslissingen vastleggen").dblclick()
    expect(centre.locator("main")).to_contain_text("overgenomen")

    adviser.goto(address("monitor:municipality", ALMELO))
    policy = adviser.locator("section[aria-labelledby=themes] tbody tr:not(:has(.monitor-theme))")
    expect(policy.first).to_contain_text("gepland")
    for text in (
        "De vijf thema",
        "Vergelijkbare gemeenten",
        "Wat er ontbreekt",
        "Wie u kunt bellen",
    ):
        expect(adviser.locator("main")).to_contain_text(text)
    expect(adviser.locator("tbody .monitor-theme")).to_have_count(5)
    assert downloaded(adviser, "Voor de raad: PDF").startswith(b"%PDF-")
    with zipfile.ZipFile(BytesIO(downloaded(adviser, "Document (ODT)"))) as archive:
        assert archive.testzip() is None

    centre.goto(address("monitor:municipality", ALMELO))
    centre.get_by_text("Adviseren beëindigen").click()
    centre.locator("#id_close-office").select_option(index=1)
    centre.locator("#id_close-until").fill(today.isoformat())
    centre.locator("#id_close-until").press("Enter")
    expect(centre.locator("main")).to_contain_text("Het is vastgelegd")
    adviser.goto(address("monitor:own"))
    assert adviser.url.endswith(f"/{ENSCHEDE}/"), "only one is left"
    for one in (centre, adviser):
        one.context.close()
