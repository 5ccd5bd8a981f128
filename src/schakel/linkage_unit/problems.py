"""Why a message is refused: the sender's programme gets a code, and a person plain words."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.ui.problems import FieldProblem, ProblemError
from schakel.methods.encoding.messages import MessageError

WORDS: dict[str, Promise] = {
    "form": _(
        "This is no message with codes. Send the file that the program made, and change nothing."
    ),
    "version": _("The message has a version that is not read here. Renew your program."),
    "parameters": _(
        "The codes were made in a way that this epoch does not use. Renew your program."
    ),
    "check": _("Your program makes other codes of the same names. Renew your program."),
    "key": _(
        "The codes were made with another key than that of this epoch. Ask the key custodian."
    ),
    "epoch": _("This epoch is not open. Encode anew with the key of the present epoch."),
    "partner": _("The message names another sender than the token. Use your own number and token."),
    "row": _("A row of the message is not right. Nothing was taken; make the message anew."),
    "size": _("The message is too large. Send it in parts."),
    "end": _("Part of the message was lost on the way. Nothing was taken; send all of it again."),
}
_STATUS = {"size": 413, "epoch": 409, "key": 409, "parameters": 409, "partner": 403}
_LINE = re.compile(r"\bline ([0-9]+)")


def refusal(error: MessageError) -> ProblemError:
    """The answer to a message that cannot be used; quotes nothing of it."""
    found = _LINE.search(str(error))
    place = f"#/{int(found[1]) - 1}" if found else "#"
    return ProblemError(
        _STATUS.get(error.code, 400),
        f"codes_{error.code}",
        str(WORDS[error.code]),
        errors=[FieldProblem("body", place, error.code, str(error))],
    )
