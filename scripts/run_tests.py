"""The whole suite as `make test` and CI run it: on SQLite, on PostgreSQL where it is, and in a browser.

Arguments are passed on to pytest, such as a path or `-k word`. Ends with pytest's own exit code.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.cluster import NoPostgreSQLError, server_folder  # noqa: E402
from tests.demo import INSTALLATION, STATEMENTS, installation  # noqa: E402

NOTHING_COLLECTED = 5
# How many passes run at a time. More would not be faster on two processors, and would starve the browser.
LANES = 2
TELL_EVERY = 15


@dataclass(frozen=True)
class Pass:
    """One run of pytest: what it tests, on which database, and how it is chosen."""

    name: str
    engine: str
    marks: str
    # The pass that must have ended, because its record says what this one is to ask.
    after: "Pass | None" = None
    # Whether it begins with the database of the installation, so that it is migrated once for all.
    copies: bool = True


@dataclass(frozen=True)
class Ended:
    """Pytest's exit code, and seconds: by the clock, and of a processor (which no busy machine lengthens)."""

    code: int
    seconds: float
    processor: float


WITH_A_DATABASE = "not browser and not pure"
SQLITE = Pass("SQLite: unit, property, access and fault tests", "sqlite", WITH_A_DATABASE)
BROWSER = Pass("Browser: journeys and accessibility", "sqlite", "browser")
# Its faults need the installation too, but stand at its end.
PURE = Pass(
    "Without a database: methods and architecture", "sqlite", "pure and not browser", copies=False
)
POSTGRESQL = Pass(
    "PostgreSQL: what it could answer otherwise, on a throw-away server",
    "postgresql",
    WITH_A_DATABASE,
    after=SQLITE,
)
# The mark that a whole file has.
WHOLE_FILE = re.compile(r"(?m)^pytestmark = .*\bmark\.(pure|browser)\b")


def say(text: str) -> None:
    print(text, flush=True)


def passes() -> Iterator[Pass]:
    """In the order that leaves both lanes ready at about the same moment."""
    yield PURE  # while the installation is made
    yield SQLITE
    yield BROWSER
    try:
        server_folder()
    except NoPostgreSQLError as reason:
        say(f"PostgreSQL: not run: {reason}")
    else:
        yield POSTGRESQL


def named(arguments: list[str]) -> bool:
    """Whether it was said which tests to run."""
    return any((REPOSITORY / one.split("::")[0]).exists() for one in arguments)


def files(one: Pass) -> list[str]:
    """The test files of a pass: to import those of all others as well takes longer than many a test."""
    found = []
    for folder in ("src", "tests"):
        for path in sorted((REPOSITORY / folder).rglob("test_*.py")):
            if concerns(one, path.read_text("utf-8")):
                found.append(path.relative_to(REPOSITORY).as_posix())
    return found


def concerns(one: Pass, text: str) -> bool:
    """Whether a file can have tests of a pass; pytest chooses among them by their marks."""
    if one.marks == WITH_A_DATABASE:
        return not WHOLE_FILE.search(text)
    return f"mark.{one.marks.split()[0]}" in text


def environment(one: Pass, folder: Path, everything: bool) -> dict[str, str]:
    """Ours, on the database of this pass, one installation for all.

    Of `everything` it is written down what SQLite is asked; of tests that somebody chose, none is left out.
    """
    shared = {INSTALLATION: str(folder / "installation")}
    if everything and one.marks == WITH_A_DATABASE:
        shared[STATEMENTS] = str(folder / "statements.json")
    return {**os.environ, **shared, "SCHAKEL_TEST_DATABASE": one.engine}


def prepare(folder: Path) -> None:
    """Make the installation; if that fails, the first test that needs one says why."""
    with suppress(AssertionError):
        installation(folder, {"SCHAKEL_DEMO": "1"})


def run(one: Pass, arguments: list[str], output: Path, earlier: list[Future]) -> Ended:
    """How it ended; "nothing to test here" (a path was given) is no failure."""
    wait(earlier)
    start = time.monotonic()
    chosen = arguments if named(arguments) else [*files(one), *arguments]
    with output.open("w") as file:
        running = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-m", one.marks, *chosen],
            cwd=REPOSITORY,
            env=environment(one, output.parent, everything=not arguments),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        _number, status, used = os.wait4(running.pid, 0)
    code = running.returncode = os.waitstatus_to_exitcode(status)
    return Ended(
        code=0 if code == NOTHING_COLLECTED else code,
        seconds=time.monotonic() - start,
        processor=used.ru_utime + used.ru_stime,
    )


def share(output: Path) -> str:
    """How far a pass is, as pytest said last: a share, or before its first full line the tests that ended."""
    text = output.read_text(errors="replace")
    found = re.findall(r"\[ *(\d+%)\]", text)
    return found[-1] if found else f"{len(text.strip())} tests"


def told(one: Pass, ended: Ended, output: Path) -> str:
    """What is shown of a pass that has ended: everything if it failed, else from its summary on."""
    text = output.read_text(errors="replace")
    if not ended.code:
        text = re.sub(r"(?m)^[.sxX]+ +\[ *\d+%\]\n", "", text)
    took = f"{ended.seconds:.0f} s ({ended.processor:.0f} s of a processor)"
    return f"{one.name}: {'FAILED' if ended.code else 'passed'} in {took}\n{text.rstrip()}\n"


def main(arguments: list[str]) -> int:
    """Every pass, two at a time; the later ones run even when an early one failed, so that one run tells all.

    Shared out test by test over processes, the browser's tests would start a demo each and wait for it.
    """
    start = time.monotonic()
    codes = []
    # Else each pass, and each of the processes that the faults start, compiles everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(LANES) as lanes:
        at_work: dict[Future[Ended], tuple[Pass, Path]] = {}
        # Of a few tests that were named, most need none.
        prepared = [] if named(arguments) else [lanes.submit(prepare, Path(folder))]
        for place, one in enumerate(passes()):
            output = Path(folder) / f"{place}.txt"
            earlier: list[Future] = list(prepared) if one.copies else []
            earlier += [
                future for future, (other, _output) in at_work.items() if other is one.after
            ]
            at_work[lanes.submit(run, one, arguments, output, earlier)] = (one, output)
        while at_work:
            ended, _rest = wait(at_work, timeout=TELL_EVERY, return_when=FIRST_COMPLETED)
            for future in ended:
                one, output = at_work.pop(future)
                codes.append(future.result().code)
                say(told(one, future.result(), output))
            busy = [
                f"{one.name.split(':')[0]} {share(output)}"
                for one, output in at_work.values()
                if output.exists()  # else it waits for a lane
            ]
            if busy:
                say(f"{time.monotonic() - start:4.0f} s · {' · '.join(busy)}")
    failed = [code for code in codes if code]
    say(f"Tests {'FAILED' if failed else 'passed'} in {time.monotonic() - start:.0f} s.")
    return failed[0] if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
