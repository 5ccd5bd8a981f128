"""What can be logged, and how it ended."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Event(TextChoices):
    """The kinds of event (BIO2 8.15, NEN 7513)."""

    CREATE = "create", pgettext_lazy("audit", "created")
    VIEW = "view", pgettext_lazy("audit", "viewed")
    SEARCH = "search", pgettext_lazy("audit", "searched")
    PRINT = "print", pgettext_lazy("audit", "printed")
    EXPORT = "export", pgettext_lazy("audit", "exported")
    CHANGE = "change", pgettext_lazy("audit", "changed")
    DELETE = "delete", pgettext_lazy("audit", "deleted")
    IMPORT = "import", pgettext_lazy("audit", "imported")
    RELEASE = "release", pgettext_lazy("audit", "released")
    LINK = "link", pgettext_lazy("audit", "linked")
    SIGN_IN = "sign_in", pgettext_lazy("audit", "signed in")
    SIGN_OUT = "sign_out", pgettext_lazy("audit", "signed out")
    SIGN_IN_FAILED = "sign_in_failed", pgettext_lazy("audit", "sign-in failed")
    SECURITY = "security", pgettext_lazy("audit", "security event")


class Result(TextChoices):
    """How it ended."""

    OK = "ok", pgettext_lazy("audit", "done")
    REFUSED = "refused", pgettext_lazy("audit", "refused")
    FAILED = "failed", pgettext_lazy("audit", "failed")
