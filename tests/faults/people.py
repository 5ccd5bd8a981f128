"""Who reports in a home, and what stands in its register; runs inside the home, by `schakel shell`."""

import json
import sys
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation, create_user, grant_mandate
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry
from schakel.foundation.geography.queries import police_unit_choices
from schakel.register.intake.models import ReportIdentity

BY = SystemActor("faults")


def print_sessions(count: int) -> None:
    """Make `count` police officers, spread over the units; print a session key for each, as JSON."""
    units = [
        create_organisation(by=BY, name=name, reporter_type="POLICE", police_unit=code)
        for code, name in police_unit_choices()
    ]
    keys = []
    for number in range(count):
        user = create_user(by=BY, email=f"officer-{number}@police.example", name=f"Agent {number}")
        organisation = units[number % len(units)]
        grant_mandate(by=BY, user=user, organisation=organisation, role=Role.REPORTER)
        keys.append(_signed_in(user))
    sys.stdout.write(json.dumps(keys))


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
