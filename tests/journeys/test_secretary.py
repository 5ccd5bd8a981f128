"""A secretary makes a platform, writes minutes on two screens and skips a meeting; nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.demo import Demo
from tests.visitors import EMAIL, address, somebody

pytestmark = pytest.mark.browser
NAME = "Proeftafel zorg en inspectie"
WORDS = "De leden spreken af elkaar eerder te bellen."
ACTION = "Belafspraak op papier zetten"


def form(page: Page, summary: str) -> Page:
    """Unfold a form of the page."""
    fold = page.locator("details", has=page.locator("summary", has_text=summary)).last
    fold.locator("summary").click()
    return fold


def plan(page: Page, in_days: int) -> None:
    fold = form(page, "Overleg plannen")
    fold.get_by_label("Dag").fill((timezone.localdate() + timedelta(days=in_days)).isoformat())
    fold.get_by_label("Om").fill("10:00")
    fold.locator("button[type=submit]").click()
    expect(page.locator(".schakel-messages")).to_be_visible()


def test_from_a_new_platform_to_minutes_on_two_screens(browser: Browser, served: Demo) -> None:
    page = somebody(browser, served, "secretary")
    page.goto(address("meetings:index"))
    fold = form(page, "Overlegtafel maken")
    fold.get_by_label("Naam").fill(NAME)
    fold.get_by_label("Vanaf").fill("2026-01-01")
    fold.get_by_role("button", name="Maken").click()
    page.get_by_role("link", name=NAME).first.click()
    table = page.url
    fold = form(page, "Lid toevoegen")
    fold.get_by_label("Organisatie").select_option(index=1)
    fold.get_by_label("Wie ervoor inlogt").fill(EMAIL["care_coordinator"])
    fold.get_by_label("Vanaf").fill("2026-01-01")
    fold.locator("button[type=submit]").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()  # acts for another organisation
    fold = page.locator("details[open]")
    fold.get_by_label("Organisatie").select_option(label="Zorgcoördinatie De Linde (demo)")
    fold.locator("button[type=submit]").click()
    plan(page, 7)
    plan(page, 30)
    page.locator("section:has(#coming-title) table a").first.click()
    meeting = page.url
    fold = form(page, "Onderwerp toevoegen")
    fold.get_by_label("Titel").fill("Wie belt wie")
    fold.locator("button[type=submit]").click()
    fold = form(page, "Stuk toevoegen")
    fold.get_by_label("Bestand").set_input_files(
        {"name": "notitie.txt", "mimeType": "text/plain", "buffer": b"Voor de leden."}
    )
    fold.locator("button[type=submit]").click()
    paper = page.get_by_role("link", name="notitie.txt").get_attribute("href") or ""

    member, stranger = (somebody(browser, served, role) for role in ("care_coordinator", "shelter"))
    assert member.request.get(paper).text() == "Voor de leden."
    assert stranger.request.get(paper).status == 404
    assert stranger.request.get(meeting).status == 404

    page.get_by_role("link", name="Notulen schrijven").click()
    expect(page.get_by_label("Notulen", exact=True)).to_be_visible()
    other = somebody(browser, served, "secretary")
    other.goto(page.url)
    page.get_by_label("Notulen", exact=True).press_sequentially(WORDS)
    expect(other.get_by_label("Notulen", exact=True)).to_have_value(WORDS)
    other.get_by_label("Besluit").fill("Op maandag.")
    fold = form(page, "Actie toevoegen")
    fold.get_by_label("Wat").fill(ACTION)
    fold.get_by_label("Wie").select_option(index=1)
    fold.get_by_label("Uiterlijk op").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    fold.locator("button[type=submit]").click()
    expect(other.locator("[id$=-agreed]")).to_contain_text(ACTION)
    expect(page.get_by_label("Besluit")).to_have_value("Op maandag.")

    # It does not take place: what was open stands on the next one, and the action waits.
    page.goto(meeting)
    fold = form(page, "Het gaat niet door")
    fold.get_by_label("Waarom").fill("Te weinig leden")
    fold.locator("button[type=submit]").click()
    page.goto(table)
    page.locator("section:has(#coming-title) table a").first.click()
    expect(page.locator(".schakel-agenda")).to_contain_text("Bleef open bij")
    page.get_by_role("link", name="Notulen schrijven").click()
    expect(page.locator("#actions")).to_contain_text(ACTION)
    page.get_by_label("Notulen", exact=True).fill(WORDS)
    page.get_by_label("Uitkomst").select_option(label="kennis van genomen")
    page.get_by_role("button", name="Notulen zijn klaar").click()
    member.goto(page.url)
    expect(member.locator(".schakel-agenda")).to_contain_text(WORDS)
    for one in (page, other, member, stranger):
        one.context.close()
