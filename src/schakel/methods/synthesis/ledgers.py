"""What a register has lost so far, as a file with a line per release; refuses what is too much.

The file is only ever added to. A lock keeps two releases at the same time from spending the same budget,
and a release is written down before it is handed out: a machine that fails in between has spent too much,
never too little.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from schakel.methods.synthesis.accounting import LIFETIME_DELTA, LIFETIME_EPSILON, BudgetError

# Epsilons are written in decimals: sums of those may miss by less than this.
_TOLERANCE = 1e-9


class LedgerError(ValueError):
    """The file is no ledger; the message says where it stops being one."""


@dataclass(frozen=True)
class Entry:
    """One release: what it cost, when, of which columns, and the hash of what was handed out."""

    moment: str
    epsilon: float
    delta: float
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True)
class State:
    """What was spent of the lifetime budget and what is left of it."""

    releases: int
    spent: float
    limit: float = LIFETIME_EPSILON
    delta: float = LIFETIME_DELTA

    @property
    def left(self) -> float:
        return max(0.0, round(self.limit - self.spent, 9))

    def told(self) -> dict[str, float | int]:
        return {
            "releases": self.releases,
            "epsilon_spent": round(self.spent, 9),
            "epsilon_left": self.left,
            "epsilon_limit": self.limit,
            "delta_limit": self.delta,
        }


def require_left(state: State, epsilon: float) -> None:
    """Raises BudgetError where `epsilon` is more than is left."""
    if epsilon > state.left + _TOLERANCE:
        raise BudgetError(
            f"The ledger refuses epsilon {epsilon:g}: {state.spent:g} of {state.limit:g} is spent in "
            f"{state.releases} release{'' if state.releases == 1 else 's'}, {state.left:g} is left."
        )


def state_of(path: Path) -> State:
    """What the ledger at `path` holds; a file that is not there is an empty ledger."""
    if not path.exists():
        return State(0, 0.0)
    with path.open("rb") as file:
        return _read(file, path.name)


def spend(path: Path, entry: Entry) -> State:
    """Write `entry` down, and what the ledger holds then. Raises BudgetError where too little is left."""
    with _locked(path) as file:
        state = _read(file, path.name)
        require_left(state, entry.epsilon)
        file.seek(0, os.SEEK_END)
        file.write(json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return State(state.releases + 1, state.spent + entry.epsilon)


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(opened, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _read(file: IO[bytes], name: str) -> State:
    spent, releases = 0.0, 0
    for number, line in enumerate(file, start=1):
        try:
            if not line.endswith(b"\n"):
                raise ValueError("a line without an end")
            epsilon = float(json.loads(line)["epsilon"])
            if not epsilon > 0:
                raise ValueError("nothing spent")
        except (ValueError, KeyError, TypeError) as problem:
            raise LedgerError(
                f"{name}, line {number}: this is no ledger, or it is damaged. What was spent cannot be "
                "told, so nothing more is. Put back a copy of the ledger."
            ) from problem
        spent += epsilon
        releases += 1
    return State(releases, spent)
