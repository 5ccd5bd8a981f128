"""The roles of the system and what each implies."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a mandate allows; see docs/reference/roles.md for each role's pages."""

    REGISTRAR = "registrar"
    PLACEMENT_COORDINATOR = "placement_coordinator"
    CARE_COORDINATOR = "care_coordinator"
    REPORTER = "reporter"
    SHELTER = "shelter"
    MUNICIPAL_ADVISER = "municipal_adviser"
    ANALYST = "analyst"
    DISCLOSURE_OFFICER = "disclosure_officer"
    EDITOR = "editor"
    SECRETARY = "secretary"
    MINISTRY = "ministry"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


# Roles that can open a page about a person, or decide who may: these need a second factor.
SECOND_FACTOR_ROLES = frozenset(
    {
        Role.REGISTRAR,
        Role.PLACEMENT_COORDINATOR,
        Role.CARE_COORDINATOR,
        Role.REPORTER,
        Role.SHELTER,
        Role.ANALYST,
        Role.DISCLOSURE_OFFICER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)

# Roles of the centre's own people; everybody else is a partner.
STAFF_ROLES = frozenset(
    {
        Role.REGISTRAR,
        Role.PLACEMENT_COORDINATOR,
        Role.ANALYST,
        Role.DISCLOSURE_OFFICER,
        Role.EDITOR,
        Role.SECRETARY,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)

ROLE_LABELS: dict[str, Promise] = {
    Role.REGISTRAR: _("registrar"),
    Role.PLACEMENT_COORDINATOR: _("placement coordinator"),
    Role.CARE_COORDINATOR: _("care coordinator"),
    Role.REPORTER: _("reporter"),
    Role.SHELTER: _("shelter"),
    Role.MUNICIPAL_ADVISER: _("municipal adviser"),
    Role.ANALYST: _("analyst"),
    Role.DISCLOSURE_OFFICER: _("disclosure officer"),
    Role.EDITOR: _("editor"),
    Role.SECRETARY: _("secretary of platforms"),
    Role.MINISTRY: _("ministry"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
}

ROLE_CHOICES = [(str(role), label) for role, label in ROLE_LABELS.items()]


class Scope(TextChoices):
    """What an access token allows a programme to do; the code lists are open to every token."""

    REPORTS_WRITE = "reports:write", _("send, correct and withdraw reports, answer questions")
    REPORTS_READ = "reports:read", _("follow the organisation's own reports")
    ATTACHMENTS_WRITE = "attachments:write", _("send attachments")
    # At the linkage unit, which has tokens of its own.
    CODES_WRITE = "codes:write", _("send codes, and take them back")
    CLUSTERS_READ = "clusters:read", _("fetch cluster numbers")


# What only an organisation that reports has any use for, and all that the centre itself hands out.
REPORTING_SCOPES = (Scope.REPORTS_WRITE, Scope.REPORTS_READ, Scope.ATTACHMENTS_WRITE)


# Addresses of invented people: no mail can ever reach `.example` (RFC 2606).
DEMO_DOMAIN = "demo.example"
