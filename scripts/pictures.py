"""Take the README's pictures: serve a fresh demo, visit its pages, write docs/pictures/*.png.

Arguments limit the run to pictures whose name contains one of them; `--all` also takes each picture as a
phone and in the dark, into build/pictures, to be looked at before a release.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from tests.browser import chromium, flags  # noqa: E402
from tests.demo import Demo, serve_demo  # noqa: E402

PASSWORD = "demo-schakel-2026"  # noqa: S105 - the demo's, shown on its sign-in page
SIZES = {"desktop": (1280, 860), "phone": (375, 812), "small": (320, 640)}
# The README's: as much of a page as fits beside another.
README_SIZE = "readme"
SIZES[README_SIZE] = (1280, 1120)


@dataclass(frozen=True)
class Picture:
    """One page: its file name, who sees it, and how to get there."""

    name: str
    path: str
    login: str = ""
    # The link to follow from there, by selector; "" takes the page itself.
    follow: str = ""


PICTURES = (
    Picture("start", "/"),
    Picture("figures", "/figures/", follow="main a[href*='/figures/']"),
    Picture("help", "/help/?municipality=GM0599"),
    Picture("municipalities", "/municipalities/"),
    Picture("rights", "/rights/"),
    Picture("sign-in", "/account/login/"),
    Picture("desk", "/desk/", "registrar"),
    Picture("reports", "/register/reports/", "registrar"),
    Picture("report", "/register/reports/", "registrar", "main table a"),
    Picture("persons", "/register/persons/", "registrar"),
    Picture("person", "/register/persons/", "registrar", "main table a"),
    Picture("imports", "/register/imports/", "registrar"),
    Picture("import", "/register/imports/", "registrar", "main table a"),
    Picture("monitor", "/monitor/", "registrar"),
    Picture("placement", "/placement/", "placement-coordinator"),
    Picture("home", "/home/", "shelter"),
    Picture("own-reports", "/my-reports/", "reporter"),
    Picture("new-report", "/my-reports/new/", "reporter"),
    Picture("analysis", "/analysis/reporters/", "analyst"),
    Picture("releases", "/releases/", "disclosure-officer"),
    Picture("release", "/releases/", "disclosure-officer", "main table a"),
    Picture("log", "/audit/", "auditor"),
    Picture("users", "/accounts/users/", "administrator"),
)
README = frozenset(
    {"start", "help", "figures", "municipalities", "desk", "report", "placement", "monitor", "home"}
)


def sign_in(page: Page, demo: Demo, login: str) -> None:
    page.goto(f"{demo.address}/account/login/")
    page.fill("input[name=login]", f"{login}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def take(
    browser: Browser,
    demo: Demo,
    wanted: list[Picture],
    folder: Path,
    size: str,
    scheme: str,
    *,
    whole: bool = True,
) -> None:
    """Take `wanted` at one size in one colour scheme; `whole`: to its foot."""
    width, height = SIZES[size]
    for login in sorted({picture.login for picture in wanted}):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="nl-NL"
        )
        page = context.new_page()
        if login:
            sign_in(page, demo, login)
        for picture in (one for one in wanted if one.login == login):
            page.goto(f"{demo.address}{picture.path}")
            if picture.follow and page.locator(picture.follow).count():
                page.goto(
                    demo.address + (page.locator(picture.follow).first.get_attribute("href") or "")
                )
            page.screenshot(path=folder / f"{picture.name}.png", full_page=whole)
            print(f"{folder.name}/{picture.name}.png")
        context.close()


def main(arguments: list[str]) -> int:
    everything = "--all" in arguments
    words = [word for word in arguments if word != "--all"]
    wanted = [one for one in PICTURES if not words or any(word in one.name for word in words)]
    with (
        tempfile.TemporaryDirectory() as home,
        sync_playwright() as playwright,
        serve_demo(Path(home)) as demo,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags())
        for size in sorted(SIZES.keys() - {README_SIZE}) if everything else ():
            for scheme in ("light", "dark"):
                folder = REPOSITORY / "build" / "pictures" / f"{size}-{scheme}"
                folder.mkdir(parents=True, exist_ok=True)
                take(browser, demo, wanted, folder, size, scheme)
        if not everything:
            folder = REPOSITORY / "docs" / "pictures"
            folder.mkdir(parents=True, exist_ok=True)
            chosen = [one for one in wanted if one.name in README]
            take(browser, demo, chosen, folder, README_SIZE, "light", whole=False)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
