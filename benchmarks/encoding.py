"""Codes: making them from identities, and comparing all with all, against the least that either must do."""

import time
from collections.abc import Callable

import numpy as np

from benchmarks.timing import Figure
from schakel.methods.encoding.bits import Codes, Encoder
from schakel.methods.encoding.comparison import alike_across, matrix
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import record_of
from schakel.methods.linkage.tests.invention import reports

PERSONS = 14_000
KEY = bytes(range(32))
PARAMETERS = EncodingParameters()
_HUNDRED_THOUSAND = 100_000


def figures() -> list[Figure]:
    """Records encoded, and pairs compared, in a second of one processor."""
    rows = reports(PERSONS, seed=7)[0]
    codes: list[Codes] = []

    def encode() -> None:
        encoder = Encoder(KEY, PARAMETERS)
        codes.extend(encoder.encode(record_of(row)) for row in rows)

    standardised = _seconds(lambda: [record_of(row) for row in rows])
    encoded = _seconds(encode)
    half = len(codes) // 2
    left, right = codes[:half], codes[half : 2 * half]
    compared = _seconds(lambda: list(alike_across(left, right, PARAMETERS.threshold)))
    bare = sum(
        _seconds(lambda one=one, other=other: one @ other.T)
        for kind in ("by_year", "by_day")
        for one, other in [[_there(side, kind) for side in (left, right)]]
    )
    large = (_HUNDRED_THOUSAND / half) ** 2
    return [
        Figure(
            f"encode {len(rows):,} invented reports, two codes each, one processor",
            f"{len(rows) / encoded:,.0f} reports/s",
            f"{len(rows) / standardised:,.0f}/s (making names comparable)",
            f"{encoded / standardised:.1f}",
            "at least 1,800 reports/s",
        ),
        Figure(
            f"compare {half:,} with {half:,} encoded reports, both codes, processor time",
            f"{compared:.1f} s",
            f"{bare:.1f} s (one product of all bits)",
            f"{compared / bare:.2f}",
            f"100,000 with 100,000 within 120 s (here: {compared * large:.0f} s)",
        ),
    ]


def _there(codes: list[Codes], kind: str) -> np.ndarray:
    return matrix([code for one in codes if (code := getattr(one, kind))])


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
