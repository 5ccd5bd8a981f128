"""States of a report and of an import, and which may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """What has become of a report. A report without any status row is RECEIVED."""

    RECEIVED = "RECEIVED", _("received")
    QUESTION = "QUESTION", _("question to the reporter")
    ANSWERED = "ANSWERED", _("question answered")
    CORRECTED = "CORRECTED", _("replaced by a correction")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")
    RETURNED = "RETURNED", _("given back to the reporter")
    # The report still counts, without an identity. No question is asked about it any more.
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN", _("consent withdrawn")


# The code of `share_level` where a code of the identity goes to the linkage unit.
ENCODED = "ENCODED"


class CodeState(TextChoices):
    """What became of the code that a reporter makes on its own computer."""

    MISSING = "", _("not made yet")
    SENT = "SENT", _("made, and sent to the linkage unit")
    SAVED = "SAVED", _("made, and saved as a file to be sent later")
    IMPOSSIBLE = "IMPOSSIBLE", _("cannot be made: the name or the year of birth is not known")


class ReturnReason(TextChoices):
    """Why the centre gives a report back. None of them may say whether others reported this person."""

    SENT_TWICE = "SENT_TWICE", _("your organisation already sent this same report")
    TIP = "TIP", _("it is a tip or a signal, not a report about one person")
    OTHER_DESK = "OTHER_DESK", _("it is meant for another organisation")
    NOT_TRAFFICKING = "NOT_TRAFFICKING", _("it holds no sign of human trafficking")
    UNREADABLE = "UNREADABLE", _("it cannot be understood as it is")


_LEAVING = (Status.CORRECTED, Status.WITHDRAWN, Status.RETURNED)
TRANSITIONS: dict[str, frozenset[str]] = {
    Status.RECEIVED: frozenset({Status.QUESTION, Status.CONSENT_WITHDRAWN, *_LEAVING}),
    Status.QUESTION: frozenset({Status.ANSWERED, Status.CONSENT_WITHDRAWN, *_LEAVING}),
    Status.ANSWERED: frozenset({Status.QUESTION, Status.CONSENT_WITHDRAWN, *_LEAVING}),
    # Nothing is asked about it any more, and nothing given back.
    Status.CONSENT_WITHDRAWN: frozenset({Status.CORRECTED, Status.WITHDRAWN}),
    # The reporter has the last word: what was given back may come again, better, or be let go.
    Status.RETURNED: frozenset({Status.CORRECTED, Status.WITHDRAWN}),
    Status.CORRECTED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}

# A report in one of these states no longer counts.
ENDED = frozenset(_LEAVING)


class RestrictionReason(TextChoices):
    """Why only one colleague may see a report."""

    SAFETY = "SAFETY", _("somebody is in danger if this is known")
    ACQUAINTANCE = "ACQUAINTANCE", _("somebody at the centre knows the person")
    PUBLIC = "PUBLIC", _("the person is known to the public")
    INVESTIGATION = "INVESTIGATION", _("an investigation must not become known")
    OTHER = "OTHER", _("another reason, in the note")


class RestrictionEnding(TextChoices):
    """How a restriction came to an end."""

    LIFTED = "LIFTED", _("lifted by the keeper")
    HANDED_OVER = "HANDED_OVER", _("handed over by the keeper")
    TAKEN = "TAKEN", _("given to another keeper by an administrator")


class ConsentGivenBy(TextChoices):
    """Whose word it is that consent is taken back."""

    PERSON = "PERSON", _("the person, 16 or older")
    PARENT = "PARENT", _("a parent or guardian")
    REPORTER = "REPORTER", _("the reporter, who passes it on")


class Consequence(TextChoices):
    """What was done because consent ended; counted in reports, unless the text says otherwise."""

    NAMES_ERASED = "NAMES_ERASED", _("Names erased")
    BIRTH_ERASED = "BIRTH_ERASED", _("Date and place of birth erased")
    NUMBERS_ERASED = "NUMBERS_ERASED", _("V-number and telephone number erased")
    CODE_ERASED = "CODE_ERASED", _("The reporter's own code for the person erased")
    REFERENCE_ERASED = "REFERENCE_ERASED", _("The reporter's reference erased")
    NOTE_ERASED = "NOTE_ERASED", _("Note erased")
    TEXTS_ERASED = "TEXTS_ERASED", _("Texts of questions and answers erased")
    ATTACHMENTS_ERASED = "ATTACHMENTS_ERASED", _("Attachments erased")
    COPIES_ERASED = "COPIES_ERASED", _("Copies of the identity in the register erased")
    REASONS_ERASED = "REASONS_ERASED", _("Reasons that a registrar wrote down erased")
    STANDS_ALONE = "STANDS_ALONE", _("Parted from other reports; the entry stands alone")
    SHARING_STOPPED = "SHARING_STOPPED", _("Purposes for which nothing is shared any more")
    QUESTION_CLOSED = "QUESTION_CLOSED", _("Open question closed")


class TipState(TextChoices):
    """What became of a citizen's tip."""

    OPEN = "OPEN", _("open")
    HANDED_OVER = "HANDED_OVER", _("handed over to the advice desk")
    CLOSED = "CLOSED", _("closed")


