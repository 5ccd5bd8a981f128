"""A partner who may not share names: types who it is, and nothing but a code leaves the browser."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from schakel.methods.encoding.bits import Codes, encode
from schakel.methods.encoding.keys import new_key, write_epoch_key
from schakel.methods.encoding.messages import read
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import record_of
from schakel.methods.linkage.tests.invention import reports
from tests.accessibility.inspection import inspect, listening
from tests.conftest import UNIT
from tests.demo import Demo
from tests.journeys.reporting import next_button
from tests.visitors import TIMEOUT_MS, address, sign_in

pytestmark = pytest.mark.browser
PARAMETERS = EncodingParameters()
KEY = new_key("2026", date(2099, 12, 31))
TOKEN = "token-of-the-unit-0123456789"
TYPED = {"surname": "ገብረመድህን", "given": "O'Malley Ruža", "day": "17", "month": "8", "year": "1993"}
TYPED |= {"number": "2718281828"}
ROW = {
    "report_id": "",
    "first_names": TYPED["given"],
    "last_name": TYPED["surname"],
    "dob": "1993-8-17",
    "sex": "V",
    "nationality": "ERI",
    "v_number": TYPED["number"],
}


@dataclass
class Wire:
    """All that goes out, and what the linkage unit got. `away`: the unit cannot be reached."""

    sent: list[str] = field(default_factory=list)
    got: list[Request] = field(default_factory=list)
    away: bool = False

    def hear(self, request: Request) -> None:
        if not request.url.startswith(UNIT):
            text = [request.url, *request.all_headers().values(), request.post_data or ""]
            self.sent.append(unquote_plus("\n".join(text)))

    def unit(self, route: Route) -> None:
        if self.away:
            return route.abort()
        self.got.append(route.request)
        return route.fulfill(
            json={"number": "K-1", "new": 1}, headers={"Access-Control-Allow-Origin": "*"}
        )


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def page(browser: Browser, served: Demo, wire: Wire) -> Iterator[Page]:
    context = browser.new_context(base_url=served.address, locale="nl-NL")
    context.set_default_timeout(TIMEOUT_MS)
    context.on("request", wire.hear)
    context.route(f"{UNIT}/**", wire.unit)
    yield context.new_page()
    context.close()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    write_epoch_key(tmp_path / "key.json", KEY)
    return tmp_path / "key.json"


def to_the_frame(page: Page, reference: str) -> None:
    """Begin a report with a code, up to the page on which the person is asked about."""
    sign_in(page, "shelter")
    page.goto(address("intake:new"))
    page.locator("[name=reporter_reference]").fill(reference)
    next_button(page).click()
    page.locator("[name=consent][value=ENCODED]").check()
    next_button(page).click()
    expect(page.locator("[data-encoder-bench]")).to_be_visible()


def typed(page: Page, key_file: Path) -> None:
    page.locator("[name=gender][value=FEMALE]").check()
    page.locator("[name=nationality]").select_option("ER")
    for name, text in TYPED.items():
        page.locator(f"#encoder-{name}").fill(text)
    page.locator("#encoder-key").set_input_files(key_file)
    expect(page.locator("[data-encoder-key]")).to_contain_text(KEY.fingerprint)


def expected() -> Codes:
    return encode(record_of(ROW), KEY.key, PARAMETERS)


def codes_in(message: bytes, reference: str) -> Codes:
    (row,) = read(BytesIO(message)).rows
    assert row.ref == reference
    return row.codes


def kept_in(page: Page) -> str:
    """Whatever the browser keeps of this site, and its address."""
    return page.evaluate(
        """async () => JSON.stringify([
            {...localStorage}, {...sessionStorage}, await indexedDB.databases(),
            await caches.keys(), document.cookie, location.href, history.state,
        ])"""
    )


def test_only_a_code_leaves_and_only_to_the_linkage_unit(
    page: Page, wire: Wire, key_file: Path
) -> None:
    to_the_frame(page, "CODE-1")
    typed(page, key_file)
    next_button(page).click()
    said = page.locator("[data-encoder-said]")
    expect(said).to_contain_text("nog geen code")
    page.locator("#encoder-token").fill(TOKEN)
    wire.away = True
    page.locator("[data-encoder-send]").click()
    expect(said).to_contain_text("Er is niets verloren")
    wire.away = False
    page.locator("[data-encoder-send]").click()
    expect(said).to_contain_text("K-1")
    for name in TYPED:
        expect(page.locator(f"#encoder-{name}")).to_have_value("")
    next_button(page).click()
    page.wait_for_url("**/exploitation/")
    page.goto(page.url.replace("/exploitation/", "/check/"))
    expect(page.locator("main")).to_contain_text("naar de koppeleenheid verstuurd")
    page.locator("main form[action$='/send/'] button:not([formaction])").click()
    expect(page.locator("main")).to_contain_text("Versleuteld")

    (message,) = wire.got
    assert message.headers["authorization"] == f"Bearer {TOKEN}"
    assert "cookie" not in message.all_headers()
    assert "referer" not in message.all_headers()
    assert codes_in(message.post_data_buffer, "CODE-1") == expected()
    row = json.loads(message.post_data.splitlines()[1])
    content = json.loads(key_file.read_text())["key"]
    secrets = [*(TYPED[name] for name in ("surname", "given", "number")), TOKEN, content]
    secrets += ["1993", row["by_year"], row["by_day"]]
    everything = "\n".join([*wire.sent, kept_in(page)])
    assert "CODE-1" in everything, "the capture works"
    assert [one for one in secrets if one in everything] == []


def test_a_saved_code_is_sent_later_and_the_pages_are_usable_by_everyone(
    page: Page, served: Demo, wire: Wire, key_file: Path
) -> None:
    to_the_frame(page, "CODE-2")
    with listening(page, served.address) as heard:
        assert inspect(page, page.url.removeprefix(served.address), heard) == []
    typed(page, key_file)
    with page.expect_download() as download:
        page.locator("[data-encoder-save]").click()
    assert download.value.suggested_filename == "code-CODE-2.jsonl"
    saved = Path(download.value.path()).read_bytes()
    assert codes_in(saved, "CODE-2") == expected()
    next_button(page).click()
    page.wait_for_url("**/exploitation/")
    page.goto(page.url.replace("/exploitation/", "/check/"))
    expect(page.locator("main")).to_contain_text("als bestand bewaard")
    page.locator("main form[action$='/send/'] button:not([formaction])").click()
    page.locator("main a[href$='/code/']").click()
    page.wait_for_url("**/code/")
    with listening(page, served.address) as heard:
        assert inspect(page, page.url.removeprefix(served.address), heard) == []
    page.locator("#encoder-token").fill(TOKEN)
    page.locator("#encoder-saved").set_input_files(download.value.path())
    page.locator("[data-encoder-resend]").click()
    expect(page.locator("[data-encoder-said]")).to_contain_text("K-1")
    assert [one.post_data_buffer for one in wire.got] == [saved]


def test_it_is_said_where_no_code_can_be_made(page: Page, key_file: Path) -> None:
    to_the_frame(page, "CODE-3")
    said, save = page.locator("[data-encoder-said]"), page.locator("[data-encoder-save]")
    save.click()
    expect(said).to_contain_text("Kies eerst het sleutelbestand")
    page.locator("#encoder-key").set_input_files(key_file)
    expect(page.locator("[data-encoder-key]")).to_contain_text(KEY.fingerprint)
    page.locator("#encoder-surname").fill("Jansen")
    save.click()
    expect(said).to_contain_text("geen geboortejaar")
    page.locator("#encoder-year").fill("1893")
    save.click()
    expect(said).to_contain_text("kan niet kloppen")


def test_the_browser_makes_the_codes_that_python_makes(page: Page) -> None:
    rows = reports(200, seed=23)[0]
    page.goto("/")
    made = page.evaluate(
        """async ([rows, key]) => {
            const { codesOf, isSound } = await import("/static/ui/encoding/messages.js");
            const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
            const codes = rows.map((row) => codesOf(row, Uint8Array.from(key)));
            return [isSound(), ...codes.map(({ byYear, byDay }) => [hex(byYear), hex(byDay)])];
        }""",
        [rows, list(KEY.key)],
    )
    ours = [encode(record_of(row), KEY.key, PARAMETERS) for row in rows]
    assert made == [True, *([one.by_year.hex(), one.by_day.hex()] for one in ours)]
