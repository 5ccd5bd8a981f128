"""The whole suite as `make test` and CI run it: everything on SQLite, then what differs on PostgreSQL.

Arguments are passed on to pytest, such as a path or `-k word`. Ends with pytest's own exit code.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.cluster import NoPostgreSQLError, server_folder  # noqa: E402

NOTHING_COLLECTED = 5
# Browser tests stay together on one worker (`loadgroup`); the other works through the rest meanwhile.
PARALLEL = ("-n", "2", "--dist", "loadgroup")


def say(text: str) -> None:
    print(text, flush=True)


def run(engine: str, arguments: list[str]) -> int:
    """Run pytest once; returns its exit code, where "nothing to test here" is no failure."""
    environment = {**os.environ, "SCHAKEL_TEST_DATABASE": engine}
    command = [sys.executable, "-m", "pytest", "-q", *PARALLEL, *arguments]
    code = subprocess.run(command, cwd=REPOSITORY, env=environment, check=False).returncode
    return 0 if code == NOTHING_COLLECTED else code


def main(arguments: list[str]) -> int:
    """Both passes; the second runs even when the first failed, so that one run tells everything."""
    start = time.monotonic()
    say("[1/2] SQLite: unit, property, architecture, access, accessibility and browser tests")
    first = run("sqlite", arguments)
    try:
        server_folder()
    except NoPostgreSQLError as reason:
        say(f"[2/2] PostgreSQL: not run: {reason}")
        second = 0
    else:
        say("[2/2] PostgreSQL: everything that touches the database, on a throw-away server")
        second = run("postgresql", ["-m", "not browser and not pure", *arguments])
    verdict = "passed" if first == second == 0 else "FAILED"
    say(f"Tests {verdict} in {time.monotonic() - start:.0f} s.")
    return first or second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
