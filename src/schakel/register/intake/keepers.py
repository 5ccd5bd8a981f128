"""Who keeps which restricted reports, and which reports are closed to whom: asked by every rule above."""

from collections.abc import Collection

from django.db.models import QuerySet

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import Rule, outside
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.register.intake.models import Report, ReportQuerySet
from schakel.register.intake.restrictions import ReportRestriction, RestrictionQuerySet


def restrictions_closing(user: Actor) -> RestrictionQuerySet:
    """The restrictions that close a report to `user`: those that somebody else keeps."""
    standing = ReportRestriction.objects.standing()
    if isinstance(user, SystemActor):
        return standing.none()
    key = getattr(user, "pk", None)
    return standing if key is None else standing.exclude(keeper=key)


def closed_reports(user: Actor) -> ReportQuerySet:
    """The restricted reports that `user` does not keep."""
    return Report.objects.filter(pk__in=restrictions_closing(user).values("report"))


def open_report(path: str) -> Rule:
    """The report at the end of `path` is not restricted, or the actor keeps it; ``pk``: the row itself."""
    return outside(path, closed_reports)


def keepers_of(reports: Collection[int]) -> dict[int, User]:
    """Report → who keeps it, for those that are restricted."""
    rows = ReportRestriction.objects.standing().filter(report__in=reports)
    return {row.report_id: row.keeper for row in rows.select_related("keeper").defer("note")}


def is_restricted(number: str) -> bool:
    """Does somebody keep the report of this number from others?"""
    return ReportRestriction.objects.standing().filter(report__number=number).exists()


def restriction_of(report: Report) -> ReportRestriction | None:
    """What keeps the report from others; for its keeper only."""
    rows = ReportRestriction.objects.standing().filter(report=report)
    return rows.defer("note").first()


def registrars() -> QuerySet[User]:
    """The colleagues to whom a report can be assigned, and who can keep a restricted one; by name."""
    rows = User.objects.filter(is_active=True, mandates__role=Role.REGISTRAR)
    return rows.distinct().order_by("name")
