"""The public finder: processor time against a page that asks nothing, and what goes over the wire."""

import gzip
import re
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random
from secrets import randbelow
from statistics import median

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from benchmarks.timing import Figure
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.geography.queries import municipalities
from schakel.network.directory.actions import change_listing
from schakel.network.directory.cards import forget as forget_cards
from schakel.network.directory.demo import create_demo_listings
from schakel.network.directory.models import Listing
from schakel.network.directory.snapshot import forget as forget_directory

ROUNDS = 60
KILOBYTE = 1000
_BY = SystemActor("bench")
# Of what a page names, these are packed already; all else is served packed, as `collectstatic` leaves it.
_PACKED = (".woff2",)


def figures() -> list[Figure]:
    """First view and a municipality, each against the accessibility page; bytes of the first view."""
    create_demo_listings(Random(1))  # noqa: S311 - invented data, not secrets
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    bare, first = reverse("public:accessibility"), reverse("directory:index")
    place = f"{first}?municipality=GM0518"
    for path in (bare, first, place):
        client.get(path)  # the first page of a process reads its templates
    codes = [one.code for one in municipalities()]
    places, again = cycle(codes), cycle(codes)
    entries = cycle(Listing.objects.order_by("pk"))

    def change() -> None:
        """Somebody writes in one entry of many."""
        change_listing(by=_BY, listing=next(entries), phone=f"085-000 {randbelow(10_000):04}")

    cases: dict[str, tuple[Callable[[], str], Callable[[], None]]] = {
        "first view": (lambda: first, _nothing),
        "a municipality": (lambda: place, _nothing),
        "each time another, whose cards this process never showed": (
            lambda: f"{first}?municipality={next(places)}",
            _nothing,
        ),
        "each time another municipality": (lambda: f"{first}?municipality={next(again)}", _nothing),
        "a municipality, first since an entry changed": (lambda: place, change),
        "a municipality, first of the process": (lambda: place, forget),
    }
    found = []
    for name, (address, before) in cases.items():
        pairs = []
        for _ in range(ROUNDS):
            before()
            pairs.append((_milliseconds(client, bare), _milliseconds(client, address())))
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


def forget() -> None:
    """As a process that never showed the finder."""
    forget_cards()
    forget_directory()


def _nothing() -> None:
    """As it stands."""


def _milliseconds(client: Client, path: str) -> float:
    start = time.process_time()
    client.get(path)
    return (time.process_time() - start) * 1000


def _wire(client: Client, path: str) -> Iterator[int]:
    """Bytes of the page and of each file that it names, packed as a browser asks for."""
    packed = client.get(path).content
    yield len(packed)
    html = gzip.decompress(packed)
    for name in set(re.findall(r'(?:href|src)="/static/([^"?]+)"', html.decode())):
        file = finders.find(name)
        with open(str(file), "rb") as opened:
            content = opened.read()
        yield len(content if name.endswith(_PACKED) else gzip.compress(content))
