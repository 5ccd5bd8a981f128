"""Random kills: imports and submissions that are stopped at any moment, and what is left of them.

The moments are drawn from a seed. After each kill the whole of the register is looked at from outside;
at the end the log is verified, and every report is there that anybody was told was received.
"""

import csv
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.demo import Home, free_port, program
from tests.faults.crowd import differences, gathered, serving
from tests.faults.reporters import Caller, access

ROWS = 60
REPORTERS, PROGRAMS = 3, 2
# A child lives for at most so long; about as long as an import takes, or a few submissions.
LIVES = {"import": 0.6, "serve": 1.5}
LAST_LIFE = 10.0
# Reports that were counted with their chunk, and their persons; and lines of the log with its end.
COUNTED = "SELECT COALESCE(SUM(reports), 0), COALESCE(SUM(persons), 0) FROM intake_importbatch"
KEPT = (
    "SELECT (SELECT COUNT(*) FROM intake_report WHERE batch_id IS NOT NULL),"
    " (SELECT COUNT(*) FROM persons_person)"
)
LOOSE = (
    "SELECT COUNT(*) FROM intake_report WHERE batch_id IS NOT NULL"
    " AND id NOT IN (SELECT report_id FROM persons_membership)"
)
LOGGED = "SELECT COUNT(*) - COALESCE(MAX(sequence), 0) FROM audit_entry"
END = "SELECT (SELECT MAX(sequence) FROM audit_entry) - (SELECT sequence FROM audit_chainhead)"


@dataclass
class Tally:
    """What was done, and what was found wrong."""

    kills: int = 0
    reports: int = 0
    wrong: list[str] = field(default_factory=list)


class Warm:
    """The process of `tests.faults.warm`, at work in a home."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self.running = running
        self.port = self._answer()["port"]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def order(self, seconds: float | None, **what: object) -> dict[str, Any]:
        """Let a child do it, for so long; says whether it was killed, or how it ended."""
        assert self.running.stdin is not None
        self.running.stdin.write(json.dumps({**what, "seconds": seconds}) + "\n")
        self.running.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.running.stdout is not None
        return json.loads(self.running.stdout.readline())


@contextmanager
def warm(home: Home) -> Iterator[Warm]:
    """The warm process, until the block ends; its children end with it."""
    code = "from tests.faults import warm; warm.main()"
    with (home.path / "warm.log").open("w") as log:
        running = subprocess.Popen(
            [str(program()), "shell", "--no-imports", "-c", code],
            cwd=home.path,
            env=home.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Warm(running)
        finally:
            assert running.stdin is not None
            running.stdin.close()
            running.wait(timeout=300)


def ask(home: Home, question: str) -> list[tuple]:
    """A question to the database itself, past the program."""
    with closing(sqlite3.connect(home.path / "schakel.sqlite3")) as connection:
        return connection.execute(question).fetchall()


def torn(home: Home) -> list[str]:
    """What no killed process may leave behind."""
    counted, kept = ask(home, COUNTED), ask(home, KEPT)
    return [
        *([f"counted {counted}, kept {kept}"] if counted != kept else []),
        *(["reports without their person"] if ask(home, LOOSE) != [(0,)] else []),
        *(["a gap in the log"] if ask(home, LOGGED) != [(0,)] else []),
        *(
            ["the log's end is not its last line"]
            if ask(home, END) not in ([(0,)], [(None,)])
            else []
        ),
    ]


def kill_imports(home: Home, kills: int, chance: Random) -> Tally:
    """Files one after another, each started again until it is done, until so many were killed."""
    tally, files = Tally(), 0
    with warm(home) as process:
        while tally.kills < kills:
            files += 1
            path = _file(home.path, files)
            _bring_in(home, process, path, tally, chance)
            os.remove(path)
    tally.reports = files * ROWS
    kept = ask(home, KEPT)
    if kept != [(files * ROWS, files * ROWS)]:
        tally.wrong.append(f"{files} files of {ROWS} rows are {kept} reports and persons")
    chain = home.run("audit", "verify")
    if chain.returncode != 0:
        tally.wrong.append(f"the log: {chain.stdout}{chain.stderr}")
    tally.wrong += _whole_file(home)
    return tally


def _bring_in(home: Home, process: Warm, path: Path, tally: Tally, chance: Random) -> None:
    longest = LIVES["import"]
    while True:
        before = ask(home, KEPT)
        seconds = chance.uniform(0, longest)
        ended = process.order(seconds, **{"import": str(path)})
        tally.wrong += torn(home)
        if not ended["killed"]:
            if ended["status"] != 0:
                tally.wrong.append(f"an import ended with {ended['status']}")
            return
        tally.kills += 1
        # On a busy machine a life may be too short for a single chunk; then the next may be longer.
        longest = 2 * longest if ask(home, KEPT) == before else LIVES["import"]


def _file(folder: Path, number: int) -> Path:
    """Police reports about as many persons, none of whom stands in another file."""
    path = folder / f"reports-{number}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["reporter_reference", "reporter_type", "surname", "gender", "forms"])
        for row in range(ROWS):
            writer.writerow([f"{number}-{row}", "POLICE", f"Naam {number} {row}", "MALE", "LABOUR"])
    return path


def kill_submissions(home: Home, kills: int, chance: Random) -> Tally:
    """People and programs report all the time; their server is killed and started, and killed again."""
    with warm(home) as process:
        return _kill_under(home, kills, chance, process.address, partial(process.order, serve=True))


def kill_servers(home: Home, kills: int, chance: Random) -> Tally:
    """The same with `schakel serve` itself, which takes seconds to start again."""
    port = free_port()

    def serve(seconds: float) -> dict[str, Any]:
        with serving(home, port) as server:
            with suppress(subprocess.TimeoutExpired):
                server.process.wait(timeout=seconds)
            server.kill()
        return {"killed": True}

    return _kill_under(home, kills, chance, f"http://127.0.0.1:{port}", serve)


def _kill_under(
    home: Home, kills: int, chance: Random, address: str, serve: Callable[[float], dict[str, Any]]
) -> Tally:
    tally = Tally()
    with ThreadPoolExecutor(1) as outside:
        callers = access(home, REPORTERS, PROGRAMS).callers(address)
        everybody = outside.submit(gathered, callers, lambda: tally.kills >= kills, every=4)
        longest = LIVES["serve"]
        while not everybody.done():
            before = _answered(callers)
            tally.kills += serve(chance.uniform(0.05, longest))["killed"]
            tally.wrong += torn(home)
            # On a busy machine a life may be too short for a single answer; then the next may be longer.
            longest = 2 * longest if _answered(callers) == before else LIVES["serve"]
            if tally.kills >= kills:  # whoever is halfway gets the time to end
                longest = max(longest, LAST_LIFE)
        outcome = everybody.result()
    tally.reports = len(outcome.receipts)
    tally.wrong += outcome.refused + differences(home, outcome.receipts) + _whole_file(home)
    return tally


def _answered(callers: list[Caller]) -> int:
    return sum(caller.calls - caller.unanswered for caller in callers)


def _whole_file(home: Home) -> list[str]:
    return [] if ask(home, "PRAGMA integrity_check") == [("ok",)] else ["the database file"]
