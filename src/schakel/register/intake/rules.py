"""Who may see reports, send them, and correct or withdraw them."""

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import acts_for, has_role, own, policy, where
from schakel.foundation.accounts.choices import Role
from schakel.register.intake.choices import BatchState
from schakel.register.intake.keepers import open_report
from schakel.register.intake.models import Report

# Whoever may report for an organisation.
REPORTING_ROLES = frozenset({Role.REPORTER, Role.SHELTER, Role.CARE_COORDINATOR})

# A partner sees the reports of its own organisation and no other: not even that others know the person.
_own_reports = acts_for("organisation", *REPORTING_ROLES)
_registrar = has_role(Role.REGISTRAR)
# A restricted report exists for its keeper alone, among the centre's people; its sender sees what it sent.
_centre = _registrar & open_report("pk")


def is_sender(user: Actor, report: Report) -> bool:
    """Does `user` report for the organisation that sent this report? The centre's people do not."""
    return report.organisation_id in user.organisations_as(REPORTING_ROLES)


policy(
    "intake.Report",
    see=_centre | _own_reports,
    create=_registrar | _own_reports,
    correct=_centre | _own_reports,
    withdraw=_centre | _own_reports,
    # Adding a file, and opening those that were sent: the centre opens them in the register, on a ground.
    attach=_centre | _own_reports,
    open=_own_reports,
    withdraw_consent=_centre | _own_reports,
    ask=_centre,
    give_back=_centre,
    restrict=_centre,
    # First shelter takes up what was asked with a report, and sees no others.
    shelter=has_role(Role.PLACEMENT_COORDINATOR) & open_report("pk"),
)
_keeper = _registrar & own("keeper")
# An administrator sees that a report is restricted and who keeps it, never what it says.
policy(
    "intake.ReportRestriction",
    see=_keeper | has_role(Role.ADMINISTRATOR),
    lift=_keeper,
    hand_over=_keeper | has_role(Role.ADMINISTRATOR),
)
# The centre takes tips, and hands them to its own advice desk.
policy("intake.Tip", see=_registrar, create=_registrar, change=_registrar)
# A draft is its writer's alone, colleagues and the centre included, as long as the writer may report.
_own_drafts = own("user") & (_registrar | _own_reports)
policy(
    "intake.ReportDraft",
    see=_own_drafts,
    create=_own_drafts,
    change=_own_drafts,
    discard=_own_drafts,
)
# What a registrar takes in is the centre's; a partner sees and handles what it delivered itself. How many
# persons were new stands with an import, so a partner never gets "see".
# A delivery that was only checked has not reached the centre yet.
_arrived = where("waits", False) | where(
    "state", BatchState.RUNNING, BatchState.DONE, BatchState.UNDOING, BatchState.UNDONE
)
policy(
    "intake.ImportBatch",
    see=_registrar & _arrived,
    create=_registrar,
    discard=_registrar,
    undo=_registrar,
    deliver=acts_for("organisation", *REPORTING_ROLES) & where("waits", True),
)

# The rule table is open to the people who explain it; only administrators add to it and end rules.
policy(
    "intake.LegalRule",
    see=_registrar | has_role(Role.ADMINISTRATOR),
    create=has_role(Role.ADMINISTRATOR),
    end=has_role(Role.ADMINISTRATOR),
)
