"""Serving released tables to everybody, against a page of the same server that asks nothing."""

import time
from collections.abc import Iterator
from itertools import permutations, product
from statistics import median, quantiles

from django.test import Client
from django.urls import reverse

from benchmarks.timing import Figure
from schakel.knowledge.figures.fixed import TABLES
from schakel.knowledge.figures.tests.cubes import DIMENSIONS, UNITS, published

YEARS = [str(year) for year in range(2015, 2025)]
GROUPS = 60
PERCENT = 95
AIM = 20.0
CHOSEN = 120


def figures() -> list[Figure]:
    """The 95th percentile of processor time: the fixed tables, tables of one's own, and a file."""
    published(periods=YEARS, dimensions=DIMENSIONS, groups=GROUPS)
    client = Client(headers={"host": "localhost"})
    bare = reverse("public:about")
    cases = {
        "a fixed table of released figures": [reverse("figures:table", args=[s]) for s in TABLES],
        "a table of one's own, each asked for the first time": list(_chosen()),
        "a table as CSV": [reverse("figures:csv", args=[slug]) for slug in TABLES],
    }
    for path in (bare, *cases["a fixed table of released figures"]):
        client.get(path)  # the first page of a process reads its templates and the cubes
    found = []
    for name, paths in cases.items():
        taken, floors = [], []
        for path in (paths * CHOSEN)[:CHOSEN]:
            floors.append(_milliseconds(client, bare))
            taken.append(_milliseconds(client, path))
        highest, floor = quantiles(taken, n=100)[PERCENT - 1], median(floors)
        found.append(
            Figure(
                f"{name}, {PERCENT}th percentile of {CHOSEN}, processor time",
                f"{highest:.1f} ms",
                f"{floor:.1f} ms (a page that asks nothing)",
                f"{highest / floor:.1f}",
                f"≤ {AIM:.0f} ms",
            )
        )
    return found


def _chosen() -> Iterator[str]:
    """Different tables of one's own: two dimensions and a category, of one year."""
    choose = reverse("figures:choose")
    pairs = permutations([one for one in DIMENSIONS if one.code != "sex"], 2)
    for (rows, columns), unit in product(pairs, UNITS):
        asked = f"unit={unit.code}&rows={rows.code}&columns={columns.code}&only=sex:MALE"
        yield f"{choose}?{asked}&years={YEARS[-1]}"


def _milliseconds(client: Client, path: str) -> float:
    start = time.process_time()
    answer = client.get(path)
    taken = time.process_time() - start
    assert answer.status_code == 200, path
    return taken * 1000
