"""Questions that other apps may ask about reports."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.queries import country_name, municipality
from schakel.foundation.terms.queries import codes, label, nationality_label
from schakel.foundation.ui.dates import PartialDate, first_of_january_notice
from schakel.foundation.vault.fields import blind
from schakel.register.intake.ages import Ages
from schakel.register.intake.choices import ENCODED, BatchState, Circumstance, Status
from schakel.register.intake.consents import (
    as_it_stands,
    erased_references,
    ground_in_words,
    mark_of_reference,
)
from schakel.register.intake.data import (
    CIRCUMSTANCES,
    IDENTITY_TEXTS,
    CountryData,
    FormData,
    PurposeData,
    ReportData,
)
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.legal import explained
from schakel.register.intake.models import (
    ImportBatch,
    Report,
    ReportIdentity,
    ReportPurpose,
    ReportQuerySet,
    ReportStatus,
)
from schakel.register.intake.names import parted
from schakel.register.intake.rules import REPORTING_ROLES

SHELTER = "SHELTER"
_CHUNK = 900  # SQLite's oldest limit on parameters is 999

Fact = tuple[str, str]


def reports_for(user: Actor) -> ReportQuerySet:
    """The reports that `user` may see, newest first, each with `status`."""
    return Report.objects.visible_to(user).with_status()


def own_reports(user: Actor) -> ReportQuerySet:
    """What the list of a reporter shows: of who it is about, only the sender's own reference is opened.

    The centre's people have none: they read reports in the register.
    """
    closed = {"date_of_birth", *IDENTITY_TEXTS} - {"reporter_reference"}
    return (
        reports_for(user)
        .filter(organisation__in=user.organisations_as(REPORTING_ROLES))
        .select_related("organisation", "identity")
        .defer(*(f"identity__{name}" for name in sorted(closed)))
    )


def asking_shelter(user: Actor) -> ReportQuerySet:
    """The standing reports with which shelter is asked, as far as `user` may take them up; oldest first.

    Where consent to that was withdrawn, it is asked no more.
    """
    asked = ReportPurpose.objects.filter(purpose=SHELTER, withdrawn=None).values("report")
    rows = Report.objects.standing().visible_to(user, "shelter").filter(pk__in=asked)
    return rows.select_related("organisation").order_by("received_at", "pk")


def senders_for(user: Actor) -> QuerySet[Organisation]:
    """The organisations for which `user` may send a report; a registrar takes calls from all."""
    rows = Organisation.objects.filter(active=True).exclude(reporter_type="")
    if Role.REGISTRAR not in user.roles:
        rows = rows.filter(pk__in=user.organisations_as(REPORTING_ROLES))
    return rows.order_by("name")


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
    """The standing report to which a sender gave this reference; None where there is none.

    A report of which the reference was erased with the consent counts, or it would come back unseen.
    """
    index = blind(ReportIdentity, "reference_index", scope, reference)
    if not index:
        return None
    bearing = Report.objects.standing().filter(identity__reference_index=index).order_by()
    mark = mark_of_reference(scope, reference)
    erased = Report.objects.filter(closed_identity__reference_mark=mark).order_by()
    return bearing.union(erased).order_by("-pk").first()


def numbers_by_reference(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(scope, reference) → the number of the last standing report that bears it; absent where none does."""
    pairs = {blind(ReportIdentity, "reference_index", *pair): pair for pair in references}
    pairs.pop("", None)
    wanted = list(pairs)
    found = erased_references(pairs.values())
    for start in range(0, len(wanted), _CHUNK):
        rows = (
            Report.objects.standing()
            .filter(identity__reference_index__in=wanted[start : start + _CHUNK])
            .order_by("pk")
            .values_list("identity__reference_index", "number")
        )
        found.update((pairs[index], number) for index, number in rows)
    return found


def batches_for(user: Actor) -> VisibleQuerySet[ImportBatch]:
    """The imports that `user` may see, without their content."""
    return ImportBatch.objects.visible_to(user).defer("content")


