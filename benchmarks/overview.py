"""The annual overview over ten years: both languages, page, charts and PDF, against typesetting alone."""

import time

from django.utils import timezone

from benchmarks.timing import Figure
from schakel.insight.delivery.choices import LANGUAGES
from schakel.insight.delivery.overview.composing import Clock, composed
from schakel.insight.delivery.overview.numbers import Numbers
from schakel.insight.delivery.overview.typesetting import typeset
from schakel.insight.delivery.tests.scene import release_years

# Before the years that the other figures publish.
YEARS = range(2005, 2015)
REPORTS = 1_000


def figures() -> list[Figure]:
    """Processor time of all parts together, cubes read for the first time; and which part takes most."""
    release_years(YEARS, REPORTS)
    start = time.process_time()
    clock = Clock()
    contents = [composed(Numbers.of(YEARS[-1], language), {}, clock) for language in LANGUAGES]
    middle = time.process_time()
    for content in contents:
        typeset(content, timezone.now())
    end = time.process_time()
    slowest = max(clock.seconds, key=clock.seconds.__getitem__)
    return [
        Figure(
            "annual overview of ten years, Dutch and English, page, charts and PDF, processor time "
            f"(slowest part: {slowest}, {clock.seconds[slowest]:.2f} s)",
            f"{end - start:.2f} s",
            f"{end - middle:.2f} s (typesetting alone)",
            f"{(end - start) / (end - middle):.1f}",
        )
    ]
