"""A real browser and a served demo, once per session, for everything that is tested through pages."""

from collections.abc import Iterator
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import NoChromiumError, chromium, flags, may_be_skipped
from tests.demo import Demo, installation, serve_demo
from tests.visitors import TIMEOUT_MS, Visitors

# Where the demo says its linkage unit is; nobody is there, so a test answers in its place.
UNIT = "https://koppeleenheid.example"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; its absence fails the test, unless a developer asked to do without."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code when
        # a later test of the same process uses the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        try:
            path = chromium(playwright.chromium.executable_path)
        except NoChromiumError as reason:
            if may_be_skipped():
                pytest.skip(str(reason))
            pytest.fail(str(reason), pytrace=False)
        expect.set_options(timeout=TIMEOUT_MS)
        running = playwright.chromium.launch(executable_path=path, args=flags())
        yield running
        running.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as a user starts it, in a copy of what `schakel setup` left."""
    settings = {"SCHAKEL_UNIT_URL": UNIT}
    folder = tmp_path_factory.mktemp("served")
    home = copytree(installation(folder, {"SCHAKEL_DEMO": "1"}), folder / "home")
    with serve_demo(home, settings) as demo:
        yield demo


@pytest.fixture
def page(browser: Browser, served: Demo) -> Iterator[Page]:
    """A fresh visitor with a Dutch browser; addresses are relative to the served demo."""
    context = browser.new_context(base_url=served.address, locale="nl-NL")
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def visitors(browser: Browser, served: Demo) -> Iterator[Visitors]:
    """Somebody of every role, each with a browser profile of their own."""
    everybody = Visitors(browser, served)
    yield everybody
    everybody.close()