def deliveries_for(user: Actor) -> VisibleQuerySet[ImportBatch]:
    """The files that `user`'s own organisation delivered itself, newest first, without their content."""
    rows = ImportBatch.objects.visible_to(user, "deliver").select_related("organisation")
    return rows.exclude(state=BatchState.DISCARDED).defer("content", "undo_reason")


def partial_label(text: str) -> str:
    """A stored partial date in words; says that it is not known for an empty one."""
    return PartialDate.parse(text).label() if text else _("Not known")


def birth_label(born: PartialDate) -> str:
    """A date of birth in words, with what may be doubted about it."""
    words = born.label()
    return f"{words} ({first_of_january_notice()})" if born.may_stand_for_unknown else words


def birth_basis_label(code: str) -> str:
    """Where a date of birth comes from; "" where that is not known."""
    return label("birth_basis", code) if code else ""


def place_label(code: str) -> str:
    """The name of a municipality or a country; an unknown code itself."""
    place = municipality(code)
    return place.display_name if place else country_name(code)


def ages_label(ages: Ages | None) -> str:
    """An age, or the ages between which it lies; says that it is not known."""
    if ages is None:
        return _("Not known")
    low, high = ages
    return (
        str(low)
        if low == high
        else _("%(low)s up to and including %(high)s") % {"low": low, "high": high}
    )


