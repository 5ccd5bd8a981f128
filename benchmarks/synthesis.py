"""Synthetic records: what they keep of registers not seen before, and what they cost.

`python -m benchmarks.synthesis` prints the table.
"""

import time

from benchmarks.timing import Figure, table
from schakel.methods.synthesis.accounting import Budget
from schakel.methods.synthesis.evaluation import Kept
from schakel.methods.synthesis.noise import SystemNoise
from schakel.methods.synthesis.synthesising import attacked, columns_of, preserved, synthesise
from schakel.methods.synthesis.tests.registers import register

SEEDS = (101, 102, 103, 104, 105)
SECONDS = 5.0


def figures() -> list[Figure]:
    """Twelve columns at epsilon 4: five registers of 20,000 records, one of 200,000; the worst of each."""
    small = [_run(20_000, seed) for seed in SEEDS]
    large = [_run(200_000, SEEDS[0])]
    return [
        *_lines("20,000 x 12, worst of 5", small, (0.01, 0.035, 0.085)),
        *_lines("200,000 x 12", large, (0.01, 0.012, 0.030)),
        Figure(
            "who was in the register, by the closest record: area under the curve, worst of 5",
            f"{max(run[2] for run in small):.3f}",
            "0.500 (guessing)",
            "",
            "at most 0.55",
        ),
        Figure(
            "200,000 x 12, fit and draw",
            f"{large[0][1]:.2f} s",
            "0.1 s (counting 66 tables)",
            f"{large[0][1] / 0.1:.0f}",
            f"at most {SECONDS:g} s",
        ),
    ]


def _run(records: int, seed: int) -> tuple[Kept, float, float]:
    """(what is kept, processor seconds, the attacker's area under the curve)."""
    columns = columns_of(register(records, seed))
    start = time.process_time()
    made = synthesise(columns, Budget(4), SystemNoise())
    seconds = time.process_time() - start
    return preserved(columns, made), seconds, attacked(columns, Budget(4), SystemNoise) or 0.0


def _lines(
    what: str, runs: list[tuple[Kept, float, float]], aims: tuple[float, float, float]
) -> list[Figure]:
    kept = [run[0] for run in runs]
    return [
        Figure(
            f"{what}: distance of tables of one, two and three columns",
            " / ".join(
                f"{max(values):.4f}"
                for values in (
                    [one.tvd_1 for one in kept],
                    [one.tvd_2 for one in kept],
                    [one.tvd_3 or 0.0 for one in kept],
                )
            ),
            "0",
            "",
            f"at most {aims[0]} / {aims[1]} / {aims[2]}",
        ),
        Figure(
            f"{what}: invented pairs and triples; largest change of Cramér's V",
            f"{max(one.invented_2 for one in kept):.2%} / "
            f"{max(one.invented_3 or 0.0 for one in kept):.1%}; "
            f"{max(one.cramers_v for one in kept):.3f}",
            "0",
            "",
            "at most 2% / 12%; 0.10",
        ),
    ]


if __name__ == "__main__":
    print(table(figures()))
