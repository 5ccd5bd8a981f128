"""What can be logged, and how it ended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    """The kinds of event (BIO2 8.15, NEN 7513)."""

    CREATE = "create", _("created")
    VIEW = "view", _("viewed")
    SEARCH = "search", _("searched")
    PRINT = "print", _("printed")
    EXPORT = "export", _("exported")
    CHANGE = "change", _("changed")
    DELETE = "delete", _("deleted")
    IMPORT = "import", _("imported")
    RELEASE = "release", _("released")
    LINK = "link", _("linked")
    SIGN_IN = "sign_in", _("signed in")
    SIGN_OUT = "sign_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    SECURITY = "security", _("security setting changed")


class Result(TextChoices):
    """How it ended."""

    OK = "ok", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
