"""The public finder: processor time against a page that asks nothing, and what goes over the wire."""

import gzip
import re
import time
from collections.abc import Iterator
from random import Random
from statistics import median

from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from benchmarks.timing import Figure
from schakel.network.directory.demo import create_demo_listings

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
    cases = {
        "first view": (first, False),
        "a municipality": (place, False),
        "a municipality that nobody asked for in this minute": (place, True),
    }
    found = []
    for name, (path, is_new) in cases.items():
        pairs = []
        for _ in range(ROUNDS):
            if is_new:
                caches["pages"].clear()
            pairs.append((_milliseconds(client, bare), _milliseconds(client, path)))
        floor, taken = (median(column) for column in zip(*pairs, strict=True))
        found.append(
            Figure(
                f"finder, {name}, processor time",
                f"{taken:.1f} ms",
                f"{floor:.1f} ms",
                f"{taken / floor:.2f}",
                "" if is_new else "≤ 2",
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
