"""One look at one page as a visitor gets it: what axe, the console and the width of the page say."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1280, 320)
# The dark scheme changes colours and nothing else, which the tests of the style sheets hold it to. Another
# language changes words, and no colours.
EVERYTHING, COLOURS, WORDS = "everything", "colours", "words"
SCHEMES = {"light": EVERYTHING, "dark": COLOURS}
# A further width is asked for the colours of what was not shown before, or not in these colours.
RUN_AXE = """
async ({rules, more}) => {
    const COLOURS = ["color-contrast", "link-in-text-block"];
    const colourless = {rules: Object.fromEntries(COLOURS.map(rule => [rule, {enabled: false}]))};
    const looks = new Map();
    for (const element of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        if (element.checkVisibility()) looks.set(element, [
            style.color, style.fill, style.opacity, style.backgroundColor, style.backgroundImage
        ].join());
    }
    const before = more ? window.looksBefore : new Map();
    window.looksBefore = looks;
    const isNew = element => looks.has(element) && looks.get(element) !== before.get(element);
    const outermost = [...looks.keys()].filter(element => isNew(element) && !isNew(element.parentElement));
    const resultTypes = ["violations"], violations = [];
    const ask = async (where, options) => {
        violations.push(...(await axe.run(where, {resultTypes, ...options})).violations);
    };
    if (rules === "everything" && !more) {
        await ask(document, {});
    } else {
        if (rules !== "words" && (outermost.length || !more))
            await ask(more ? outermost : document, {runOnly: COLOURS});
        if (rules !== "colours")
            await ask(document, colourless);
    }
    return violations.map(
        found => `${found.id}: ` + found.nodes.slice(0, 3).map(
            node => node.target.join(" ") + (node.any[0] ? ` (${node.any[0].message})` : "")
        ).join("; ")
    );
}
"""
# WCAG 1.4.10: at a width of 320 CSS pixels nobody needs to scroll in two directions.
OVERFLOW = "() => document.scrollingElement.scrollWidth - window.innerWidth"
HEADINGS = "() => document.querySelectorAll('h1').length"
LANGUAGE = "() => document.documentElement.lang"
# Fonts are there, and what the page asks for by itself has come: sooner than half a second without requests.
SETTLED = "() => document.fonts.status === 'loaded' && !document.querySelector('.htmx-request')"
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
    `blocked by the security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`
));
"""


@dataclass
class Findings:
    """What is wrong, each line with the page and the circumstances."""

    lines: list[str] = field(default_factory=list)

    def add(self, where: str, *whats: str) -> None:
        self.lines += [f"{where}: {what}" for what in whats]


@contextmanager
def listening(page: Page, address: str) -> Iterator[list[str]]:
    """Collect console errors, script errors and requests to anybody but ourselves."""
    heard: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(
            address
        ):
            heard.append(f"asks another host: {urlsplit(request.url).netloc}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))
    page.add_init_script(REPORT_VIOLATIONS)
    # Read anew on each page, axe would take as long as what it finds out; it waits to be asked.
    page.add_init_script(path=AXE)
    yield heard


def inspect(
    page: Page,
    path: str,
    heard: list[str],
    *,
    language: str = "nl",
    schemes: Mapping[str, str] = SCHEMES,
    widths: Sequence[int] = WIDTHS,
) -> list[str]:
    """Open `path` and look at it in these schemes and widths; returns what is wrong."""
    findings = Findings()
    heard.clear()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        findings.add(path, f"status {answer.status if answer else 'none'}")
        return findings.lines
    page.wait_for_function(SETTLED)
    findings.add(path, *heard)
    if (headings := page.evaluate(HEADINGS)) != 1:
        findings.add(path, f"{headings} headings of the first level")
    if (found := page.evaluate(LANGUAGE)) != language:
        findings.add(path, f"language is {found!r}")
    for scheme, rules in schemes.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{path} ({scheme}, {width} px)"
            more = width != widths[0]
            findings.add(where, *page.evaluate(RUN_AXE, {"rules": rules, "more": more}))
            if rules != COLOURS and (overflow := page.evaluate(OVERFLOW)) > 0:
                findings.add(where, f"{overflow} px wider than the window")
    return findings.lines
