"""Who is told by mail that something waits for the sender of a report."""

from schakel.foundation.accounts.models import User
from schakel.register.intake.models import Report
from schakel.register.intake.rules import REPORTING_ROLES

# A report that came in by file, by telephone or by another machine has no writer who signs in. Then the
# colleagues who may answer it are told, but not a whole police unit.
MOST_COLLEAGUES = 5


def senders_of(report: Report) -> list[User]:
    """Who sent the report and may still answer for its organisation; else the colleagues longest there."""
    if report.organisation_id is None:
        return []
    may_answer = User.objects.filter(
        is_active=True,
        mandates__organisation=report.organisation_id,
        mandates__organisation__active=True,
        mandates__role__in=REPORTING_ROLES,
    ).distinct()
    writer = may_answer.filter(number=report.entered_by).first()
    return [writer] if writer else list(may_answer.order_by("pk")[:MOST_COLLEAGUES])
