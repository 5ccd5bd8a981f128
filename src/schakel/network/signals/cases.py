"""A case stays behind: what may stand in no text of signals and meetings."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.numbers import read_number
from schakel.foundation.ui.free_text import service_numbers
from schakel.foundation.ui.guarding import SENTENCES

_NUMBERED = re.compile(r"\b[A-Z]-?[0-9A-Z]{4}-?[0-9A-Z]{4}\b", re.IGNORECASE)


def refuse_cases(text: str) -> None:
    """No citizen service number and no number of a report, a person or a case may stand in a signal."""
    if service_numbers(text):
        raise ValidationError(SENTENCES["service_number"])
    if any(read_number(found) for found in _NUMBERED.findall(text)):
        raise ValidationError(
            _(
                "This looks like the number of a report or a case. The case stays behind: take it out."
            )
        )
