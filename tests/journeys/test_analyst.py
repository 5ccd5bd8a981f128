"""An analyst looks at exact counts; two disclosure officers make figures public, and one alone cannot."""

import csv
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo import Demo
from tests.visitors import address, sign_in, somebody

pytestmark = pytest.mark.browser
# Persons by year, and by form and year, from the tables as they are: nothing here is code of the product.
COUNTED = """
WITH counted AS (
    SELECT report.id, report.year, membership.person_id FROM intake_report AS report
    JOIN persons_membership AS membership ON membership.report_id = report.id AND membership.until IS NULL
    WHERE NOT EXISTS (
        SELECT 1 FROM intake_reportstatus AS became WHERE became.report_id = report.id
        AND became.status IN ('CORRECTED', 'WITHDRAWN', 'RETURNED')
    )
)
SELECT 'Totaal', year, COUNT(DISTINCT person_id) FROM counted GROUP BY year
UNION ALL
SELECT term.label_nl, year, COUNT(DISTINCT person_id) FROM counted
JOIN intake_reportform AS said ON said.report_id = counted.id
JOIN terms_term AS term ON term.list_id = 'exploitation_form' AND term.code = said.form
WHERE said.form NOT IN ('UNKNOWN', 'NOT_ASKED', 'REFUSED') GROUP BY 1, 2
"""


def test_an_analyst_looks_at_the_table(page: Page) -> None:
    sign_in(page, "analyst")
    page.goto(address("analysis:index"))
    page.locator(f"main a[href='{address('analysis:reporters')}']").first.click()
    assert page.locator("main table").count() >= 2, "reports and persons are both counted"


def test_from_a_snapshot_to_the_public_page_by_two_officers(
    page: Page, browser: Browser, served: object
) -> None:
    sign_in(page, "disclosure_officer")
    page.goto(address("disclosure:releases"))
    page.locator(f"main a[href='{address('disclosure:new')}']").first.click()
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{address('disclosure:releases')}R-[^/]+/$"))
    release = page.url
    page.get_by_role("button", name="Bouw de cijfers").click()
    page.get_by_role("button", name="Voer de aanvallen uit").click()
    page.get_by_role("button", name="Vraag een collega om te ondertekenen").click()
    expect(page.locator("main")).to_contain_text("Een collega moet hiernaar kijken")
    assert page.locator("[name=answer]").count() == 0, "who made it may not sign it"

    colleague = somebody(browser, served, "disclosure_officer", "-2")
    colleague.goto(release)
    for line in colleague.locator("main table").last.locator("tbody tr").all():
        expect(line).not_to_contain_text("niet geslaagd")
    colleague.locator("[name=answer][value=sign]").check()
    colleague.get_by_role("button", name="Geef dit antwoord").click()
    expect(colleague.locator("main")).to_contain_text("ondertekend en gepubliceerd")
    colleague.context.close()
    page.goto(release)
    assert page.locator("main form").count() == 0, "what is published offers no way to change it"


def test_the_demo_years_are_those_of_a_recount_in_plain_sql(page: Page, served: Demo) -> None:
    sign_in(page, "analyst")
    page.goto(address("analysis:snapshots"))
    page.locator(f"form[action='{address('analysis:make-snapshot')}'] button").click()
    page.goto(address("analysis:explore"))
    file = page.locator("main a[href*='table.csv']").get_attribute("href")
    lines = page.request.get(str(file)).text().splitlines()
    table = csv.reader(lines[lines.index("") + 1 :], delimiter=";")
    years = next(table)[1:-1]
    shown = {
        (label, int(year)): int(number)
        for label, *numbers in table
        for year, number in zip(years, numbers, strict=False)
        if year.isdigit() and label != "Niet bekend"
    }
    database = f"file:{served.path / 'schakel.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(database, uri=True)) as connection:
        recounted = {(label, year): number for label, year, number in connection.execute(COUNTED)}
    assert len(recounted) > 50
    assert {cell: number for cell, number in shown.items() if number} == recounted