TIP_TRANSITIONS: dict[str, frozenset[str]] = {
    TipState.OPEN: frozenset({TipState.HANDED_OVER, TipState.CLOSED}),
    TipState.HANDED_OVER: frozenset({TipState.CLOSED}),
    TipState.CLOSED: frozenset(),
}


class FileFormat(TextChoices):
    """The kinds of file that can be imported."""

    CSV = "CSV", _("CSV file")
    XLSX = "XLSX", _("Excel file (XLSX)")
    HTCDS = "HTCDS", _("HTCDS (CSV)")
    LISTS = "LISTS", _("list membership (columns person and list)")


class BatchState(TextChoices):
    """How far an import is."""

    STAGED = "STAGED", _("waiting")
    CHECKED = "CHECKED", _("checked, nothing taken in yet")
    RUNNING = "RUNNING", _("busy")
    DONE = "DONE", _("done")
    HELD = "HELD", _("held back because of errors")
    DISCARDED = "DISCARDED", _("discarded")
    UNDOING = "UNDOING", _("being undone")
    UNDONE = "UNDONE", _("undone")


BATCH_TRANSITIONS: dict[str, frozenset[str]] = {
    BatchState.STAGED: frozenset({BatchState.RUNNING, BatchState.DISCARDED}),
    # A killed import is found RUNNING and run on: it goes from RUNNING to RUNNING.
    BatchState.RUNNING: frozenset({BatchState.RUNNING, BatchState.DONE, BatchState.HELD}),
    BatchState.HELD: frozenset({BatchState.RUNNING, BatchState.DISCARDED}),
    # A delivery is checked first; its sender then has it taken in, or does not.
    BatchState.CHECKED: frozenset({BatchState.RUNNING, BatchState.DISCARDED}),
    BatchState.DONE: frozenset({BatchState.UNDOING}),
    BatchState.DISCARDED: frozenset(),
    # Undoing goes by chunks too, and is gone on with after a stop.
    BatchState.UNDOING: frozenset({BatchState.UNDOING, BatchState.UNDONE}),
    BatchState.UNDONE: frozenset(),
}


class OnError(TextChoices):
    """What happens to the good rows of a file that also holds bad ones."""

    KEEP = "KEEP", _("take in the good rows")
    HOLD = "HOLD", _("take in nothing until all rows are good")


class Circumstance(TextChoices):
    """The code lists that say how exploitation came about and went on."""

    RECRUITMENT = "recruitment_method", _("Method of recruitment")
    CONTROL = "control_means", _("Means of control")
    RECRUITER = "recruiter_relation", _("Relation to the recruiter")


# Codes that stand in almost every list of foundation.terms; see terms.answers.
UNKNOWN = "UNKNOWN"
# Of the list `nationality_special`: a person without any nationality.
STATELESS = "STATELESS"
