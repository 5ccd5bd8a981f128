"""A bottleneck goes from a refused place and a shelter up to the Task Force, and its answer back down."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo import Demo
from tests.visitors import address, somebody

pytestmark = pytest.mark.browser
DECISION = "De leden spreken hun instellingen aan; over een halfjaar opnieuw cijfers."
ANSWER = "De Task Force spreekt instellingen aan op weigeren om de regio."


def decide(page: Page, item: str, outcome: str) -> None:
    """Write the minutes of the item that this signal stands for."""
    card = page.locator("section.card", has=page.get_by_role("heading", name=item)).first
    card.get_by_label("Notulen").fill("Besproken met alle leden.")
    card.get_by_label("Besluit").fill(DECISION)
    card.get_by_label("Uitkomst").select_option(label=outcome)
    card.get_by_label("Antwoord aan wie het afgaf").fill(ANSWER)
    card.get_by_role("button", name="bewaren").click()


def test_from_a_refused_place_to_the_task_force_and_back(browser: Browser, served: Demo) -> None:
    secretary = somebody(browser, served, "secretary")
    secretary.goto(f"{address('signals:index')}?theme=REGION_TIE&level=TASK_FORCE")
    secretary.locator("tbody th a").first.click()
    expect(secretary.locator(".schakel-facts")).to_contain_text("geteld door het systeem")
    number = secretary.locator("h1").inner_text().split()[-1]
    secretary.get_by_role("link", name="Op een agenda zetten").click()
    secretary.get_by_label("Task Force", exact=False).first.check()
    secretary.get_by_role("button", name="Op deze agenda zetten").click()
    agenda = secretary.locator(".schakel-agenda")
    expect(agenda).to_contain_text(number)
    # A meeting before this one was skipped: what the shelter raised stands here by itself.
    expect(agenda).to_contain_text("Bleef open bij Task Force")
    (housing,) = set(re.findall(r"C-\w{4}-\w{4}", agenda.inner_text())) - {number}
    secretary.get_by_role("link", name="Notulen schrijven").click()
    decide(secretary, "Opvang geweigerd vanwege regiobinding", "besloten, actie afgesproken")
    decide(secretary, "Een woning na de opvang", "een niveau hoger gebracht")
    secretary.get_by_role("button", name="Notulen zijn klaar").click()
    expect(secretary.locator(".schakel-agenda")).to_contain_text(DECISION)

    # Who had asked for the place that was refused, without learning which institution refused.
    asker = somebody(browser, served, "reporter")
    asker.goto(address("signals:signal", number))
    expect(asker.locator(".schakel-timeline")).to_contain_text(ANSWER)
    expect(asker.locator(".schakel-ladder")).to_contain_text("Task Force Mensenhandel (demo)")
    expect(asker.locator("main")).not_to_contain_text("Opvanghuis")

    # The shelter worker, whose own signal went on to the ministry.
    worker = somebody(browser, served, "shelter")
    worker.goto(address("signals:own"))
    mine = worker.locator("tbody tr", has_text=housing)
    expect(mine).to_contain_text("een niveau hoger")
    mine.locator("th a").click()
    expect(worker.locator(".schakel-timeline")).to_contain_text(ANSWER)
    expect(worker.locator(".schakel-ladder__rung--now")).to_contain_text("Ministerie")

    # From a case one comes to an empty form, which refuses a name once.
    worker.goto(address("shelter:board"))
    worker.goto(address("signals:new"))
    worker.get_by_label("Waar gaat het over?").select_option("HOUSING")
    worker.get_by_label("Wat ziet u?").fill("Het gaat over Mirabella Zonnebloem.")
    worker.get_by_role("button", name="Versturen").click()
    expect(worker.locator("main form")).to_contain_text("misschien een naam")
    worker.get_by_label("Wat ziet u?").fill("Gezinnen wachten maanden op een woning.")
    worker.get_by_role("button", name="Versturen").click()
    expect(worker.locator("main")).to_contain_text("Er is nog niets besloten")
    for page in (secretary, asker, worker):
        page.context.close()
