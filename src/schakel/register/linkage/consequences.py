"""What linkage does when consent for a report ends: decisions no longer say that it was about somebody."""

from django.db.models import Q

from schakel.register.intake.choices import Consequence
from schakel.register.intake.consequences import Done, Ending, carries_out
from schakel.register.intake.models import Report
from schakel.register.linkage.choices import DecisionState
from schakel.register.linkage.decisions import Decision


@carries_out
def forget(ending: Ending) -> Done:
    """Erase the reasons of decisions about these reports, and the reports from what those rested on.

    A decision that waits may name the report without having touched it, so those are all looked at.
    """
    numbers = set(Report.objects.filter(pk__in=ending.reports).values_list("number", flat=True))
    about = Q(memberships__membership__report__in=ending.reports)
    rows = Decision.objects.filter(about | Q(state=DecisionState.AWAITS_SECOND)).distinct()
    erased = 0
    for row in rows:
        left = row.rests_on.without(numbers)
        if left == row.rests_on:
            continue
        erased += bool(row.reason or row.second_reason)
        row.reason = row.second_reason = ""
        row.evidence = left.written()
        row.save(update_fields=["reason", "second_reason", "evidence"])
    return [(Consequence.REASONS_ERASED, erased)]
