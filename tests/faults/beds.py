"""Fifty who want ten beds at the same moment; runs inside a home, in processes and threads of its own.

Everybody tries two units, each of which four others want most, and writes down what the answer was.
"""

import json
import multiprocessing
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from django.db import connections

from schakel.care.placement import offering, placing
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.models import Occupancy, Offer, OfferAnswer, Placement, Request, Unit
from schakel.care.placement.tests import scene

BEDS, ASKERS, PROCESSES = 10, 50, 5


def main() -> None:
    """Make beds and requests, let everybody go at once, and print what they heard and what stands there."""
    site = scene.site(scene.organisation("Haven"))
    units = [scene.unit(site, f"Room {number}").pk for number in range(BEDS)]
    wanted = [
        (scene.request().pk, [units[number % BEDS], units[(number + 1) % BEDS]])
        for number in range(ASKERS)
    ]
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        heard = pool.map(_crowd, [wanted[start::PROCESSES] for start in range(PROCESSES)])
    json.dump({"heard": [one for many in heard for one in many], **_standing()}, sys.stdout)


def _crowd(wanted: list[tuple[int, list[int]]]) -> list[tuple[int, str]]:
    with ThreadPoolExecutor(len(wanted)) as threads:
        return list(threads.map(_try, wanted))


def _try(wanted: tuple[int, list[int]]) -> tuple[int, str]:
    """The number of the placement, or why there is none."""
    request, units = wanted
    try:
        return request, next(filter(None, (_place(request, unit) for unit in units)), "taken")
    except Exception as error:  # whatever it is, the test must hear of it
        return request, repr(error)
    finally:
        connections.close_all()


def _place(request: int, unit: int) -> str:
    try:
        offer = offering.offer(
            by=scene.BY, request=Request.objects.get(pk=request), unit=Unit.objects.get(pk=unit)
        )
    except NotPossibleError as error:
        if error.code != "taken":
            raise
        return ""
    offering.accept(by=scene.BY, offer=offer)
    return placing.place(by=scene.BY, offer=offer).number


def _standing() -> dict[str, object]:
    placed = Placement.objects.values_list("request", "number", "unit")
    return {
        "placed": [[request, number] for request, number, _unit in placed],
        "most_in_a_unit": max(Counter(unit for _request, _number, unit in placed).values()),
        "unanswered": Offer.objects.open().count(),
        "answers": OfferAnswer.objects.count(),
        "double": _double(),
    }


def _double() -> int:
    """Lines of a calendar that begin before the one before them has ended."""
    found = 0
    for unit in Unit.objects.all():
        lines = Occupancy.objects.filter(unit=unit).order_by("since", "pk")
        lasting = [line for line in lines if line.until is None or line.until > line.since]
        found += sum(
            1 for one, other in pairwise(lasting) if one.until is None or one.until > other.since
        )
    return found
