"""Who reports in a home, and what stands in its register; runs inside the home, by `schakel shell`."""

import json
import sys
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation, create_user, grant_mandate
from schakel.foundation.accounts.choices import Role, Scope
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.token_changes import create_token
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry
from schakel.foundation.geography.queries import police_unit_choices
from schakel.register.intake.models import ReportIdentity

BY = SystemActor("faults")


def print_access(reporters: int, programs: int) -> None:
    """Make police officers and programs, spread over the units; print what opens the door to them."""
    units = [
        create_organisation(by=BY, name=f"{name} (test)", reporter_type="POLICE", police_unit=code)
        for code, name in police_unit_choices()
    ]
    sessions, tokens = [], []
    for number in range(reporters):
        user = create_user(by=BY, email=f"officer-{number}@police.example", name=f"Agent {number}")
        unit = units[number % len(units)]
        grant_mandate(by=BY, user=user, organisation=unit, role=Role.REPORTER)
        sessions.append(_signed_in(user))
    for number in range(programs):
        _token, secret = create_token(
            by=BY,
            organisation=units[number % len(units)],
            name=f"Program {number}",
            scopes=Scope.values,
            expires_at=timezone.now() + timedelta(days=1),
        )
        tokens.append(secret)
    sys.stdout.write(json.dumps({"sessions": sessions, "tokens": tokens}))


def _signed_in(user: User) -> str:
    """As after the sign-in page, without the price of a hundred passwords."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def print_register() -> None:
    """Every report with its reference, and every report that the log says came in; as JSON."""
    rows = ReportIdentity.objects.select_related("report").only(
        "report__number", "reporter_reference"
    )
    logged = Entry.objects.filter(event=Event.CREATE, object_type="report")
    held = {
        "reports": [(row.report.number, row.reporter_reference) for row in rows],
        "logged": list(logged.values_list("object_id", flat=True)),
    }
    sys.stdout.write(json.dumps(held))
