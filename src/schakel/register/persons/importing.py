"""Files of reports up to registered persons: intake takes the rows in, and here they become persons.

What a partner delivered itself is only received: its reports wait for a registrar.
"""

from schakel.foundation.access.actors import Actor
from schakel.register.intake import receiving
from schakel.register.intake.data import ReportData
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.intake.receiving import JUST_RECEIVE, Follow, Progress
from schakel.register.persons.actions import register_many
from schakel.register.persons.recounting import recount_stale


def run(
    *,
    by: Actor,
    batch: ImportBatch,
    rows: list[ReportData] | None = None,
    progress: Progress | None = None,
    seconds: float | None = None,
) -> ImportBatch:
    """As `intake.receiving.run`; the reports of a chunk are registered in the transaction of that chunk."""
    return receiving.run(
        by=by,
        batch=batch,
        rows=rows,
        progress=progress,
        seconds=seconds,
        follow=JUST_RECEIVE if batch.waits else _registering(by),
    )


def _registering(by: Actor) -> Follow:
    def chunk(reports: list[Report]) -> int:
        return register_many(by=by, reports=reports).persons_created

    def end() -> None:
        recount_stale(by=by)

    return Follow(chunk, end, ("reports", "persons"))
