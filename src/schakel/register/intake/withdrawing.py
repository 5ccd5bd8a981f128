"""Consent is taken back: recorded, and its consequences carried out and listed, in one transaction."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.vault.fields import EncryptedField
from schakel.register.intake.announced import tell_status
from schakel.register.intake.choices import TRANSITIONS, ConsentGivenBy, Consequence, Status
from schakel.register.intake.consents import (
    chain_of,
    mark_of_reference,
    registration_ended,
    standing_bases,
    standing_consents,
)
from schakel.register.intake.consequences import Ending, carry_out
from schakel.register.intake.legal import REGISTRATION, allows_identity
from schakel.register.intake.models import (
    Attachment,
    ClosedIdentity,
    ConsentWithdrawal,
    Report,
    ReportIdentity,
    ReportPurpose,
    ReportStatus,
    WithdrawalConsequence,
    WithdrawnPurpose,
)
from schakel.register.intake.queries import latest_status

# By which code erasing a column is listed; what is not named here is a note.
_CODES = {
    "surname": Consequence.NAMES_ERASED,
    "name_prefix": Consequence.NAMES_ERASED,
    "given_names": Consequence.NAMES_ERASED,
    "birth_name": Consequence.NAMES_ERASED,
    "aliases": Consequence.NAMES_ERASED,
    "date_of_birth": Consequence.BIRTH_ERASED,
    "birth_basis": Consequence.BIRTH_ERASED,
    "birth_place": Consequence.BIRTH_ERASED,
    "v_number": Consequence.NUMBERS_ERASED,
    "phone": Consequence.NUMBERS_ERASED,
    "person_key": Consequence.CODE_ERASED,
    "reporter_reference": Consequence.REFERENCE_ERASED,
}
# What tells the register that two reports are about one person.
_RECOGNISED_BY = ("person_key",)


class NothingToWithdrawError(Exception):
    """None of these purposes rests on consent any more."""


def withdraw_consent(
    *, by: Actor, report: Report, purposes: Collection[str], withdrawn_on: date, given_by: str
) -> ConsentWithdrawal:
    """Take back consent for these purposes, of the report and of all that it corrects.

    Raises PermissionDenied, ValidationError (a day to come, nobody's word) and NothingToWithdrawError.
    """
    require(by, "withdraw_consent", report)
    if withdrawn_on > timezone.localdate():
        raise ValidationError({"withdrawn_on": _("This day is still to come.")})
    if given_by not in ConsentGivenBy.values:
        raise ValidationError({"given_by": _("Say who withdrew the consent.")})
    with transaction.atomic():
        chain = _locked_chain(report)
        rows = list(standing_consents(chain).filter(purpose__in=purposes))
        if not rows:
            raise NothingToWithdrawError
        withdrawal = ConsentWithdrawal.objects.create(
            report=report, withdrawn_on=withdrawn_on, given_by=given_by, by=by.actor_id
        )
        WithdrawnPurpose.objects.bulk_create(
            WithdrawnPurpose(withdrawal=withdrawal, purpose=row) for row in rows
        )
        shared = {row.purpose for row in rows} - {REGISTRATION}
        done: Counter[str] = Counter({Consequence.SHARING_STOPPED: len(shared)})
        done += _close(by, withdrawal, chain)
        _list(withdrawal, done)
        record(
            by=by,
            event=Event.CHANGE,
            object_type="report",
            object_id=report.number,
            data=("consent", *sorted({row.purpose.lower() for row in rows})),
        )
    return withdrawal


def _locked_chain(report: Report) -> frozenset[int]:
    """The reports of the chain, locked; a correction may be added while we wait for the lock."""
    known: frozenset[int] = frozenset()
    while (found := chain_of(report)) != known:
        known = found
        rows = Report.objects.filter(pk__in=known).order_by("pk")
        # Without the key: whoever registers these reports meanwhile refers to them, and must not wait for us.
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return known


def _close(by: Actor, withdrawal: ConsentWithdrawal, chain: frozenset[int]) -> Counter[str]:
    """End what no ground carries any more, here and wherever it was copied to."""
    ended, erased = _endings(chain)
    before = dict(ClosedIdentity.objects.filter(pk__in=ended).values_list("pk", "erased"))
    ended = {pk for pk in ended if pk not in before or (pk in erased and not before[pk])}
    erased &= ended
    if not ended:
        return Counter()
    identities = list(ReportIdentity.objects.filter(pk__in=ended).select_related("report"))
    marks = {
        one.pk: mark_of_reference(one.scope, one.reporter_reference)
        for one in identities
        if one.pk in erased
    }
    for pk in sorted(ended):
        ClosedIdentity.objects.update_or_create(
            report_id=pk,
            defaults={
                "withdrawal": withdrawal,
                "erased": pk in erased,
                "reference_mark": marks.get(pk, ""),
            },
        )
    done = Counter(_erase_identities(identities, erased))
    done[Consequence.TEXTS_ERASED] = _erase_texts(erased)
    done[Consequence.ATTACHMENTS_ERASED] = _erase_attachments(erased)
    done[Consequence.QUESTION_CLOSED] = _end_questions(by, erased)
    done += carry_out(
        Ending(
            reports=frozenset(ended),
            erased=frozenset(erased),
            by=by,
            at=withdrawal.recorded_at,
        )
    )
    return done


def _endings(chain: frozenset[int]) -> tuple[set[int], set[int]]:
    """Of which reports the registration rests on nothing now, and of which no purpose does."""
    purposes: dict[int, list[ReportPurpose]] = {pk: [] for pk in chain}
    for row in ReportPurpose.objects.filter(report__in=chain).select_related("withdrawn"):
        purposes[row.report_id].append(row)
    ended = {pk for pk, rows in purposes.items() if registration_ended(rows)}
    erased = {pk for pk in ended if not allows_identity(standing_bases(purposes[pk]))}
    return ended, erased


def _erase_identities(identities: Iterable[ReportIdentity], erased: set[int]) -> Iterable[str]:
    """Empty the columns that must go; yields a code for each kind of thing, once per report."""
    columns = [
        field.name
        for field in ReportIdentity._meta.concrete_fields
        if isinstance(field, EncryptedField)
    ]
    for row in identities:
        names = columns if row.pk in erased else _RECOGNISED_BY
        filled = [name for name in names if getattr(row, name)]
        for name in filled:
            setattr(row, name, "")
        row.save()  # as a whole, so that the blind indexes go with what they were made of
        yield from {_CODES.get(name, Consequence.NOTE_ERASED) for name in filled}


def _erase_texts(erased: set[int]) -> int:
    """Questions, answers and reasons may tell who it is about; that they were there stays."""
    return ReportStatus.objects.filter(report__in=erased).exclude(note="").update(note="")


def _erase_attachments(erased: set[int]) -> int:
    """Files go as a whole: what is in them, nobody here can tell."""
    rows = Attachment.objects.filter(report__in=erased)
    number = rows.count()
    rows.delete()
    return number


def _end_questions(by: Actor, erased: set[int]) -> int:
    """Say so in the history of the reports that still count; returns how many questions that closed."""
    closed = 0
    for report in Report.objects.filter(pk__in=erased).standing():
        state = latest_status(report)
        if Status.CONSENT_WITHDRAWN in TRANSITIONS[state]:
            closed += state == Status.QUESTION
            row = ReportStatus.objects.create(
                report=report,
                status=Status.CONSENT_WITHDRAWN,
                at=timezone.now(),
                by=by.actor_id,
            )
            tell_status(row)
    return closed


def _list(withdrawal: ConsentWithdrawal, done: Counter[str]) -> None:
    """Keep what was done as codes and numbers, in the order in which they are explained."""
    WithdrawalConsequence.objects.bulk_create(
        WithdrawalConsequence(withdrawal=withdrawal, code=code, count=done[code])
        for code in Consequence.values
        if done[code]
    )
