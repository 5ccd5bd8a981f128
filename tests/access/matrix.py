"""Who opens what: one line per address. An address without a line fails the suite, and so does the reverse.

To add a page: one `Row` with its name and who may open it; `given` where the address needs arguments. The
other signed-in people are expected to get 403 (the page is not for their role); say `others=404` or
`but={ROLES: 404}` where the row is not theirs. Visitors are sent to the sign-in page unless `visitor` says
what they get. The second factor has been set up; what happens without is tested in `accounts`.
"""

from typing import Any

from schakel.foundation.accounts.choices import Role
from schakel.register.intake.grounds import LegalRule
from schakel.register.intake.steps import STEPS
from tests.access.agreements import AGREEMENTS
from tests.access.analysis import ANALYSIS
from tests.access.estimates import ESTIMATES
from tests.access.front import PORTAL, SIGN_IN
from tests.access.lines import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    EVERYBODY,
    INCOMPLETE,
    REGISTRAR,
    REPORTING,
    Given,
    Row,
    form,
    nothing,
    numbered,
    public,
)
from tests.access.network import NETWORK
from tests.access.open_figures import FIGURES, released
from tests.access.overviews import OVERVIEWS
from tests.access.placement_board import BOARD
from tests.access.placement_desk import PLACEMENT_DESK
from tests.access.placement_rules import PLACEMENT_RULES
from tests.access.programmes import API
from tests.access.releases import RELEASES
from tests.access.restrictions import RESTRICTIONS
from tests.access.shelter_figures import SHELTER_FIGURES
from tests.access.statements import STATEMENTS
from tests.access.synthetic_records import SYNTHETIC_RECORDS
from tests.access.world import World

_colleague = numbered("colleague")
_partner = numbered("partner")
_report = numbered("report")
_report_draft = numbered("report_draft")


def _pair(world: World) -> dict[str, Any]:
    return {"low": world.proposal.low.number, "high": world.proposal.high.number}


def _attachment(world: World) -> dict[str, Any]:
    return {**_report(world), "serial": world.attachment.serial}


def _attachment_elsewhere(world: World) -> dict[str, Any]:
    return {"number": world.report_elsewhere.number, "serial": world.attachment_elsewhere.serial}


_report_elsewhere = numbered("report_elsewhere")
_waiting = numbered("report_waiting")


def _search(world: World) -> dict[str, Any]:
    return {"pk": world.search.pk}


_report_on_consent = numbered("report_on_consent")
_report_withdrawn = numbered("report_withdrawn")
_tip = numbered("tip")
_person = numbered("person")
_batch = numbered("batch")
_batch_held = numbered("batch_held")
_delivery = numbered("delivery")
_delivery_elsewhere = numbered("delivery_elsewhere")


ACCOUNTS = (
    Row("accounts:me", EVERYBODY),
    Row("accounts:stay", EVERYBODY, opened=204),
    Row("accounts:second-factor", EVERYBODY, opened=302),
    Row("accounts:users", ADMINISTRATOR | AUDITOR),
    Row("accounts:user-new", ADMINISTRATOR),
    Row("accounts:organisations", ADMINISTRATOR),
    Row("accounts:tokens", ADMINISTRATOR, _partner),
    Row("accounts:token-new", ADMINISTRATOR, _partner),
    form(
        "accounts:token-revoke",
        ADMINISTRATOR,
        lambda world: {**_partner(world), "token": world.token.number},
    ),
    Row("accounts:user", ADMINISTRATOR | AUDITOR, _colleague, others=404),
    form(
        "accounts:grant",
        ADMINISTRATOR,
        _colleague,
        others=404,
        but={AUDITOR: 403},
        data=lambda world: {"organisation": world.partner.number, "role": "reporter"},
    ),
    form(
        "accounts:withdraw",
        ADMINISTRATOR,
        lambda world: {**_colleague(world), "mandate": world.colleague.mandates.get().pk},
        others=404,
        but={AUDITOR: 403},
    ),
    form("accounts:deactivate", ADMINISTRATOR, _colleague, others=404, but={AUDITOR: 403}),
    form("accounts:reset-factor", ADMINISTRATOR, _colleague, others=404, but={AUDITOR: 403}),
    form("accounts:invite", ADMINISTRATOR, _colleague, others=404, but={AUDITOR: 403}),
    *(
        form(
            f"accounts:{name}",
            frozenset(),
            lambda world: {"number": world.users[Role.ADMINISTRATOR].number},
            others=404,
            but={ADMINISTRATOR | AUDITOR: 403},
            data=lambda world: {"organisation": world.partner.number, "role": "registrar"},
            what="of the administrator",
        )
        for name in ("grant", "deactivate", "reset-factor", "invite")
    ),
    Row("audit:log", AUDITOR),
    Row("audit:export", AUDITOR),
)


def _leaflet(language: str, sheet: str) -> Given:
    return lambda world: {"language": language, "sheet": sheet}


def _rule(_world: World) -> dict[str, Any]:
    return {"pk": LegalRule.objects.get(key="police-registration").pk}


