"""What the log says about a user's account, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.foundation.accounts.choices import ROLE_LABELS
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.audit.models import Entry
from schakel.foundation.audit.queries import about

SHOWN = 50
# Only what was done to the account: when a colleague signed in is for the auditor, not for an administrator.
EVENTS = (Event.CREATE, Event.SECURITY)
WORDS = {
    "mandate:granted": gettext_lazy("Role given"),
    "mandate:withdrawn": gettext_lazy("Role taken away"),
    "account:closed": gettext_lazy("Account closed"),
    "account:opened": gettext_lazy("Account opened again"),
    "second_factor:reset": gettext_lazy("Second step removed by an administrator"),
    "password:link": gettext_lazy("Link to set a password made"),
    "password:changed": gettext_lazy("Password changed"),
    "password:reset": gettext_lazy("Password set with a link"),
    "totp:added": gettext_lazy("Authenticator app set up"),
    "totp:removed": gettext_lazy("Authenticator app removed"),
    "webauthn:added": gettext_lazy("Passkey added"),
    "webauthn:removed": gettext_lazy("Passkey removed"),
    "recovery_codes:added": gettext_lazy("Recovery codes made"),
    "recovery_codes:removed": gettext_lazy("Recovery codes removed"),
    "recovery_codes:renewed": gettext_lazy("Recovery codes made anew"),
}


def history(reader: Actor, user: User) -> list[dict[str, Any]]:
    """Lines for a timeline, newest first: what happened to the account of `user`."""
    if not may(reader, "search", User):
        return []
    lines = about("user", user.number).filter(event__in=EVENTS)[:SHOWN]
    return [{"time": line.time, "title": _title(line), "text": _text(line)} for line in lines]


def _title(line: Entry) -> str:
    if line.event == Event.CREATE:
        return _("Account made")
    what = line.data.split(",")[0]
    title = str(WORDS.get(what, what))
    return title if line.result == Result.OK else f"{title} ({line.get_result_display()})"


def _text(line: Entry) -> str:
    details = dict(part.split(":", 1) for part in line.data.split(",") if ":" in part)
    role = str(ROLE_LABELS.get(details.get("role", ""), ""))
    parts = [role, details.get("organisation", ""), _("by %(actor)s") % {"actor": line.actor}]
    return ", ".join(part for part in parts if part)
