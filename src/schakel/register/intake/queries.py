"""Questions that other apps may ask about reports."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.terms.queries import label
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.vault.fields import blind
from schakel.register.intake.choices import STATELESS, Status
from schakel.register.intake.models import (
    ImportBatch,
    Report,
    ReportIdentity,
    ReportQuerySet,
    ReportStatus,
)

_CHUNK = 900  # SQLite's oldest limit on parameters is 999

Fact = tuple[str, str]


def reports_for(user: Actor) -> ReportQuerySet:
    """The reports that `user` may see, newest first, each with `status`."""
    return Report.objects.visible_to(user).with_status()


def latest_status(report: Report) -> str:
    """What became of the report last."""
    last = (
        ReportStatus.objects.filter(report=report).order_by("-pk").values_list("status", flat=True)
    )
    return last.first() or Status.RECEIVED


def by_fingerprint(fingerprints: Iterable[str]) -> dict[str, Report]:
    """The reports that were received before, by the fingerprint of what was sent."""
    wanted = list(fingerprints)
    found: dict[str, Report] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Report.objects.filter(fingerprint__in=wanted[start : start + _CHUNK])
        found.update((row.fingerprint, row) for row in rows)
    return found


def report_with_reference(scope: str, reference: str) -> Report | None:
    """The standing report to which a sender gave this reference; None where there is none."""
    index = blind(ReportIdentity, "reference_index", scope, reference)
    if not index:
        return None
    rows = Report.objects.standing().filter(identity__reference_index=index)
    return rows.order_by("-pk").first()


def numbers_by_reference(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(scope, reference) → the number of the last standing report that bears it; absent where none does."""
    pairs = {blind(ReportIdentity, "reference_index", *pair): pair for pair in references}
    pairs.pop("", None)
    wanted = list(pairs)
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = (
            Report.objects.standing()
            .filter(identity__reference_index__in=wanted[start : start + _CHUNK])
            .order_by("pk")
            .values_list("identity__reference_index", "number")
        )
        found.update((pairs[index], number) for index, number in rows)
    return found


def batches_for(user: Actor) -> VisibleQuerySet:
    """The imports that `user` may see, without their content."""
    return ImportBatch.objects.visible_to(user).defer("content")


def partial_label(text: str) -> str:
    """A stored partial date in words; "not known" for an empty one."""
    return PartialDate.parse(text).label() if text else _("not known")


def facts(report: Report) -> list[Fact]:
    """What the report says, as (label, value), without identity. Wants `with_rows()`."""
    unknown = _("not known")
    forms = [
        label("exploitation_form", one.form)
        + (f" ({label('sector', one.sector)})" if one.sector else "")
        for one in report.forms.all()
    ]
    nationalities = [
        one.country.name if one.country else label("nationality_special", STATELESS)
        for one in report.nationalities.all()
    ]
    purposes = [
        f"{label('purpose', one.purpose)}: {label('legal_basis', one.legal_basis)}"
        for one in report.purposes.all()
    ]
    sub3 = {True: _("yes"), False: _("no"), None: unknown}[report.sub3_only]
    return [
        (_("Kind of reporter"), label("reporter_type", report.reporter_type)),
        (_("Organisation"), str(report.organisation or unknown)),
        (_("Police unit"), str(report.police_unit or unknown)),
        (_("Date of report"), partial_label(report.reported_on)),
        (_("Shared about identity"), label("share_level", report.share_level)),
        (_("Purpose and legal basis"), "; ".join(purposes) or unknown),
        (_("Age"), str(report.age) if report.age is not None else unknown),
        (_("Age group"), label("age_group", report.age_group)),
        (_("Gender"), label("gender", report.gender)),
        (_("Nationality"), ", ".join(nationalities) or unknown),
        (_("Country of birth"), str(report.country_of_birth or unknown)),
        (_("Residence status"), label("residence_status", report.residence_status)),
        (_("Form of exploitation"), "; ".join(forms) or unknown),
        (_("Municipality of exploitation"), str(report.place_municipality or unknown)),
        (_("Country of exploitation"), str(report.place_country or unknown)),
        (
            _("Domestic or cross-border"),
            label("domestic_crossborder", report.domestic_crossborder),
        ),
        (_("Police report (aangifte)"), label("police_report_status", report.police_report_status)),
        (
            _("Reflection period"),
            label("reflection_period_status", report.reflection_period_status),
        ),
        (_("Only art. 273f(1)(3)"), sub3),
    ]
