"""Is this the same sending as before? Yes, unless that one was undone with its whole delivery.

What a reporter withdrew itself stays withdrawn, however often a file that still holds it is sent. What fell
because a registrar undid the delivery may come in anew: it then has a fingerprint of its own.
"""

from collections.abc import Collection, Iterable, Sequence

from schakel.foundation.vault.fingerprints import fingerprint
from schakel.register.intake.choices import BatchState
from schakel.register.intake.models import ImportBatch, Report, ReportStatus
from schakel.register.intake.queries import by_fingerprint

_CHUNK = 900  # SQLite's oldest limit on parameters is 999
_UNDONE = (BatchState.UNDOING, BatchState.UNDONE)


def prints_to_use(prints: Sequence[str]) -> list[str]:
    """For each fingerprint of what was sent, the one to look it up and to store it by."""
    if not ImportBatch.objects.filter(state__in=_UNDONE).exists():
        return list(prints)
    used = {print_: print_ for print_ in prints}
    ways = dict(used)  # where we are → what was sent
    while ways:
        there = by_fingerprint(ways)
        free = _undone({report.pk for report in there.values()})
        ways = {
            fingerprint("intake.again", here, there[here].number): sent
            for here, sent in ways.items()
            if here in there and there[here].pk in free
        }
        used.update((sent, here) for here, sent in ways.items())
    return [used[print_] for print_ in prints]


def _undone(reports: Collection[int]) -> set[int]:
    """Those that fell, themselves or the last of their corrections, because a delivery was undone."""
    ends = {pk: pk for pk in reports}  # the report → the last one that corrects it
    ways = {pk: pk for pk in reports}  # where we are → the report
    while ways:
        rows = [
            pair
            for part in _parts(ways)
            for pair in Report.objects.filter(corrects__in=part).values_list("corrects", "pk")
        ]
        ways = {correction: ways[older] for older, correction in rows if older}
        ends.update((report, correction) for correction, report in ways.items())
    fallen = {
        pk
        for part in _parts(set(ends.values()))
        for pk in ReportStatus.objects.filter(report__in=part, undone=True).values_list(
            "report", flat=True
        )
    }
    return {report for report, end in ends.items() if end in fallen}


def _parts(pks: Iterable[int]) -> list[list[int]]:
    rows = sorted(pks)
    return [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]
