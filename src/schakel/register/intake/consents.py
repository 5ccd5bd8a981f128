"""Questions about consent: which still stands, what was withdrawn, and what may therefore not come back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.foundation.terms.queries import label
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.vault.fingerprints import fingerprint
from schakel.register.intake.choices import Consequence
from schakel.register.intake.data import PurposeData, ReportData
from schakel.register.intake.legal import CONSENT, NO_IDENTITY, REGISTRATION, allows_identity
from schakel.register.intake.models import (
    ClosedIdentity,
    ConsentWithdrawal,
    Report,
    ReportPurpose,
    WithdrawnPurpose,
)

# Says whether others reported the person too; it is done to every report alike, and shown to staff only.
STAFF_ONLY = frozenset({Consequence.STANDS_ALONE, Consequence.REASONS_ERASED})
_CHUNK = 900


def chain_of(report: Report) -> frozenset[int]:
    """Primary keys of the report, of all that it corrects and of all that correct it."""
    found, fresh = {report.pk}, {report.pk}
    while fresh:
        near = Report.objects.filter(Q(corrects__in=fresh) | Q(corrections__in=fresh))
        fresh = set(near.values_list("pk", flat=True)) - found
        found |= fresh
    return frozenset(found)


def standing_consents(reports: Collection[int]) -> QuerySet[ReportPurpose]:
    """The purposes of these reports that rest on consent which nobody took back."""
    rows = ReportPurpose.objects.filter(report__in=reports, legal_basis__in=CONSENT)
    return rows.filter(withdrawn=None)


def purposes_on_consent(report: Report) -> list[str]:
    """Codes of `purpose` for which consent can be withdrawn, registration first; its chain counts along."""
    return _in_order(standing_consents(chain_of(report)).values_list("purpose", flat=True))


def withdrawals_of(report: Report) -> QuerySet[ConsentWithdrawal]:
    """Every withdrawal that concerns the report, the oldest first, with what was done."""
    return _withdrawals(chain_of(report))


@dataclass(frozen=True)
class State:
    """Consent for a report: the purposes for which it can be withdrawn, and what was withdrawn."""

    consents: list[str]
    withdrawals: list[ConsentWithdrawal]


def state_of(report: Report) -> State:
    """For a page about the report; wants `with_rows()`, and asks nothing more about most reports."""
    if report.corrects_id or report.corrections.all():
        chain = chain_of(report)
        found = standing_consents(chain).values_list("purpose", flat=True)
        return State(_in_order(found), list(_withdrawals(chain)))
    rows = list(report.purposes.all())
    standing = [row.purpose for row in rows if row.legal_basis in CONSENT and not is_withdrawn(row)]
    withdrawn = any(is_withdrawn(row) for row in rows)
    return State(_in_order(standing), list(_withdrawals([report.pk])) if withdrawn else [])


def _in_order(codes: Iterable[str]) -> list[str]:
    return sorted(set(codes), key=lambda code: (code != REGISTRATION, code))


def _withdrawals(chain: Collection[int]) -> QuerySet[ConsentWithdrawal]:
    rows = ConsentWithdrawal.objects.filter(report__in=chain)
    return rows.prefetch_related("purposes__purpose", "consequences").order_by("pk")


def closed(reports: Iterable[int]) -> set[int]:
    """Which of these reports may not say to the register any more who they are about."""
    wanted = list(reports)
    found: set[int] = set()
    for start in range(0, len(wanted), _CHUNK):
        rows = ClosedIdentity.objects.filter(report__in=wanted[start : start + _CHUNK])
        found.update(rows.values_list("pk", flat=True))
    return found


def registration_ended(purposes: Iterable[ReportPurpose]) -> bool:
    """Does no ground remain to register who it is? Wants all purposes of one report, with `withdrawn`."""
    rows = list(purposes)
    concerned = [row for row in rows if row.purpose == REGISTRATION] or rows
    return not allows_identity(standing_bases(concerned))


def standing_bases(purposes: Iterable[ReportPurpose]) -> list[str]:
    """The grounds that were not withdrawn."""
    return [row.legal_basis for row in purposes if not is_withdrawn(row)]


def is_withdrawn(purpose: ReportPurpose) -> bool:
    """Was consent for this purpose taken back?"""
    return getattr(purpose, "withdrawn", None) is not None


def ground_in_words(purpose: ReportPurpose) -> str:
    """The legal basis, and since when it is withdrawn; wants `withdrawn__withdrawal`."""
    text = label("legal_basis", purpose.legal_basis)
    if not is_withdrawn(purpose):
        return text
    day = date_format(purpose.withdrawn.withdrawal.withdrawn_on, "j F Y")
    return _("%(basis)s (withdrawn on %(day)s)") % {"basis": text, "day": day}


def as_it_stands(purpose: ReportPurpose, said: PurposeData) -> PurposeData:
    """What the report said of a purpose, without consent that was withdrawn since."""
    return PurposeData(said.purpose, NO_IDENTITY) if is_withdrawn(purpose) else said


def mark_of_reference(scope: str, reference: str) -> str:
    """What remains of a reference that was erased: enough to refuse it, too little to read it."""
    reference = reference.strip()
    return fingerprint("intake.erased-reference", scope, reference) if reference else ""


def erased_references(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(scope, reference) → number of the report of which it was erased; absent where none was."""
    wanted = [pair for pair in references if pair[1].strip()]
    if not wanted or not ClosedIdentity.objects.exclude(reference_mark="").exists():
        return {}
    marks = {mark_of_reference(*pair): pair for pair in wanted}
    keys, found = list(marks), {}
    for start in range(0, len(keys), _CHUNK):
        rows = ClosedIdentity.objects.filter(reference_mark__in=keys[start : start + _CHUNK])
        for mark, number in rows.order_by("pk").values_list("reference_mark", "report__number"):
            found[marks[mark]] = number
    return found


