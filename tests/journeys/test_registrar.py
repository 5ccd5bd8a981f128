"""A registrar: a report, the person it became, what was logged about them; and a file with mistakes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo import Demo
from tests.journeys.reporting import send_report
from tests.visitors import EMAIL, address, sign_in, somebody

pytestmark = pytest.mark.browser

FILE = """\
reporter_reference;reporter_type;reported_on;age;gender;nationalities;forms;place_municipality
{key}-1;FAIRWORK;2025-11-02;34;MALE;PL;LABOUR;Westland
{key}-2;FAIRWORK;2025-13-04;41;FEMALE;BG;LABOUR;Westland
{key}-3;FAIRWORK;2025-11-06;22;FEMALE;HU;LABOUR;Rotterdam
"""
LINE_WITH_MISTAKE, WRONG_DATE = "3", "2025-13-04"


@pytest.fixture
def report(browser: Browser, served: Demo, request: pytest.FixtureRequest) -> str:
    """The number of a report that has just come in, under a reference of each test's own."""
    page = somebody(browser, served, "reporter")
    number = send_report(page, f"FOR-{request.node.name}"[:60])
    page.context.close()
    return number


def test_from_the_desk_to_the_person_and_the_log(page: Page, report: str) -> None:
    sign_in(page, "registrar")
    page.wait_for_url(f"**{address('desk')}")
    page.locator(f"main a[href^='{address('persons:triage')}?queue=']").first.click()
    page.goto(address("persons:reports"))
    page.locator("[name=number]").fill(report)
    page.locator("form[method=get] button[type=submit]").click()
    page.locator("main").get_by_role("link", name=report).click()

    decision = page.locator(f"form[action='{address('persons:register', report)}']")
    decision.locator("button[name=person][value=new]").click()
    to_person = page.locator(f"main a[href^='{address('persons:persons')}P-']").first
    person = to_person.inner_text().strip()
    to_person.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(person)
    expect(page.locator("main")).to_contain_text(report)
    page.reload()
    expect(page.locator("main")).to_contain_text("Ria Register")


def test_the_desk_is_worked_through_by_keyboard(page: Page, report: str) -> None:
    """Find the report, ask what is missing, take it on: with keys that press what stands in the row."""
    sign_in(page, "registrar")
    page.goto(f"{address('persons:triage')}?queue=incomplete&order=newest")
    row = page.locator("[data-row]", has=page.get_by_role("link", name=report))
    links = page.locator("[data-open]")
    links.first.focus()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("[data-queue-keys] dl")).to_be_visible()

    row.locator("[data-open]").focus()
    page.keyboard.press("m")
    expect(row).to_contain_text("Ria Register")
    row.locator("[data-open]").focus()
    page.keyboard.press("q")
    page.wait_for_url(f"**{address('persons:ask', report)}")
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("nationaliteit"))
    page.keyboard.press("a")  # outside the list a letter is a letter
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url(f"**{address('persons:triage')}*")

    page.goto(f"{address('persons:triage')}?queue=question")
    expect(page.locator("main")).to_contain_text(report)


def test_a_file_with_a_mistake_is_held_until_the_good_rows_are_wanted(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(FILE.format(key="JOURNEY-FILE"), encoding="utf-8")
    sign_in(page, "registrar")
    page.goto(address("persons:import-new"))
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form[enctype] button[type=submit]").click()
    page.wait_for_url(f"**{address('persons:imports')}B-*/")

    mistakes = page.locator("main table tbody tr")
    expect(mistakes).to_have_count(1)
    expect(mistakes).to_contain_text(LINE_WITH_MISTAKE)
    expect(mistakes).to_contain_text(WRONG_DATE)
    page.locator("form[action$='/keep/'] button").click()
    expect(page.locator("main")).to_contain_text("2 meldingen opgenomen")

    # The same file once more: nothing changes, and the page says so.
    page.goto(address("persons:import-new"))
    page.locator("input[type=file]").set_input_files(path)
    page.locator("input[name=on_error][value=KEEP]").check()
    page.locator("main form[enctype] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("niets veranderd", ignore_case=True)


def test_an_identity_opens_only_with_a_reason_and_the_log_names_who_looked(page: Page) -> None:
    sign_in(page, "registrar")
    page.goto(address("persons:persons"))
    links = page.locator(f"main a[href^='{address('persons:persons')}P-']")
    people = [link.get_attribute("href") or "" for link in links.all()]
    form = page.locator("form[action$='/identity/']")
    for person in people:  # some were reported without saying who they are
        page.goto(person)
        if form.count():
            break
    page.locator("details", has=form).locator("summary").click()
    form.locator("button[type=submit]").click()
    expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
    assert EMAIL["registrar"] not in page.locator("main").inner_text()
