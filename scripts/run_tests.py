"""The whole suite as `make test` and CI run it: on SQLite, on PostgreSQL where it is, and in a browser.

Arguments are passed on to pytest, such as a path or `-k word`. Ends with pytest's own exit code.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.cluster import NoPostgreSQLError, server_folder  # noqa: E402

NOTHING_COLLECTED = 5


def say(text: str) -> None:
    print(text, flush=True)


def command(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", *arguments]


def environment(engine: str) -> dict[str, str]:
    return {**os.environ, "SCHAKEL_TEST_DATABASE": engine}


def verdict(code: int) -> int:
    """Pytest's exit code, where "nothing to test here" (a path was given) is no failure."""
    return 0 if code == NOTHING_COLLECTED else code


def run(engine: str, arguments: list[str]) -> int:
    """Run pytest once, for everybody to see."""
    done = subprocess.run(command(arguments), cwd=REPOSITORY, env=environment(engine), check=False)
    return verdict(done.returncode)


def on_postgresql(arguments: list[str]) -> int:
    try:
        server_folder()
    except NoPostgreSQLError as reason:
        say(f"[2/3] PostgreSQL: not run: {reason}")
        return 0
    say("[2/3] PostgreSQL: everything that touches the database, on a throw-away server")
    return run("postgresql", ["-m", "not browser and not pure", *arguments])


def main(arguments: list[str]) -> int:
    """All three passes; the later ones run even when the first failed, so that one run tells all.

    The browser's pass has one processor to itself and the databases' passes another: run apart, they
    would take twice as long; shared out test by test, they would start a demo each and wait for it.
    """
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        browser = subprocess.Popen(
            command(["-m", "browser", *arguments]),
            cwd=REPOSITORY,
            env=environment("sqlite"),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            say("[1/3] SQLite: unit, property, architecture, access and fault tests")
            codes = [run("sqlite", ["-m", "not browser", *arguments]), on_postgresql(arguments)]
            say("[3/3] Browser: journeys and accessibility, at work since the start")
            codes.append(verdict(browser.wait()))
        finally:
            browser.terminate()
            browser.wait()
        output.seek(0)
        say(output.read())
    failed = [code for code in codes if code]
    say(f"Tests {'FAILED' if failed else 'passed'} in {time.monotonic() - start:.0f} s.")
    return failed[0] if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
