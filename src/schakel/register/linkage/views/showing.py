"""What pages with reports side by side show; that they were looked at is logged."""

from collections.abc import Sequence
from typing import Any

from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.models import Report
from schakel.register.linkage import beside
from schakel.register.persons.choices import IdentityGround
from schakel.register.persons.models import Membership


def side_by_side(
    request: SignedInRequest, pks: Sequence[int], *, blind: bool = False
) -> dict[str, Any]:
    """Context of `_beside.html` for these reports, in their order; writes a line of the log for each.

    `blind`: without saying to whom the register holds them to belong, and without a way there.
    """
    rows = Report.objects.with_rows().with_status().select_related("identity")
    found = {row.pk: row for row in rows.filter(pk__in=pks)}
    reports = [found[pk] for pk in pks if pk in found]
    held = Membership.objects.open().filter(report__in=pks).select_related("person")
    people = {member.report_id: member.person for member in held.defer("reason")}
    record_many(
        by=request.user,
        lines=[
            Line(
                event=Event.VIEW,
                object_type="report",
                object_id=report.number,
                subject=people[report.pk].number if report.pk in people else "",
                data=("identity", "side_by_side"),
                ground=IdentityGround.REGISTRATION,
            )
            for report in reports
        ],
    )
    return {
        "reports": [(row, beside.empty_note(row), people.get(row.pk)) for row in reports],
        "blind": blind,
        "encoded": {row.pk for row in reports if beside.is_encoded(row)},
        "rows": beside.rows(reports),
    }