def refuse_return(report: Report, data: ReportData) -> None:
    """Raise ValidationError where a correction would bring back what ended with the consent.

    Only consent that was given since, with its day, opens the way again.
    """
    withdrawn = _withdrawn_since(chain_of(report))
    if not withdrawn:
        return
    stale = [one for one in data.purposes if _is_old(one, withdrawn.get(one.purpose))]
    if stale:
        raise ValidationError({"consent_date": _old_consent(stale[0], withdrawn)})
    fresh = any(one.legal_basis in CONSENT and one.purpose in withdrawn for one in data.purposes)
    if (data.has_identity or data.person_key) and not fresh and closed([report.pk]):
        raise ValidationError({_identity_field(data): _no_consent()})


def _withdrawn_since(chain: Collection[int]) -> dict[str, date]:
    """The last day on which consent was withdrawn, by purpose."""
    rows = WithdrawnPurpose.objects.filter(purpose__report__in=chain).order_by("withdrawal")
    return dict(rows.values_list("purpose__purpose", "withdrawal__withdrawn_on"))


def _is_old(one: PurposeData, withdrawn_on: date | None) -> bool:
    if withdrawn_on is None or one.legal_basis not in CONSENT:
        return False
    return one.consent_date is None or _first_day(one.consent_date) < withdrawn_on


def _first_day(value: PartialDate) -> date:
    return date(value.year, value.month or 1, value.day or 1)


def _old_consent(one: PurposeData, withdrawn: dict[str, date]) -> str:
    return _(
        "This consent was withdrawn on %(day)s. Give the day of new consent, or send the correction "
        "without consent."
    ) % {"day": date_format(withdrawn[one.purpose], "j F Y")}


def _no_consent() -> str:
    return _(
        "Consent for this report was withdrawn, so it may not say who the person is. Leave it out, or "
        "first ask for new consent and give its day."
    )


def _identity_field(data: ReportData) -> str:
    return data.identified_by or "person_key"


@dataclass(frozen=True)
class Remains:
    """What stays of a report after consent was withdrawn."""

    counts: bool  # it still counts, as an entry without an identity
    identity: bool  # it still says who it is about, on another ground or for another purpose


def remains_of(report: Report, counts: bool) -> Remains:
    """`counts`: the report is neither withdrawn nor replaced."""
    erased = ClosedIdentity.objects.filter(report=report, erased=True).exists()
    return Remains(counts=counts, identity=not erased)
