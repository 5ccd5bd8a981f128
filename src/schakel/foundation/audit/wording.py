"""What is logged as a code, in words. A code without words is shown as it is."""

from django.utils.translation import pgettext_lazy

ROLES = {
    "registrar": pgettext_lazy("role", "registrar"),
    "placement_coordinator": pgettext_lazy("role", "placement coordinator"),
    "care_coordinator": pgettext_lazy("role", "care coordinator"),
    "reporter": pgettext_lazy("role", "reporter"),
    "shelter": pgettext_lazy("role", "shelter"),
    "municipal_adviser": pgettext_lazy("role", "municipal adviser"),
    "analyst": pgettext_lazy("role", "analyst"),
    "disclosure_officer": pgettext_lazy("role", "disclosure officer"),
    "editor": pgettext_lazy("role", "editor"),
    "secretary": pgettext_lazy("role", "secretary"),
    "ministry": pgettext_lazy("role", "ministry"),
    "auditor": pgettext_lazy("role", "auditor"),
    "administrator": pgettext_lazy("role", "administrator"),
    "system": pgettext_lazy("role", "system"),
}
OBJECTS = {
    "agreement": pgettext_lazy("audit object", "agreement on deliveries"),
    "audit": pgettext_lazy("audit object", "log"),
    "audit_chain": pgettext_lazy("audit object", "chain of the log"),
    "batch": pgettext_lazy("audit object", "import file"),
    "decision": pgettext_lazy("audit object", "decision on persons"),
    "delivery": pgettext_lazy("audit object", "delivery"),
    "draft": pgettext_lazy("audit object", "draft of a report"),
    "edition": pgettext_lazy("audit object", "annual overview"),
    "estimate": pgettext_lazy("audit object", "estimate"),
    "group": pgettext_lazy("audit object", "people placed together"),
    "import": pgettext_lazy("audit object", "import file"),
    "listing": pgettext_lazy("audit object", "entry of the directory"),
    "meeting": pgettext_lazy("audit object", "meeting"),
    "municipality": pgettext_lazy("audit object", "municipality"),
    "offer": pgettext_lazy("audit object", "offer of a place"),
    "organisation": pgettext_lazy("audit object", "organisation"),
    "person": pgettext_lazy("audit object", "person"),
    "placement": pgettext_lazy("audit object", "placement"),
    "release": pgettext_lazy("audit object", "release"),
    "report": pgettext_lazy("audit object", "report"),
    "request": pgettext_lazy("audit object", "request for shelter"),
    "retention": pgettext_lazy("audit object", "what was kept long enough"),
    "signal": pgettext_lazy("audit object", "signal"),
    "snapshot": pgettext_lazy("audit object", "snapshot"),
    "statement": pgettext_lazy("audit object", "accountability"),
    "survey": pgettext_lazy("audit object", "survey of a municipality"),
    "synthetic_file": pgettext_lazy("audit object", "synthetic records"),
    "tip": pgettext_lazy("audit object", "tip"),
    "table": pgettext_lazy("audit object", "table"),
    "token": pgettext_lazy("audit object", "access token"),
    "user": pgettext_lazy("audit object", "user"),
    "vault_key": pgettext_lazy("audit object", "key"),
    "webhook": pgettext_lazy("audit object", "subscription to status messages"),
}


def roles_in_words(codes: str) -> list[str]:
    """The roles of a line ("analyst,auditor") in the active language."""
    return [str(ROLES.get(code, code)) for code in codes.split(",") if code]


def object_in_words(code: str) -> str:
    """The kind of object of a line in the active language."""
    return str(OBJECTS.get(code, code))
