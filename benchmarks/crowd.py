"""A hundred reporters at once, for a minute, against `schakel serve`: what they get, and what is then there.

People send through the form's first and last page, programs through the API; every fifth report is sent
twice at the same moment. Counted in the database afterwards.
"""

import tempfile
from pathlib import Path

from benchmarks.timing import Figure
from tests.cluster import NoPostgreSQLError, cluster
from tests.demo import Home
from tests.faults.crowd import Outcome, crowd, differences, serving
from tests.faults.reporters import access, settings

PEOPLE, PROGRAMS, SECONDS = 80, 20, 60.0


def figures() -> list[Figure]:
    """One line per database."""
    found = [_line("SQLite", {})]
    try:
        with cluster() as server:
            found.append(_line("PostgreSQL", {"SCHAKEL_DATABASE_URL": server}))
    except NoPostgreSQLError:
        pass
    return found


def _line(database: str, more: dict[str, str]) -> Figure:
    with tempfile.TemporaryDirectory(prefix="schakel-crowd-") as folder:
        home = Home(Path(folder), {**settings(), **more})
        done = home.run("setup")
        assert done.returncode == 0, done.stderr
        with serving(home) as server:
            outcome = crowd(access(home, PEOPLE, PROGRAMS).callers(server.address), SECONDS)
        wrong = differences(home, outcome.receipts)
    return Figure(_words(database, outcome), _rate(outcome), "", _verdict(outcome, wrong), "none")


def _words(database: str, outcome: Outcome) -> str:
    return (
        f"{PEOPLE + PROGRAMS} reporters at once, {SECONDS:.0f} s, {database}: "
        f"{len(outcome.receipts):,} reports, longest answer {outcome.longest:.1f} s"
    )


def _rate(outcome: Outcome) -> str:
    return f"{len(outcome.receipts) / outcome.seconds:.0f} reports/s"


def _verdict(outcome: Outcome, wrong: list[str]) -> str:
    errors = len(outcome.refused) + outcome.unanswered
    return f"{errors} errors, {len(wrong)} lost or doubled"
