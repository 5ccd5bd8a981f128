"""The table of records and keys built for reports that have none yet, or anew for a newer standardiser.

In steps of their own, so that a run that was stopped is simply run again.
"""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef

from schakel.register.intake.models import ClosedIdentity, Report, ReportIdentity, ReportQuerySet
from schakel.register.linkage import keeping
from schakel.register.linkage.apart import renew_facts
from schakel.register.linkage.comparing import compare_waiting
from schakel.register.linkage.models import LinkFrequency, LinkKey, LinkRecord
from schakel.register.linkage.standardising import STANDARDISER, record_of_report

CHUNK = 500
Progress = Callable[[int, int], None]


def to_index() -> ReportQuerySet:
    """Reports without a record of this standardiser; those may say no more who they are about stay out."""
    kept = LinkRecord.objects.filter(report=OuterRef("pk"), standardiser=STANDARDISER)
    shut = ClosedIdentity.objects.filter(report=OuterRef("pk"))
    return Report.objects.filter(~Exists(kept), ~Exists(shut))


def to_compare() -> Iterator[list[int]]:
    """Reports with a record that was not compared yet, in steps, oldest first."""
    waiting = LinkRecord.objects.filter(compared_at=None).order_by("report")
    last = 0
    while step := list(waiting.filter(report__gt=last).values_list("report", flat=True)[:CHUNK]):
        last = step[-1]
        yield step


def index(progress: Progress) -> int:
    """Make the records that are missing or of an older standardiser; returns how many."""
    total, done = to_index().count(), 0
    while step := list(to_index().order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            _index(step)
        done += len(step)
        progress(done, max(total, done))
    return done


def _index(step: list[int]) -> None:
    keeping.forget(step)
    identities = ReportIdentity.objects.filter(report__in=step).select_related("report")
    rows = identities.prefetch_related("report__nationalities").order_by("pk")
    keeping.keep([record_of_report(row.report, row) for row in rows])
    renew_facts(step)


def compare_all(progress: Progress) -> int:
    """Compare what waits; returns how many pairs are worth a look."""
    total = LinkRecord.objects.filter(compared_at=None).count()
    done = pairs = 0
    for step in to_compare():
        pairs += len(compare_waiting(step))
        done += len(step)
        progress(done, total)
    return pairs


def start_anew() -> None:
    """Throw the table away, so that all of it is built again; proposals and decisions stay."""
    with transaction.atomic():
        for model in (LinkKey, LinkRecord, LinkFrequency):
            model.objects.all().delete()
