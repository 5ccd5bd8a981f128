"""How long a program waits for its receipt, against a call on the same server that inserts one row."""

import statistics
from collections.abc import Callable
from functools import partial

from benchmarks.timing import Figure, seconds
from tests.demo import Demo
from tests.faults.reporters import Program, access

CALLS = 300
BODY = (
    '{"reporter_reference": "%s", "reported_on": "2026-05-03", "surname": "Zonnebloem",'
    ' "given_names": "Mirabella", "date_of_birth": "2001-02-28", "gender": "FEMALE",'
    ' "nationalities": ["NL"], "forms": ["LABOUR"]}'
)


def figures(demo: Demo) -> list[Figure]:
    """The 95th percentile of both, measured in turn, over one open connection each."""
    program = Program(demo.address, access(demo, 0, 1).tokens[0])
    bare = Program(demo.address, "")
    taken: dict[str, list[float]] = {"create": [], "floor": []}
    for number in range(CALLS + 20):
        body = BODY % f"BENCH-{number}"
        cases: dict[str, Callable[[], None]] = {
            "create": partial(_call, program, "/api/v1/reports", body, f"bench-{number}"),
            "floor": partial(_call, bare, "/floor/insert", body, ""),
        }
        for name, case in cases.items():
            taken[name].append(seconds(case))
    late = {name: statistics.quantiles(times[20:], n=20)[-1] for name, times in taken.items()}
    middle = {name: statistics.median(times[20:]) for name, times in taken.items()}
    return [
        _line("95th percentile", late),
        _line("median", middle),
    ]


def _line(which: str, taken: dict[str, float]) -> Figure:
    return Figure(
        f"API: create a report, {which} of {CALLS} calls",
        f"{taken['create'] * 1000:.1f} ms",
        f"{taken['floor'] * 1000:.1f} ms (insert one row)",
        f"{taken['create'] / taken['floor']:.1f}",
    )


def _call(program: Program, path: str, body: str, key: str) -> None:
    answer = program.ask("POST", path, body, Idempotency_Key=key)
    assert answer.status == 201, f"{path} answered {answer.status}: {answer.text[:300]}"
