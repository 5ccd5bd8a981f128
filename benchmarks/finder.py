"""The public finder: processor time against a page that asks nothing, and what goes over the wire."""

import gzip
import re
import time
from collections.abc import Callable, Iterator
from random import Random
from statistics import median

from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from benchmarks.timing import Figure
from schakel.network.directory.demo import create_demo_listings
from schakel.network.directory.views import card

ROUNDS = 60
KILOBYTE = 1000
# Of what a page names, these are packed already; all else is served packed, as `collectstatic` leaves it.
_PACKED = (".woff2",)


def figures() -> list[Figure]:
    """First view and a municipality, each against the accessibility page; bytes of the first view."""
    create_demo_listings(Random(1))  # noqa: S311 - invented data, not secrets
    client = Client(headers={"host": "localhost"})
    bare, first = reverse("public:accessibility"), reverse("directory:index")
    place = f"{first}?municipality=GM0518"
    for path in (bare, first, place):
        client.get(path)  # the first page of a process reads its templates
    pages = caches["pages"].clear
    cases: dict[str, tuple[str, tuple[Callable[[], None], ...]]] = {
        "first view": (first, ()),
        "a municipality": (place, ()),
        "a municipality that nobody asked for in this minute": (place, (pages,)),
        "a municipality, first since the directory changed": (place, (pages, card.cache_clear)),
    }
    found = []
    for name, (path, forget) in cases.items():
        pairs = []
        for _ in range(ROUNDS):
            for clear in forget:
                clear()
            pairs.append((_milliseconds(client, bare), _milliseconds(client, path)))
        floor, taken = (median(column) for column in zip(*pairs, strict=True))
        found.append(
            Figure(
                f"finder, {name}, processor time",
                f"{taken:.1f} ms",
                f"{floor:.1f} ms",
                f"{taken / floor:.2f}",
                "≤ 2",
            )
        )
    weight = sum(_wire(client, first)) / KILOBYTE
    return [
        *found,
        Figure("finder, first view over the wire", f"{weight:.0f} kB", "", "", "≤ 100 kB"),
    ]


def _milliseconds(client: Client, path: str) -> float:
    start = time.process_time()
    client.get(path)
    return (time.process_time() - start) * 1000


def _wire(client: Client, path: str) -> Iterator[int]:
    """Bytes of the page, unpacked as Django sends it, and of each file that it names, packed."""
    html = client.get(path).content
    yield len(html)
    for name in set(re.findall(r'(?:href|src)="/static/([^"?]+)"', html.decode())):
        file = finders.find(name)
        with open(str(file), "rb") as opened:
            content = opened.read()
        yield len(content if name.endswith(_PACKED) else gzip.compress(content))
