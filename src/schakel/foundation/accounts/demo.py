"""The invented people and parties of the demonstration. Nobody by these names is meant."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.choices import DEMO_DOMAIN, Role

DEMO_PASSWORD = "demo-schakel-2026"  # noqa: S105 -- invented, shown on the sign-in page, dead outside demo mode

DEMO_TOKEN = "schakel_demo-2026-only-in-the-demonstration"  # noqa: S105 -- as above
DEMO_TOKEN_NAME = "Zaaksysteem (demo)"  # noqa: S105 -- the name of a programme


@dataclass(frozen=True)
class DemoParty:
    """An invented organisation."""

    name: str
    reporter_type: str = ""
    police_unit: str | None = None


@dataclass(frozen=True)
class DemoLogin:
    """An invented user: one role at one party, and what to look at."""

    role: Role
    name: str
    organisation: str
    sees: Promise
    which: str = ""  # tells two of one role apart

    @property
    def email(self) -> str:
        return f"{self.role.replace('_', '-')}{self.which}@{DEMO_DOMAIN}"


DEMO_ORGANISATIONS = {
    "centre": DemoParty("Coördinatiecentrum (demo)"),
    "police": DemoParty("Politie-eenheid Voorbeeld (demo)", "POLICE", "ON"),
    "care": DemoParty("Zorgcoördinatie De Linde (demo)", "CARE_COORDINATION"),
    "shelter": DemoParty("Opvanghuis De Haven (demo)", "SHELTER"),
    "municipality": DemoParty("Gemeente Voorbeeldstad (demo)", "MUNICIPALITY"),
    "ministry": DemoParty("Ministerie (demo)"),
}

DEMO_LOGINS = (
    DemoLogin(
        Role.REGISTRAR,
        "Ria Register",
        "centre",
        _("The desk: all reports, the persons behind them, and files to read in"),
    ),
    DemoLogin(
        Role.REGISTRAR,
        "Roos Register",
        "centre",
        _(
            "A colleague at the desk: delicate decisions take two registrars; keeps a restricted report"
        ),
        "-2",
    ),
    DemoLogin(
        Role.REPORTER,
        "Rob Melder",
        "police",
        _("A police unit that reports: its own reports, and the form for a new one"),
    ),
    DemoLogin(
        Role.ANALYST,
        "Anna Tabel",
        "centre",
        _("Tables of reports and persons, exact: they stay in the house"),
    ),
    DemoLogin(
        Role.DISCLOSURE_OFFICER,
        "Dirk Drempel",
        "centre",
        _("Releases: what is protected, what was tried against it, and what is published"),
    ),
    DemoLogin(
        Role.DISCLOSURE_OFFICER,
        "Dora Drempel",
        "centre",
        _("A colleague: nothing is published on the word of one officer"),
        "-2",
    ),
    DemoLogin(
        Role.PLACEMENT_COORDINATOR,
        "Piet Plaatsing",
        "centre",
        _("Requests for shelter, free places, offers and stays"),
    ),
    DemoLogin(
        Role.PLACEMENT_COORDINATOR,
        "Petra Plaatsing",
        "centre",
        _("A colleague of the next shift; keeps one restricted request to herself"),
        "-2",
    ),
    DemoLogin(
        Role.CARE_COORDINATOR,
        "Carla Zorg",
        "care",
        _(
            "A care coordinator: asks for shelter, follows it, and takes over the care after placement"
        ),
    ),
    DemoLogin(
        Role.SHELTER,
        "Sam Haven",
        "shelter",
        _("A shelter: its places, the weekly list, and an offer that waits for an answer"),
    ),
    DemoLogin(
        Role.MUNICIPAL_ADVISER,
        "Mina Raad",
        "municipality",
        _("How the own municipality stands, beside others; a survey to fill in; no persons"),
    ),
    DemoLogin(Role.EDITOR, "Eva Tekst", "centre", _("Published figures; no persons")),
    DemoLogin(
        Role.SECRETARY,
        "Sanne Notulist",
        "centre",
        _("Signals from practice, and the meetings that decide on them: agendas, minutes, actions"),
    ),
    DemoLogin(Role.MINISTRY, "Max Beleid", "ministry", _("Published figures; no persons")),
    DemoLogin(
        Role.AUDITOR,
        "Otto Toets",
        "centre",
        _("The log of who saw and did what"),
    ),
    DemoLogin(
        Role.ADMINISTRATOR,
        "Ada Beheer",
        "centre",
        _("Users, organisations and their roles; no persons"),
    ),
)


def logins_here() -> tuple[DemoLogin, ...]:
    """The logins of this process: the linkage unit has fewer roles than the centre."""
    roles = settings.SCHAKEL_DEMO_ROLES
    return tuple(login for login in DEMO_LOGINS if not roles or login.role in roles)
