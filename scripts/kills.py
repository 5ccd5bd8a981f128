"""Kill imports and submissions at random moments, as often as you want, and tell what was lost.

Runs in folders of its own; the data of an installation are neither used nor touched. Ends with 1 when
anything was lost, doubled or torn.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.demo import Home  # noqa: E402
from tests.faults.kills import (  # noqa: E402
    Tally,
    kill_imports,
    kill_servers,
    kill_submissions,
)
from tests.faults.reporters import settings  # noqa: E402

# What is killed, and its share of all kills: `schakel serve` takes seconds to start again.
PARTS: dict[str, tuple[Callable[[Home, int, Random], Tally], float]] = {
    "imports": (kill_imports, 0.5),
    "submissions": (kill_submissions, 0.48),
    "schakel serve": (kill_servers, 0.02),
}


def run(name: str, kills: int, seed: int) -> Tally:
    """One part, in a new installation."""
    work, share = PARTS[name]
    with tempfile.TemporaryDirectory(prefix="schakel-kills-") as folder:
        home = Home(Path(folder), settings())
        done = home.run("setup")
        if done.returncode:
            sys.exit(done.stderr)
        return work(home, max(1, round(kills * share)), Random(f"{seed} {name}"))  # noqa: S311


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="default: 1000")
    parser.add_argument("--seed", type=int, default=2026, help="default: 2026")
    given = parser.parse_args()
    wrong = 0
    print("| what was killed | kills | reports acknowledged | lost, doubled or torn |")
    print("| --- | ---: | ---: | ---: |")
    for name in PARTS:
        tally = run(name, given.kills, given.seed)
        print(f"| {name} | {tally.kills:,} | {tally.reports:,} | {len(tally.wrong)} |", flush=True)
        for line in tally.wrong[:20]:
            print(f"  {line}", file=sys.stderr)
        wrong += len(tally.wrong)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
