"""Three invented stories, from asking for shelter to leaving it, by everybody who has a part in them.

A Nigerian woman with a baby flows from COSM to OMM; a Dutch boy of 16 comes during a change of shifts; four
Romanian workers are found in one raid. What the figures say afterwards follows from their definitions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.demo import Demo
from tests.visitors import Visitors, address, somebody

pytestmark = pytest.mark.browser

POLICE, CARE = "Politie-eenheid Voorbeeld (demo)", "Zorgcoördinatie De Linde (demo)"
HAVEN = {"COSM": "De Haven, categorale opvang", "OMM": "De Haven, kleine woningen"}
BOUND, WORKERS = "De Grens, vrouwenopvang", "Werklust, bedden voor werkers"
TELEPHONE = {"width": 375, "height": 812}


@dataclass(frozen=True)
class Cast:
    """Two coordinators of two shifts, a shelter on a telephone, a care coordinator, and an analyst."""

    piet: Page
    petra: Page
    sam: Page
    carla: Page
    anna: Page


@pytest.fixture
def cast(visitors: Visitors, browser: Browser, served: Demo) -> Iterator[Cast]:
    roles = ("placement_coordinator", "shelter", "care_coordinator", "analyst")
    piet, sam, carla, anna = (visitors.context(role).new_page() for role in roles)
    sam.set_viewport_size(TELEPHONE)
    petra = somebody(browser, served, "placement_coordinator", "-2")
    yield Cast(piet, petra, sam, carla, anna)
    petra.context.close()
    for page in (piet, sam, carla, anna):
        page.close()


def test_three_stories_from_asking_to_leaving(cast: Cast) -> None:
    before = figures(cast.anna)
    mother_and_baby(cast)
    boy_at_the_change_of_shifts(cast)
    raid_on_a_friday_night(cast)
    after = figures(cast.anna)
    more = {
        scheme: [now - then for now, then in zip(after[scheme], before[scheme], strict=True)]
        for scheme in ("COSM", "OMM", "Totaal")
    }
    # Requests, first requests, placements; of these on a request, flowed through, by another authority.
    assert more["COSM"] == [1, 1, 1, 1, 0, 0]
    assert more["OMM"] == [0, 0, 1, 0, 1, 0]
    assert more["Totaal"] == [7, 6, 7, 5, 1, 1]


def mother_and_baby(cast: Cast) -> None:
    """Refused for the region and for want of room, then accepted; from COSM to OMM, and home."""
    rooms = [add_room(cast.piet, "COSM", f"Reiskamer {number}") for number in (1, 2)]
    flat = add_room(cast.piet, "OMM", "Reiswoning")
    number = ask_by_form(cast.carla)

    piet = cast.piet
    piet.goto(address("placement:desk"))
    piet.locator("main").get_by_role("link", name=number).first.click()
    offer_to(piet, number, [best_of(piet, number, BOUND)])
    refuse_by_telephone(piet, "REGION_TIE")
    expect(piet.locator("#offers-title + ol")).to_contain_text("onterecht")
    offer_to(piet, number, rooms)

    first = answer_on_the_phone(cast.sam, offered(piet), "CHILDREN")
    piet.reload()
    expect(piet.locator("#offers-title + ol")).to_contain_text("vanzelf")
    second = answer_on_the_phone(cast.sam, offered(piet), "")
    assert {first, second} == {"Reiskamer 1", "Reiskamer 2"}

    placement = confirm(piet, number, CARE)
    arrive_on_the_phone(cast.sam, placement, "Blessing")
    take_over(cast.carla, placement, "Blessing")
    omm = flow_through(piet, placement, flat)
    cast.sam.goto(address("shelter:stay", omm))
    cast.sam.locator("[name=leave-destination]").select_option("OWN_HOME")
    form(cast.sam, "leave").locator("button[type=submit]").click()
    expect(cast.sam.locator("main")).not_to_contain_text("Blessing")
    cast.carla.goto(address("shelter-requests:request", number))
    expect(cast.carla.locator("main")).to_contain_text("Het verblijf is beëindigd")


def boy_at_the_change_of_shifts(cast: Cast) -> None:
    """Piet takes the call and leaves a note; Petra reads it at night, and the second house takes the boy."""
    piet, petra = cast.piet, cast.petra
    piet.goto(address("placement:new"))
    fill_question(piet, "2_DAYS", "REPRESENTATIVE", "YOUTH_CARE")
    fill_person(piet, "MALE", 16, "NL")
    piet.locator("button[name=do][value=take]").last.click()
    piet.wait_for_url(re.compile(r"/requests/H-[^/]+/$"))
    number = last_part(piet)
    piet.locator("[name=note-text]").fill("Moeder is akkoord. Jeugdhulp belt om 9 uur terug.")
    form(piet, "note").locator("button[type=submit]").click()

    petra.goto(address("placement:hand-over"))
    expect(petra.locator("main")).to_contain_text("Jeugdhulp belt om 9 uur terug.")
    petra.locator("main").get_by_role("link", name=number).first.click()
    offer_to(petra, number, first=2)
    refuse_by_telephone(petra, "FULL")
    petra.locator("button[name=do][value=accept]").click()
    placement = confirm(petra, number, "")
    petra.goto(address("placement:placement", placement))
    petra.locator("button[name=do][value=arrive]").click()
    expect(petra.locator("button[name=do][value=arrive]")).to_have_count(0)


def raid_on_a_friday_night(cast: Cast) -> None:
    """Four requests: two men arrive, one does not and asks again, one was placed by the police."""
    piet = cast.piet
    numbers = take_in_four(piet)
    piet.goto(address("placement:request", numbers[0]))
    for other in numbers[1:]:
        expect(piet.locator("main")).to_contain_text(other)
    for number in numbers[:3]:
        offer_to(piet, number, [best_of(piet, number, WORKERS)])
        piet.locator("button[name=do][value=accept]").click()
        piet.goto(address("placement:placement", confirm(piet, number, "")))
        came = "no-show" if number == numbers[2] else "arrive"
        piet.locator(f"button[name=do][value={came}]").click()
    close(piet, numbers[2], "REFUSED_BY_CLIENT")
    piet.get_by_role("link", name="Opnieuw opvang vragen").click()
    fill_question(piet, "2_DAYS", "YES", "")
    piet.locator("button[name=do][value=take]").last.click()
    piet.wait_for_url(re.compile(r"/requests/H-[^/]+/$"))
    assert last_part(piet) not in numbers

    offer_to(piet, numbers[3], [best_of(piet, numbers[3], WORKERS)])
    close(piet, numbers[3], "WITHDRAWN")
    expect(piet.locator("#offers-title + ol")).to_contain_text("ingetrokken")
    piet.get_by_role("link", name="Een andere instantie heeft hen geplaatst").click()
    bed = piet.locator("[name=unit] option", has_text="noodbed").first.get_attribute("value")
    piet.locator("[name=unit]").select_option(bed)
    piet.locator("button[name=do][value=take]").last.click()
    expect(piet.locator("main")).to_contain_text("geplaatst door de politie")


def figures(page: Page) -> dict[str, list[int]]:
    """The first six figures of the year by kind of shelter, by the first word of its name."""
    page.goto(address("shelter-figures:newest"))
    rows = page.locator("section[aria-labelledby=schemes-title] tbody tr").all()
    found: dict[str, list[int]] = {}
    for row in rows:
        name = re.split(r"\W", row.locator("th").inner_text())[0]
        cells = row.locator("td").all_inner_texts()
        found[name] = [int(cell.replace(".", "")) for cell in cells[:6]]
    return found


def last_part(page: Page) -> str:
    return page.url.rstrip("/").rsplit("/", 1)[1]


def form(page: Page, do: str) -> Locator:
    """The form that does this."""
    return page.locator("main form", has=page.locator(f"input[name=do][value={do}]"))


def unfold(page: Page, field: str) -> None:
    """Open what hides a field."""
    page.locator("details", has=page.locator(field)).locator("summary").first.click()


def fill_question(page: Page, priority: str, consent: str, scheme: str) -> None:
    page.locator(f"[name=priority][value='{priority}']").check()
    page.locator(f"[name=consent][value={consent}]").check()
    if scheme:
        unfold(page, "[name=scheme]")
        page.locator("[name=scheme]").select_option(scheme)


def fill_person(page: Page, gender: str, age: int, nationality: str, prefix: str = "main") -> None:
    page.locator(f"[name={prefix}-gender]").select_option(gender)
    page.locator(f"[name={prefix}-age]").fill(str(age))
    page.locator(f"[name={prefix}-nationality]").select_option(nationality)


def add_room(page: Page, scheme: str, name: str) -> str:
    """A room for a mother and a child; its number."""
    page.goto(f"{address('placement:board')}?scheme={scheme}")
    page.locator("main").get_by_role("link", name=HAVEN[scheme]).first.click()
    unfold(page, "[name=unit-name]")
    for field, value in (("name", name), ("beds", "2"), ("children", "1")):
        page.locator(f"[name=unit-{field}]").fill(value)
    page.locator("[name=unit-sexes]").select_option("WOMEN")
    form(page, "unit").locator("button[type=submit]").click()
    row = page.locator("#units-title + ul li", has_text=name).last
    found = re.search(r"E-\w{4}-\w{4}", row.inner_text())
    assert found
    return found[0]


def ask_by_form(page: Page) -> str:
    """A care coordinator asks for a place for a woman and her baby."""
    page.goto(address("shelter-requests:own"))
    page.locator(f"main a[href='{address('shelter-requests:new')}']").first.click()
    fill_question(page, "1_TONIGHT", "YES", "COSM")
    fill_person(page, "FEMALE", 22, "NG", "client")
    page.locator("[name=client-b8_status]").select_option("REFLECTION")
    page.locator("[name=client-children]").fill("0")
    unfold(page, "[name=client-surname]")
    page.locator("[name=client-given_names]").fill("Blessing")
    page.locator("[name=client-surname]").fill("Adeyomere")
    page.locator("button[name=do][value=ask]").last.click()
    page.wait_for_url(re.compile(r"/H-[^/]+/$"))
    return last_part(page)


def best_of(page: Page, number: str, house: str) -> str:
    """The place of a house that stands highest for this request."""
    page.goto(address("placement:places", number))
    row = page.locator(".schakel-queue__row", has_text=house).first
    return row.locator("[name=unit]").get_attribute("value") or ""


def offer_to(page: Page, number: str, units: Sequence[str] = (), first: int = 0) -> None:
    """Offer in order: to these units, or to so many of the first of the ranking."""
    page.goto(address("placement:places", number))
    boxes = page.locator("[name=unit]")
    for box in page.locator("[name=unit]:checked").all():
        box.uncheck()
    for unit in units:
        page.locator(f"[name=unit][value={unit}]").check()
    for place in range(first):
        boxes.nth(place).check()
    page.locator("[name=deviation]").fill("Zo is het afgesproken.")
    page.locator("form#offer button[type=submit]").click()
    page.wait_for_url(f"**{address('placement:request', number)}")


def offered(page: Page) -> str:
    """The number of the newest offer on the page of a request."""
    found = re.search(r"F-\w{4}-\w{4}", page.locator("#offers-title + ol").inner_text())
    assert found
    return found[0]


def refuse_by_telephone(page: Page, reason: str) -> None:
    page.locator("#offers-title + ol").get_by_role("button", name="Zij weigeren").first.click()
    page.locator("[name=refusal-reason]:visible").select_option(reason)
    form(page, "refuse").locator("button[type=submit]:visible").click()
    page.wait_for_load_state()


def answer_on_the_phone(page: Page, offer: str, refusal: str) -> str:
    """The shelter refuses for a reason, or accepts; which room it was about. No name is seen."""
    page.goto(address("shelter:board"))
    page.locator(f"main a[href='{address('shelter:offer', offer)}']").first.click()
    expect(page.locator("main")).not_to_contain_text("Blessing")
    room = re.search(r"Reiskamer \d", page.locator("h1").inner_text())
    if refusal:
        page.locator(f"[name=no-reason][value={refusal}]").check()
    form(page, "refuse" if refusal else "accept").locator("button[type=submit]").click()
    expect(form(page, "accept")).to_have_count(0)
    assert room
    return room[0]


def confirm(page: Page, number: str, care: str) -> str:
    """Confirm what a shelter accepted; the number of the placement."""
    page.goto(address("placement:request", number))
    if care:
        page.locator("[name=care-care]").select_option(label=care)
    form(page, "place").locator("button[type=submit]").click()
    link = page.locator("#placements-title + ul a").last
    return link.inner_text().strip()


def arrive_on_the_phone(page: Page, placement: str, name: str) -> None:
    page.goto(address("shelter:stay", placement))
    expect(page.locator("main")).to_contain_text(name)
    form(page, "arrive").locator("button[type=submit]").click()
    expect(form(page, "leave")).to_be_visible()


def take_over(page: Page, placement: str, name: str) -> None:
    page.goto(address("shelter-requests:own"))
    page.locator("main").get_by_role("link", name=placement).click()
    expect(page.locator("main")).not_to_contain_text(name)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(name)


def flow_through(page: Page, placement: str, unit: str) -> str:
    """To another place without a new request; the number of the new placement."""
    page.goto(address("placement:placement", placement))
    unfold(page, "[name=transfer-unit]")
    page.locator("[name=transfer-unit]").select_option(unit)
    form(page, "transfer").locator("button[type=submit]").click()
    page.wait_for_url(lambda url: placement not in url)
    return last_part(page)


def take_in_four(page: Page) -> list[str]:
    """The numbers of four requests; who calls and how soon is filled in once."""
    page.goto(address("placement:new"))
    page.locator("[name=asked_by]").select_option(label=POLICE)
    fill_question(page, "1_TONIGHT", "YES", "NLA")
    numbers = []
    for count, age in enumerate((24, 41, 33, 19), start=1):
        if count > 1:
            page.locator("[name=consent][value=YES]").check()
        fill_person(page, "MALE", age, "RO")
        do, before = ("next" if count < 4 else "take"), page.url
        page.locator(f"button[name=do][value={do}]").last.click()
        page.wait_for_url(lambda url, before=before: url != before)
        if do == "next":
            numbers.append(page.url.rsplit("=", 1)[1])
    return [*numbers, last_part(page)]


def close(page: Page, number: str, state: str) -> None:
    page.goto(address("placement:request", number))
    unfold(page, "[name=step-state]")
    page.locator(f"[name=step-state][value={state}]").check()
    page.locator("[name=step-note]").fill("Zo heeft de politie het gezegd.")
    form(page, "move").locator("button[type=submit]").click()
    expect(page.get_by_role("link", name="Opnieuw opvang vragen")).to_be_visible()
