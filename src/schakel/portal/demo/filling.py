"""Fills an empty database with invented organisations, reports, persons and a released table."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import (
    create_demo_logins,
    create_demo_organisations,
    create_organisation,
)
from schakel.foundation.accounts.choices import DEMO_DOMAIN, Role
from schakel.foundation.accounts.demo import DEMO_LOGINS
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.accounts.token_changes import create_demo_token
from schakel.foundation.geography.models import Municipality, PoliceUnit
from schakel.foundation.terms.models import Term
from schakel.foundation.terms.numbers import numbers_from
from schakel.insight.analysis.actions import make_snapshot, save_table
from schakel.insight.analysis.questions import Question
from schakel.insight.delivery.accountability.demo import publish_demo_statements
from schakel.insight.delivery.deliveries.demo import deliver_demo_records
from schakel.insight.delivery.demo import publish_demo_overview
from schakel.insight.disclosure.demo import release_demo_figures
from schakel.insight.estimation.demo import publish_demo_estimate
from schakel.insight.synthesis.demo import publish_demo_records
from schakel.network.directory.demo import create_demo_listings
from schakel.network.monitor.demo import fill_monitor
from schakel.portal.demo import mix
from schakel.portal.demo.coded import hear_of_codes
from schakel.portal.demo.decisions import fill_decisions, registrars
from schakel.portal.demo.desk import fill_desk
from schakel.portal.demo.linked import decide_some, measure_linkage
from schakel.portal.demo.listening import create_demo_messages
from schakel.portal.demo.meeting import fill_network
from schakel.portal.demo.pairs import add_pairs, compare_newest
from schakel.portal.demo.people import DemoReport, Inventor
from schakel.portal.demo.sample import FILE_WITH_MISTAKES, NOTE, OWN_FILE
from schakel.portal.demo.sheltered import fill_shelter
from schakel.register.intake import actions as intake
from schakel.register.intake import deliveries, drafting, tipping, withdrawing
from schakel.register.intake.attachments import keeping
from schakel.register.intake.choices import BatchState, ConsentGivenBy, FileFormat, OnError
from schakel.register.intake.consents import purposes_on_consent
from schakel.register.intake.data import ReportData
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.intake.steps import STEPS
from schakel.register.persons import actions as persons
from schakel.register.persons.models import Membership
from schakel.register.persons.queries import unregistered

Progress = Callable[[str], None]
# Years that the demo's agreement covers.
_DELIVERED = 5
BY = SystemActor("demo-data")
SEED = 20261121
# The newest reports are left for the registrar to decide on.
LEFT_WAITING = 14
# So many second reports of the last year became persons of their own: a registrar will find them.
REGISTERED_TWICE = 6
CENTRE = ZoneInfo("Europe/Amsterdam")


class NotEmpty(Exception):
    """The database holds reports that the demo did not make."""


def is_demo() -> bool:
    """Whether the demo's own users are here."""
    return User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").exists()


def fill(*, progress: Progress, seed: int = SEED) -> bool:
    """Fill the database, unless the demo is there already (False). Raises NotEmpty.

    All or nothing: a process that is stopped half-way leaves the database empty.
    """
    if is_demo():
        return False
    if Report.objects.exists() or User.objects.exists():
        raise NotEmpty
    with transaction.atomic(), override("nl"), numbers_from(Random(seed)):  # noqa: S311 - not secrets
        progress("organisations and logins")
        parties = _organisations()
        create_demo_logins(by=BY)
        reporter = next(one for one in DEMO_LOGINS if one.role == Role.REPORTER)
        create_demo_token(
            by=BY, organisation=create_demo_organisations(by=BY)[reporter.organisation]
        )
        create_demo_listings(Random(seed))  # noqa: S311 - invented data, not secrets
        fill_monitor(
            by=BY,
            rng=Random(seed),  # noqa: S311 - invented data, not secrets
            adviser=create_demo_organisations(by=BY)["municipality"],
        )
        inventor = Inventor(seed=seed, sectors=_sectors(), municipalities=_municipalities())
        first = 0
        for year, count in mix.PERSONS.items():
            progress(f"{year}: {count} persons")
            _fill_year(
                year, list(inventor.reports(year, first)), parties, last=year == max(mix.PERSONS)
            )
            first += count
        progress("a file that waits for a decision")
        _stage_file()
        _deliver_file()
        progress("shelter: three years of requests and stays, and this evening")
        fill_shelter(by=BY, seed=seed)
        progress("signals from practice, and a year of meetings")
        fill_network(by=BY)
        progress("a snapshot for analysts")
        _count()
        progress("the first release of figures")
        _release()
        _begin_report()
        _attach_files()
        _fill_desk(inventor)
        create_demo_messages(by=BY, organisation=create_demo_organisations(by=BY)["police"])
        _withdraw_consent()
        fill_decisions()
        progress("who may be the same person")
        _add_pairs()
        hear_of_codes(BY)
        tipping.take_tip(by=BY, text="Elke nacht licht in een leeg pand aan de haven. (verzonnen)")
    return True


