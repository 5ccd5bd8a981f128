"""Who visits the served demo: somebody without a login, or one person per role."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, Page

from schakel.foundation.accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from tests.demo import Demo

VISITOR = "visitor"
EMAIL = {login.role.value: login.email for login in reversed(DEMO_LOGINS)}
WHO = (VISITOR, *EMAIL)
# A deadline, not a wait: only what never comes takes so long, however busy the machine is with other tests.
TIMEOUT_MS = 240_000


def sign_in(page: Page, role: str, which: str = "") -> None:
    """Sign in the way a person does; ends on that person's first page. `which` tells two of a role apart."""
    page.goto("/account/login/")
    page.locator("#id_login").fill(EMAIL[role].replace("@", f"{which}@"))
    page.locator("#id_password").fill(DEMO_PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)


def somebody(browser: Browser, served: Demo, role: str, which: str = "") -> Page:
    """The first page of somebody of this role, in a browser profile of its own (`page.context`)."""
    context = browser.new_context(base_url=served.address, locale="nl-NL")
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    sign_in(page, role, which)
    return page


@dataclass
class Visitors:
    """One browser profile per visitor, signed in once and kept for the whole session."""

    browser: Browser
    served: Demo
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)
    _first: dict[str, Page] = field(default_factory=dict)

    def context(self, who: str) -> BrowserContext:
        """The profile of `who`; opened and signed in at first use."""
        if who not in self._contexts:
            context = self.browser.new_context(base_url=self.served.address, locale="nl-NL")
            context.set_default_timeout(TIMEOUT_MS)
            self._contexts[who] = context
            if who != VISITOR:
                self._first[who] = context.new_page()
                sign_in(self._first[who], who)
        return self._contexts[who]

    def first_page(self, who: str) -> Page:
        """Where signing in led `who`: to look at, not to leave."""
        self.context(who)
        return self._first[who]

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


def address(name: str, *args: object, language: str = "nl") -> str:
    """Where the page `name` stands."""
    with override(language):
        return reverse(name, args=args)
