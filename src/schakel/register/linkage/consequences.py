"""What linkage does when consent for a report ends: it no longer says that the report was about somebody."""

from django.db.models import Q

from schakel.register.intake.choices import Consequence
from schakel.register.intake.consequences import Done, Ending, carries_out
from schakel.register.intake.models import Report
from schakel.register.linkage import keeping
from schakel.register.linkage.choices import DecisionState, Settled
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.models import EncodedLink, Judgement, Proposal
from schakel.register.linkage.settling import settle


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


@carries_out
def forget_records(ending: Ending) -> Done:
    """Forget what was kept of these reports to compare, and why somebody said what of their pairs."""
    erased = keeping.forget(ending.reports)
    EncodedLink.objects.filter(report__in=ending.reports).delete()
    settle(ending.reports, Settled.GONE)
    about = list(Proposal.objects.about(ending.reports).values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=about).update(levels={})
    reasons = Judgement.objects.filter(proposal__in=about).exclude(reason="").update(reason="")
    return [(Consequence.COPIES_ERASED, erased), (Consequence.REASONS_ERASED, reasons)]
