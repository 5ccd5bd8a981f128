"""What is logged as a code, in words. A code without words is shown as it is."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "registrar": _("registrar"),
    "placement_coordinator": _("placement coordinator"),
    "care_coordinator": _("care coordinator"),
    "reporter": _("reporter"),
    "shelter": _("shelter"),
    "municipal_adviser": _("municipal adviser"),
    "analyst": _("analyst"),
    "editor": _("editor"),
    "ministry": _("ministry"),
    "auditor": _("auditor"),
    "administrator": _("administrator"),
    "system": _("system"),
}
OBJECTS = {
    "audit": _("log"),
    "audit_chain": _("chain of the log"),
    "batch": _("import file"),
    "organisation": _("organisation"),
    "person": _("person"),
    "release": _("release"),
    "report": _("report"),
    "table": _("table"),
    "user": _("user"),
    "vault_key": _("key"),
}


def roles_in_words(codes: str) -> list[str]:
    """The roles of a line ("analyst,auditor") in the active language."""
    return [str(ROLES.get(code, code)) for code in codes.split(",") if code]


def object_in_words(code: str) -> str:
    """The kind of object of a line in the active language."""
    return str(OBJECTS.get(code, code))