def _begin_report() -> None:
    """A report that the demo's reporter has not finished, as half of them are at any moment."""
    user = _reporter()
    drafting.start_draft(
        by=user,
        organisation=user.mandates.get().organisation,
        token=secrets.token_hex(16),
        answers={"reporter_reference": ["PL-2026-017"], "age": ["19"]},
        step=STEPS[3].slug,
    )


def _fill_desk(inventor: Inventor) -> None:
    """What registrars are in the middle of."""
    organisations = create_demo_organisations(by=BY)
    registrar = next(one for one in DEMO_LOGINS if one.role == Role.REGISTRAR)
    fill_desk(
        by=BY,
        inventor=inventor,
        reporter=organisations["police"],
        other=organisations["care"],
        registrar=User.objects.get(email=registrar.email),
        waiting=list(unregistered()),
    )


def _add_pairs() -> None:
    organisations = create_demo_organisations(by=BY)
    first, second = registrars()
    compare_newest()
    add_pairs(by=BY, first=organisations["care"], second=organisations["police"], keeper=second)
    measure_linkage(by=BY, first=first, second=second)
    decide_some(first=first, second=second)


def _deliver_file() -> None:
    """A file of the police with two mistakes, checked and not taken in yet."""
    sender = _reporter().mandates.get().organisation
    deliveries.deliver(by=BY, content=OWN_FILE.encode(), organisation=sender)


def _reporter() -> User:
    reporter = next(one for one in DEMO_LOGINS if one.role == Role.REPORTER)
    return User.objects.get(email=reporter.email)


def _attach_files() -> None:
    """A note with the newest report of all, and with the newest that the demo's reporter sees."""
    reports = Report.objects.order_by("-received_at", "-pk")
    own = reports.filter(organisation__in=_reporter().mandates.values("organisation"))
    for report in dict.fromkeys((reports[0], own[0])):
        file = keeping.look_at(by=BY, to=report, name="toelichting.txt", content=NOTE.encode())
        keeping.add_to_report(by=BY, report=report, file=file)


def _withdraw_consent() -> None:
    """The person of the newest report by the demo's shelter took consent back."""
    newest = Report.objects.filter(reporter_type="SHELTER", purposes__legal_basis="CONSENT_VICTIM")
    report = newest.order_by("-received_at", "-pk").first()
    if report is not None:
        withdrawing.withdraw_consent(
            by=BY,
            report=report,
            purposes=purposes_on_consent(report),
            withdrawn_on=timezone.localdate(),
            given_by=ConsentGivenBy.PERSON,
        )


def _sectors() -> dict[str, list[str]]:
    """Sector codes by form of exploitation, "none" and "not known" left out."""
    terms = Term.objects.filter(list="sector").exclude(belongs_to="").order_by("order")
    return {form: [t.code for t in group] for form, group in groupby(terms, lambda t: t.belongs_to)}


def _municipalities() -> dict[str, list[tuple[str, int]]]:
    rows = Municipality.objects.valid_on(timezone.localdate()).order_by("police_unit", "code")
    return {
        unit: [(m.code, m.population or 0) for m in group]
        for unit, group in groupby(rows, lambda m: m.police_unit_id)
    }


def _organisations() -> dict[tuple[str, str | None], Organisation]:
    """Reporting organisations by kind and police unit; one each, the police one per unit."""
    demo = create_demo_organisations(by=BY)
    found: dict[tuple[str, str | None], Organisation] = {
        (party.reporter_type, party.police_unit_id): party
        for party in demo.values()
        if party.reporter_type
    }
    names = {
        "KMAR": "Koninklijke Marechaussee (demo)",
        "NLA": "Arbeidsinspectie (demo)",
        "CARE_COORDINATION": "Zorgcoördinatie Midden (demo)",
        "FAIRWORK": "Stichting Werk in het Licht (demo)",
        "SHELTER": "Opvanghuis De Haven (demo)",
        "YOUTH_CARE": "Jeugdzorg De Brug (demo)",
        "AMBULATORY": "Ambulante hulp Lantaarn (demo)",
        "NIDOS": "Voogdij voor minderjarigen (demo)",
        "COA": "Asielopvang (demo)",
        "LAWYER": "Advocatenkantoor Maatwerk (demo)",
        "MUNICIPALITY": "Gemeente Voorbeeldstad (demo)",
    }
    for kind, name in names.items():
        if (kind, None) not in found:
            found[kind, None] = create_organisation(by=BY, name=name, reporter_type=kind)
    for unit in PoliceUnit.objects.filter(code__in=mix.POLICE_UNITS):
        if ("POLICE", unit.code) not in found:
            found["POLICE", unit.code] = create_organisation(
                by=BY,
                name=f"Politie {unit.name} (demo)",
                reporter_type="POLICE",
                police_unit=unit.code,
            )
    return found