def facts(report: Report) -> list[Fact]:
    """What the report says, as (label, value), without identity. Wants `with_rows()`."""
    unknown = _("Not known")
    forms = [
        label("exploitation_form", one.form)
        + (f" ({label('sector', one.sector)})" if one.sector else "")
        for one in report.forms.all()
    ]
    nationalities = [nationality_label(one.code) for one in report.nationalities.all()]
    purposes = [
        f"{label('purpose', one.purpose)}: {ground_in_words(one)}" for one in report.purposes.all()
    ]
    sub3 = {True: _("Yes"), False: _("No"), None: unknown}[report.sub3_only]
    return [
        (_("Kind of reporter"), label("reporter_type", report.reporter_type)),
        (_("Organisation"), str(report.organisation or unknown)),
        (_("Region of the report"), str(report.police_unit or unknown)),
        (_("Date of report"), partial_label(report.reported_on)),
        (_("Shared about identity"), label("share_level", report.share_level)),
        (_("Purpose and legal basis"), "; ".join(purposes) or unknown),
        (_("Why this legal basis"), " ".join(_citations(report)) or unknown),
        (_("Age"), str(report.age) if report.age is not None else ages_label(report.ages)),
        (_("Age group"), label("age_group", report.age_group)),
        (_("Gender"), label("gender", report.gender)),
        (_("Nationality"), ", ".join(nationalities) or unknown),
        (_("Country of birth"), str(report.country_of_birth or unknown)),
        (_("Residence status"), label("residence_status", report.residence_status)),
        (_("Form of exploitation"), "; ".join(forms) or unknown),
        (_("Municipality of exploitation"), str(report.place_municipality or unknown)),
        (_("Country of exploitation"), str(report.place_country or unknown)),
        *_told_about(report),
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


def _told_about(report: Report) -> list[Fact]:
    """When, where else, by which way and how; only what was told, as few reports tell all."""
    parts: dict[str, list[str]] = {}
    for part in report.countries.all():
        parts.setdefault(part.role, []).append(country_name(part.country_id))
    ways: dict[str, list[str]] = {}
    for way in report.circumstances.all():
        ways.setdefault(way.code_list, []).append(label(way.code_list, way.code))
    told = [
        (
            _("Other places of exploitation"),
            [place_label(p.code) for p in report.further_places.all()],
        ),
        (_("When"), [one.period.label() for one in report.periods.all()]),
        (
            _("Age when it began"),
            [ages_label(report.starting_ages)] if report.starting_ages else [],
        ),
        *((label("country_role", role), parts.get(role, [])) for role in codes("country_role")),
        *((Circumstance(name).label, ways.get(name, [])) for name in Circumstance.values),
    ]
    return [(str(name), "; ".join(values)) for name, values in told if values]


def _citations(report: Report) -> list[str]:
    """Per purpose, the rule that named the ground when the report came in; none where no rule did."""
    on = timezone.localdate(report.received_at)
    kind, age = report.reporter_type, report.age
    found = [
        (one.purpose, explained(kind, one.purpose, one.legal_basis, age, on))
        for one in report.purposes.all()
    ]
    return [f"{label('purpose', purpose)}: {text}" for purpose, text in found if text]


def identity_facts(report: Report) -> list[Fact]:
    """Who the report says it is about, as (label, value); only what was given. Log that you showed it."""
    identity = report.identity
    given = [
        (_("Your reference"), identity.reporter_reference),
        (_("Surname"), identity.surname),
        (_("Name prefix"), identity.name_prefix),
        (_("Given names"), identity.given_names),
        (_("Surname at birth"), identity.birth_name),
        (_("Other names"), identity.aliases),
        (
            _("Date of birth"),
            birth_label(PartialDate.parse(identity.date_of_birth))
            if identity.date_of_birth
            else "",
        ),
        (_("How the date is known"), birth_basis_label(identity.birth_basis)),
        (_("Place of birth"), identity.birth_place),
        (_("V-number"), identity.v_number),
        (_("Telephone number of the person"), identity.phone),
        (_("Your code for this person"), identity.person_key),
        (_("Note"), identity.note),
    ]
    return [(name, value) for name, value in given if value]


def history(report: Report) -> list[dict[str, object]]:
    """What became of the report, oldest first, for a timeline; notes are the sender's and the centre's."""
    received = {"time": report.received_at, "title": Status.RECEIVED.label, "text": ""}
    return [received] + [
        {
            "time": row.at,
            "title": ": ".join(filter(None, (row.get_status_display(), row.get_reason_display()))),
            "text": row.note,
        }
        for row in report.statuses.all()
    ]


def data_of(report: Report) -> ReportData:
    """What a report says, as it came in but for consent withdrawn since.

    Wants `with_rows()` and opens the identity.
    """
    identity = report.identity
    return ReportData(
        scope=identity.scope,
        organisation_id=report.organisation_id,
        reported_on=_date(report.reported_on),
        date_of_birth=_date(identity.date_of_birth),
        nationalities=tuple(one.code for one in report.nationalities.all()),
        country_of_birth=report.country_of_birth_id,
        forms=tuple(FormData(one.form, one.sector) for one in report.forms.all()),
        place_municipality=report.place_municipality_id,
        place_country=report.place_country_id,
        further_places=tuple(one.code for one in report.further_places.all()),
        countries=tuple(CountryData(one.country_id, one.role) for one in report.countries.all()),
        periods=tuple(one.period for one in report.periods.all()),
        **_circumstances(report),
        police_unit=report.police_unit_id,
        purposes=tuple(
            as_it_stands(one, PurposeData(one.purpose, one.legal_basis, _date(one.consent_date)))
            for one in report.purposes.all()
        ),
        encoded=report.share_level == ENCODED or None,
        **{name: getattr(report, name) for name in _SAME_IN_DATA},
        **{name: getattr(identity, name) for name in IDENTITY_TEXTS if name != "aliases"},
        aliases=parted(identity.aliases),
    )


def _circumstances(report: Report) -> dict[str, Any]:
    rows = report.circumstances.all()
    return {
        field: tuple(one.code for one in rows if one.code_list == code_list)
        for code_list, field in CIRCUMSTANCES.items()
    }


_SAME_IN_DATA = (
    "reporter_type",
    "age",
    "gender",
    "residence_status",
    "domestic_crossborder",
    "police_report_status",
    "reflection_period_status",
    "sub3_only",
)


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def drafts_for(user: Actor) -> QuerySet[ReportDraft]:
    """What `user` is writing and did not send, the last changed first; what is too old is gone."""
    rows = ReportDraft.objects.visible_to(user).select_related("organisation")
    return rows.filter(sent_as=None, expires_at__gt=timezone.now())


def kept_drafts() -> VisibleQuerySet:
    """Everybody's drafts that an address may name: those under way, and traces of those sent."""
    rows = ReportDraft.objects.select_related("organisation", "sent_as")
    return rows.filter(expires_at__gt=timezone.now())
