"""Restricting a report, handing it to another keeper, and lifting the restriction; each a fact of its own."""

from collections.abc import Iterable

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.choices import RestrictionEnding, RestrictionReason
from schakel.register.intake.consents import chain_of
from schakel.register.intake.keepers import registrars
from schakel.register.intake.models import Report
from schakel.register.intake.restrictions import ReportRestriction, RestrictionEnd


class NotRestrictedError(Exception):
    """The report is not restricted (any more), or is already: somebody was first."""


def restrict(*, by: Actor, report: Report, keeper: User, reason: str, note: str = "") -> None:
    """Keep a report, with all its versions, from everybody of the centre but `keeper`, from now on.

    Its sender sees it as before and is not told; it counts as before. Raises PermissionDenied, ValueError
    (no such reason, or the keeper is no registrar) and NotRestrictedError where it is restricted already.
    """
    require(by, "restrict", report)
    reason = RestrictionReason(reason)
    _must_be_registrar(keeper)
    with transaction.atomic():
        chain = _locked(report)
        if _standing(chain):
            raise NotRestrictedError
        ReportRestriction.objects.bulk_create(
            ReportRestriction(
                report=each, keeper=keeper, reason=reason, note=note.strip(), by=by.actor_id
            )
            for each in chain
        )
        _log(by, chain, "restricted", reason)


def lift(*, by: Actor, report: Report, note: str) -> None:
    """The keeper opens the report to all registrars again. Raises PermissionDenied and NotRestrictedError."""
    with transaction.atomic():
        chain = _locked(report)
        for row in _must_stand(chain):
            require(by, "lift", row)
            _end(by, row, RestrictionEnding.LIFTED, note)
        _log(by, chain, "lifted")


def hand_over(*, by: Actor, report: Report, keeper: User, note: str) -> None:
    """Another registrar keeps the report from now on.

    The keeper may, and an administrator, who sees nothing of the report: for when the keeper is ill or gone.
    Raises PermissionDenied, ValueError (no registrar, or no reason given by an administrator) and
    NotRestrictedError.
    """
    _must_be_registrar(keeper)
    with transaction.atomic():
        chain = _locked(report)
        for row in _must_stand(chain):
            require(by, "hand_over", row)
            own = row.keeper_id == getattr(by, "pk", None)
            if not own and not note.strip():
                raise ValueError("who takes a record from its keeper says why")
            _end(by, row, RestrictionEnding.HANDED_OVER if own else RestrictionEnding.TAKEN, note)
            ReportRestriction.objects.create(
                report_id=row.report_id,
                keeper=keeper,
                reason=row.reason,
                note=row.note,
                by=by.actor_id,
            )
        _log(by, chain, "handed_over")


def follow_correction(*, by: Actor, old: Report, new: Report) -> None:
    """What corrects a restricted report is restricted like it; call in the transaction that makes it."""
    for row in _standing([old]):
        ReportRestriction.objects.create(
            report=new, keeper=row.keeper, reason=row.reason, note=row.note, by=by.actor_id
        )


def _must_be_registrar(keeper: User) -> None:
    if not registrars().filter(pk=keeper.pk).exists():
        raise ValueError("only a registrar keeps a restricted report")


def _locked(report: Report) -> list[Report]:
    """Every version of the report; two colleagues who act at once do so one after the other."""
    rows = Report.objects.select_for_update(of=("self",)).filter(pk__in=chain_of(report))
    return list(rows.order_by("pk"))


def _standing(chain: Iterable[Report]) -> list[ReportRestriction]:
    rows = ReportRestriction.objects.standing().filter(report__in=list(chain))
    return list(rows.select_related("keeper"))


def _must_stand(chain: Iterable[Report]) -> list[ReportRestriction]:
    rows = _standing(chain)
    if not rows:
        raise NotRestrictedError
    return rows


def _end(by: Actor, row: ReportRestriction, how: RestrictionEnding, note: str) -> None:
    RestrictionEnd.objects.create(restriction=row, how=how, by=by.actor_id, note=note.strip())


def _log(by: Actor, chain: Iterable[Report], what: str, ground: str = "") -> None:
    record_many(
        by=by,
        lines=[
            Line(
                event=Event.SECURITY,
                object_type="report",
                object_id=each.number,
                data=("restriction", what),
                ground=ground,
            )
            for each in chain
        ],
    )