CONSENT = (
    Row("intake:consent", REGISTRAR | REPORTING),
    public("intake:leaflet", given=_leaflet("nl", "leaflet")),
    public("intake:leaflet", given=_leaflet("ar", "person"), what="a form, right to left"),
    Row(
        "intake:leaflet",
        EVERYBODY,
        _leaflet("xx", "leaflet"),
        opened=404,
        visitor=404,
        what="in a language that is not there",
    ),
    public("intake:signals"),
    Row("intake:signals-keep", REGISTRAR | REPORTING, opened=302, leads="/signals/"),
    Row("intake:signals-draft", REGISTRAR | REPORTING, opened=302, data=nothing, leads="/signals/"),
    Row("intake:tips", REGISTRAR),
    Row("intake:tip-new", REGISTRAR),
    Row("intake:tip", REGISTRAR, _tip),
    form("intake:tip-change", REGISTRAR, _tip),
    Row("intake:legal-rules", REGISTRAR | ADMINISTRATOR),
    Row("intake:legal-rule-new", ADMINISTRATOR),
    Row("intake:legal-rule-end", ADMINISTRATOR, _rule),
)
# A draft is its writer's: colleagues who report for the same organisation do not find it.
REPORTER = frozenset({Role.REPORTER})
NOT_THE_WRITER = {(REGISTRAR | REPORTING) - REPORTER: 404}

INTAKE = (
    Row("intake:own", REGISTRAR | REPORTING),
    Row("intake:new", REGISTRAR | REPORTING),
    Row("intake:template", REGISTRAR | REPORTING, lambda world: {"kind": "csv"}),
    Row(
        "intake:detail",
        REPORTING,
        _report,
        but={REGISTRAR: 302},
        what="leads the centre's people to their own page",
    ),
    Row("intake:code", REGISTRAR | REPORTING, _report, opened=302, what="of a report with a name"),
    Row("intake:correct", REGISTRAR | REPORTING, _report),
    Row("intake:withdraw", REGISTRAR | REPORTING, _report),
    Row("intake:withdraw-consent", REGISTRAR | REPORTING, _report_on_consent),
    Row("intake:consent-withdrawn", REGISTRAR | REPORTING, _report_withdrawn),
    Row("intake:draft-check", REPORTER, _report_draft, but=NOT_THE_WRITER),
    *(
        Row(
            "intake:draft",
            REPORTER,
            lambda world, step=step: {**_report_draft(world), "step": step.slug},
            but=NOT_THE_WRITER,
            what=step.slug,
        )
        for step in STEPS
    ),
    *(
        form(f"intake:draft-{name}", REPORTER, _report_draft, but=NOT_THE_WRITER)
        for name in ("send", "discard")
    ),
    Row(
        "intake:detail",
        REGISTRAR,
        _report_elsewhere,
        opened=302,
        but={REPORTING: 404},
        what="of another organisation",
    ),
    *(
        Row(
            f"intake:{name}",
            REGISTRAR,
            _report_elsewhere,
            but={REPORTING: 404},
            what="of another organisation",
        )
        for name in ("correct", "withdraw", "withdraw-consent", "attach", "receipt")
    ),
    Row(
        "intake:code",
        REGISTRAR,
        _report_elsewhere,
        opened=302,
        but={REPORTING: 404},
        what="of another organisation",
    ),
    form("intake:draft-attach", REPORTER, _report_draft, opened=200, but=NOT_THE_WRITER),
    form(
        "intake:draft-detach",
        REPORTER,
        lambda world: {**_report_draft(world), "serial": 1},
        but=NOT_THE_WRITER,
    ),
    Row("intake:attach", REGISTRAR | REPORTING, _report),
    Row("intake:receipt", REGISTRAR | REPORTING, _report),
    # The centre opens files in the register, on a ground.
    Row("intake:attachment", REPORTING, _attachment),
    Row(
        "intake:attachment",
        given=_attachment_elsewhere,
        but={REPORTING: 404},
        what="of another organisation",
    ),
)

# The centre takes files in by its own pages.
DELIVERIES = (
    Row("intake:deliveries", REPORTING),
    Row("intake:delivery-new", REPORTING),
    Row("intake:delivery", REPORTING, _delivery),
    Row("intake:delivery-errors", REPORTING, _delivery),
    Row("intake:delivery-receipt", REPORTING, _delivery),
    *(
        form(f"intake:delivery-{name}", REPORTING, _delivery)
        for name in ("take-in", "discard", "run")
    ),
    *(
        Row(
            f"intake:delivery{name}",
            given=_delivery_elsewhere,
            data=data,
            but={REPORTING: 404},
            what="of another organisation",
        )
        for data, names in ((None, ("", "-errors")), (nothing, ("-take-in", "-discard", "-run")))
        for name in names
    ),
)

TRIAGE = (
    Row("persons:triage", REGISTRAR),
    Row("persons:triage-accept", REGISTRAR),
    form("persons:accept", REGISTRAR, _waiting),
    form("persons:assign", REGISTRAR, _waiting),
    form("persons:answer-read", REGISTRAR, _waiting),
    Row("persons:ask", REGISTRAR, _waiting),
    Row("persons:give-back", REGISTRAR, _waiting),
    # No question is open: there is nothing to answer.
    Row("persons:answer", REGISTRAR, _waiting, opened=302),
    form("persons:search-save", REGISTRAR),
    form("persons:search-remove", REGISTRAR, _search),
)

