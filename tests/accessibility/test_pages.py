"""Every page is usable by everyone: keyboard, screen reader, dark scheme, narrow screen, both languages."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from schakel.register.intake.steps import STEPS
from tests.accessibility.inspection import WIDTHS, WORDS, inspect, listening
from tests.accessibility.pages import NO_PAGE, Tour, addresses, tour
from tests.demo import Demo
from tests.visitors import EMAIL, VISITOR, WHO, Visitors

pytestmark = pytest.mark.browser

# Pages that no link leads to in a fresh demo, each with its reason.
SECOND_STEP = "needs a second step, which the demo does not ask for"
CHECK_PAGE = "a form of the page that is looked at with the pages of the report form below"
UNREACHED = {
    "account_reset_password_from_key": "needs the link from a mail",
    "entries:check": "needs the link from a mail",
    "accounts:reset-factor": SECOND_STEP,
    "accounts:token-revoke": "beside a token in force; the tour opens two organisations, without any",
    "mfa_deactivate_totp": SECOND_STEP,
    "mfa_download_recovery_codes": SECOND_STEP,
    "mfa_edit_webauthn": SECOND_STEP,
    "mfa_remove_webauthn": SECOND_STEP,
    "mfa_view_recovery_codes": SECOND_STEP,
    "monitor:sheet-check": "only of a spreadsheet that was checked; sent in the tests of that page",
    "disclosure:proceed": "only while a release is being built; done in the journey of two officers",
    "disclosure:offer": "only once every attack failed; done in the journey of two officers",
    "disclosure:sign": "for the officer who did not make it; done in the journey of two officers",
    "placement:again": "only once a request is closed; it is the form of a new request, without the people",
    "placement:offer": "a form on the page of a request that was offered; sent in the tests of those pages",
    "placement:review": "a form for who keeps a group that a colleague opened; sent in the tests of it",
    "meetings:feed": "a calendar file under an address that only its holder knows",
    "meetings:place": "beside a signal that is ready for an agenda; done in the journey of a signal",
    "meetings:paper": "a file that somebody adds to a meeting; done in the tests of meetings",
    "accountability:sign": "only while a statement waits for its second signature",
    "delivery:offer": "only once page and PDF are made in both languages",
    "delivery:sign": "only while an overview waits for its second signature",
    "disclosure:answer": "only while a withdrawal is asked for",
    **dict.fromkeys(
        ("synthesis:sign", "synthesis:refuse", "synthesis:make", "synthesis:publish"),
        "only while records are asked for, or not published; the demo leaves its privacy budget to its users",
    ),
    **dict.fromkeys(
        ("estimation:start", "estimation:proceed"),
        "only while a run is set up or worked out; done in the journey of an analyst",
    ),
    "estimation:answer": "only while an estimate is to be signed; sent in the tests of publishing",
    "persons:import-run": "only while an import goes on",
    "persons:import-undo-run": "only while an import is undone",
    "persons:answer": "only while a question to the reporter is open",
    "persons:answer-read": "only after a reporter answered a question on a registered report",
    "intake:delivery-run": "only while a delivery is taken in",
    "intake:code": "beside a report with a code; looked at in the journey of a partner without names",
    "intake:draft-check": "a form leads there; looked at with the pages of the report form below",
    "intake:draft-attach": CHECK_PAGE,
    "intake:draft-detach": CHECK_PAGE,
    "intake:delivery-receipt": "only of a file that was taken in; the demo's waits for its sender",
    "persons:report-file": "only after a ground was stated, which is never done by following links",
    **dict.fromkeys(
        ("delivery:chart", "figures:edition-chart"),
        "drawn on the page of an overview, which is opened",
    ),
    "linkage:undo": "beside a decision that can be taken back; the tour opens two, without one",
    "linkage:judge": "beside a likeness that waits, on pages of reports that the tour passes by",
    "linkage:take-back": "beside a pair that was put apart, on pages of reports that the tour passes by",
    "linkage:ask-keeper": "beside a likeness with a restricted report, which the tour passes by",
    "linkage:second-look-settled": "only where two registrars judged a pair differently",
    "linkage:doubt-seen": "only after the linkage unit took its word back on a pair that was joined",
    "intake:draft-send": "takes a finished draft only, as the reporter's journey does",
}


@pytest.fixture(scope="session")
def tours(visitors: Visitors) -> dict[str, Tour]:
    """What each visitor can open; public pages, which never look who is there, are opened by one."""
    found = {VISITOR: tour(visitors.context(VISITOR).request, (), ())}
    public = settings.PUBLIC_VIEWS & set(found[VISITOR].pages)
    for who in EMAIL:
        earlier = {name for seen in found.values() for name in seen.pages}
        found[who] = tour(visitors.context(who).request, public, earlier)
    return found


def _assigned(tours: dict[str, Tour], who: str) -> dict[str, str]:
    """The pages looked at as `who`: the home page, and what nobody earlier in the list could open."""
    earlier = WHO[: WHO.index(who)]
    known = {name for other in earlier for name in tours[other].pages}
    return {
        name: path
        for name, path in tours[who].pages.items()
        if name not in known or name in ("home", "desk")
    }


def test_no_page_breaks(tours: dict[str, Tour]) -> None:
    assert [f"{who}: {line}" for who, seen in tours.items() for line in seen.broken] == []


def test_no_address_is_forgotten(tours: dict[str, Tour]) -> None:
    opened = {name for seen in tours.values() for name in (*seen.pages, *seen.other)}
    forgotten = sorted(addresses() - opened - set(NO_PAGE) - set(UNREACHED))
    assert not forgotten, "\n" + "\n".join(forgotten)
    assert sorted((set(NO_PAGE) | set(UNREACHED)) - addresses()) == [], "exceptions for nothing"


def test_public_pages_are_accessible_leave_no_cookie_and_have_a_quick_exit(
    tours: dict[str, Tour], page: Page, served: Demo
) -> None:
    """One walk for all three: opening a page takes as long as looking at it."""
    public = {name: path for name, path in tours[VISITOR].pages.items() if not _signing_in(name)}
    wrong: list[str] = []
    with listening(page, served.address) as heard:
        for path in public.values():
            wrong += inspect(page, path, heard)
            # A chart to embed stands on somebody else's page, which has the way out.
            if not path.endswith("/embed/"):
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    expect(page.locator("[data-quick-exit]"), path).to_be_visible()
    assert public
    assert page.context.cookies() == []
    assert not wrong, "\n" + "\n".join(wrong)


def _signing_in(name: str) -> bool:
    return name.startswith(("account", "mfa"))


@pytest.mark.parametrize("who", WHO)
def test_every_page_is_accessible(
    who: str, tours: dict[str, Tour], visitors: Visitors, served: Demo
) -> None:
    page = visitors.context(who).new_page()
    wrong: list[str] = []
    with listening(page, served.address) as heard:
        for name, path in _assigned(tours, who).items():
            # The others of a visitor are looked at above.
            if who != VISITOR or _signing_in(name):
                wrong += inspect(page, path, heard)
    page.close()
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_page_of_the_report_form_is_accessible(
    tours: dict[str, Tour], visitors: Visitors, served: Demo
) -> None:
    draft = tours["reporter"].pages["intake:draft"].rstrip("/").rsplit("/", 1)[0]
    page = visitors.context("reporter").new_page()
    wrong: list[str] = []
    with listening(page, served.address) as heard:
        for part in (*(step.slug for step in STEPS), "check"):
            wrong += inspect(page, f"{draft}/{part}/", heard)
    page.close()
    assert not wrong, "\n" + "\n".join(wrong)


def test_public_pages_are_accessible_in_english(
    tours: dict[str, Tour], visitors: Visitors, served: Demo
) -> None:
    page = visitors.context(VISITOR).new_page()
    wrong: list[str] = []
    with listening(page, served.address) as heard:
        for path in tours[VISITOR].pages.values():
            wrong += inspect(
                page,
                f"/en{path}",
                heard,
                language="en",
                schemes={"light": WORDS},
                widths=(320,),
            )
    page.close()
    assert not wrong, "\n" + "\n".join(wrong)