def _fill_year(
    year: int,
    invented: list[DemoReport],
    parties: dict[tuple[str, str | None], Organisation],
    *,
    last: bool,
) -> None:
    """Reports of one year arrive as one file; a registrar joins those about one person by hand."""
    rows = [_addressed(one, number, year, parties) for number, one in enumerate(invented, start=1)]
    batch = ImportBatch.objects.create(
        format=FileFormat.CSV,
        sha256=secrets.token_hex(32),
        source=f"demo {year}",
        state=BatchState.DONE,
        rows=len(rows),
        next_line=len(rows) + 2,
        reports=len(rows),
        by=BY.actor_id,
    )
    reports = intake.receive_many(by=BY, rows=[one.data for one in rows], batch=batch).reports
    pairs = list(zip(rows, reports, strict=True))
    waiting = set(_newest(pairs)) if last else set()
    firsts = {
        one.person: report for one, report in pairs if not one.second and report.pk not in waiting
    }
    persons.register_many(by=BY, reports=firsts.values())
    members = Membership.objects.open().filter(report__batch=batch).select_related("person")
    found = {member.report_id: member.person for member in members.defer("reason")}
    batch.persons = len(found)
    batch.save(update_fields=["persons"])
    seconds = [
        (one, report)
        for one, report in pairs
        if one.second and report.pk not in waiting and one.person in firsts
    ]
    twice = (
        [report.pk for one, report in seconds if one.data.surname][-REGISTERED_TWICE:]
        if last
        else []
    )
    for one, report in seconds:
        if report.pk in twice:
            persons.register(by=BY, report=report, new=True)
        else:
            persons.register(by=BY, report=report, person=found[firsts[one.person].pk])


def _newest(pairs: Iterable[tuple[DemoReport, Report]]) -> list[int]:
    ordered = sorted(pairs, key=lambda pair: str(pair[0].data.reported_on), reverse=True)
    return [report.pk for _one, report in ordered[:LEFT_WAITING]]


def _addressed(
    one: DemoReport, number: int, year: int, parties: dict[tuple[str, str | None], Organisation]
) -> DemoReport:
    """The report with its sender and the sender's own reference."""
    data = one.data
    sender = parties.get((data.reporter_type, data.police_unit)) or parties.get(
        (data.reporter_type, None)
    )
    reference = f"{data.reporter_type[:3]}-{year}-{number:04}"
    scope = sender.number if sender else f"demo {data.reporter_type}"
    sent = replace(
        data,
        organisation_id=sender.pk if sender else None,
        scope=scope,
        reporter_reference=reference,
        received_at=_arrival(data),
        line=number + 1,
    )
    return replace(one, data=sent)


def _arrival(data: ReportData) -> datetime | None:
    """During office hours of the day on which the report was made."""
    made = data.reported_on
    if made is None or made.month is None or made.day is None:
        return None
    minutes = (len(data.surname) * 37 + (data.age or 0) * 11) % 480
    return datetime(made.year, made.month, made.day, 9 + minutes // 60, minutes % 60, tzinfo=CENTRE)


def _stage_file() -> None:
    """A file with two mistakes, held back until a registrar decides."""
    deliveries.stage(
        by=BY,
        content=FILE_WITH_MISTAKES.encode(),
        format=FileFormat.CSV,
        source="demo",
        on_error=OnError.HOLD,
    )


def _count() -> None:
    """A snapshot, and a table that an analyst shares with colleagues."""
    analyst = next(one for one in DEMO_LOGINS if one.role == Role.ANALYST)
    save_table(
        by=User.objects.get(email=analyst.email),
        name="Vormen van uitbuiting per jaar",
        question=Question("registrations", "forms", "period"),
        snapshot=make_snapshot(by=BY, reason="demo"),
        shared=True,
    )


def _release() -> None:
    officers = [
        User.objects.get(email=login.email)
        for login in DEMO_LOGINS
        if login.role == Role.DISCLOSURE_OFFICER
    ]
    closed = [str(year) for year in mix.PERSONS if date(year, 12, 31) < date(*mix.LAST_DAY)]
    release_demo_figures(officers, closed)
    email = next(login.email for login in DEMO_LOGINS if login.role == Role.ANALYST)
    analyst = User.objects.get(email=email)
    years = (int(closed[-_DELIVERED]), int(closed[-1]))
    deliver_demo_records(officers[0], analyst, timezone.localdate(), years)
    publish_demo_statements(analyst, officers[0])
    publish_demo_records(analyst, officers[1], (int(closed[2]), int(closed[-2])))
    publish_demo_estimate(analyst, officers[0], (int(closed[-3]), int(closed[-1])))
    # The last of the closed years waits for its figures.
    publish_demo_overview(analyst, officers[0], int(closed[-2]))