PERSONS = (
    Row("persons:reports", REGISTRAR),
    Row("persons:report", REGISTRAR, _report),
    form("persons:register", REGISTRAR, _report, opened=INCOMPLETE),
    form("persons:report-identity", REGISTRAR, _report, opened=INCOMPLETE),
    form("persons:report-files", REGISTRAR, _report, opened=INCOMPLETE),
    form("persons:report-file", REGISTRAR, _attachment, opened=INCOMPLETE),
    Row("persons:persons", REGISTRAR),
    Row("persons:search", REGISTRAR),
    Row("persons:person", REGISTRAR, _person),
    form("persons:move", REGISTRAR, _person, opened=INCOMPLETE),
    form("persons:person-identity", REGISTRAR, _person, opened=INCOMPLETE),
    form("linkage:typed", REGISTRAR, opened=200),
    form("linkage:judge", REGISTRAR, lambda world: {"pk": world.proposal.pk}),
    form("linkage:take-back", REGISTRAR, lambda world: {"pk": world.proposal.pk}),
    Row("linkage:review", REGISTRAR),
    Row("linkage:encoded", REGISTRAR),
    form("linkage:doubt-seen", REGISTRAR, lambda world: {"pk": world.doubt.pk}),
    Row("linkage:case", REGISTRAR, _pair),
    form("linkage:decide", REGISTRAR, _pair, opened=INCOMPLETE),
    Row("linkage:quality", ANALYST | REGISTRAR),
    form("linkage:measure", ANALYST | REGISTRAR),
    Row("linkage:overlaps", ANALYST | REGISTRAR),
    Row("linkage:sample", REGISTRAR),
    Row("persons:imports", REGISTRAR),
    Row("persons:import-new", REGISTRAR),
    Row("persons:import", REGISTRAR, _batch),
    form("persons:import-run", REGISTRAR, _batch),
    form("persons:import-keep", REGISTRAR, _batch_held),
    form("persons:import-discard", REGISTRAR, _batch_held),
    Row("persons:import-undo", REGISTRAR, lambda world: {"number": world.batch_done.number}),
    form("persons:import-undo-run", REGISTRAR, lambda world: {"number": world.batch_done.number}),
    Row("persons:import-errors", REGISTRAR, _batch_held),
)

_decision = numbered("decision")


def _pair(world: World) -> dict[str, Any]:
    return {"number": world.person.number, "other": world.other_person.number}


LINKAGE = (
    Row("linkage:decisions", REGISTRAR),
    Row("linkage:decision", REGISTRAR, _decision),
    form("linkage:second", REGISTRAR, _decision, opened=INCOMPLETE),
    form("linkage:undo", REGISTRAR, _decision, opened=INCOMPLETE),
    Row("linkage:choose", REGISTRAR, _person),
    Row("linkage:join", REGISTRAR, _pair),
    form("linkage:identities", REGISTRAR, _pair, opened=INCOMPLETE),
    Row("linkage:split", REGISTRAR, _person),
)

INSIGHT = (
    *ANALYSIS,
    *RELEASES,
    *OVERVIEWS,
    *AGREEMENTS,
    *STATEMENTS,
    *SHELTER_FIGURES,
    *ESTIMATES,
    *SYNTHETIC_RECORDS,
)

FIGURES = (
    *FIGURES,
    public("api:figures"),
    public("api:figure", given=released),
    public("api:openapi-json"),
    # The machine's own front door leads nowhere, and says so as every other address that is none.
    Row("api:api-root", EVERYBODY, opened=404, visitor=404),
    Row("api:nothing-here", EVERYBODY, lambda world: {"rest": "x"}, opened=404, visitor=404),
)


_subscription = numbered("subscription")


def _dead_message(world: World) -> dict[str, Any]:
    return {**_subscription(world), "message": world.dead_message.pk}


WEBHOOKS = (
    Row("notices:preference", EVERYBODY),
    Row("webhooks:index", ADMINISTRATOR),
    Row("webhooks:new", ADMINISTRATOR),
    Row("webhooks:detail", ADMINISTRATOR, _subscription),
    form("webhooks:secret", ADMINISTRATOR, _subscription, opened=200),
    *(
        form(f"webhooks:{name}", ADMINISTRATOR, _subscription)
        for name in ("test", "deactivate", "resend-all")
    ),
    *(form(f"webhooks:{name}", ADMINISTRATOR, _dead_message) for name in ("resend", "let-go")),
)

TABLE = (
    *PORTAL,
    *SIGN_IN,
    *ACCOUNTS,
    *WEBHOOKS,
    *INTAKE,
    *DELIVERIES,
    *CONSENT,
    *TRIAGE,
    *PERSONS,
    *LINKAGE,
    *INSIGHT,
    *FIGURES,
    *API,
    *RESTRICTIONS,
    *BOARD,
    *PLACEMENT_RULES,
    *PLACEMENT_DESK,
    *NETWORK,
)
