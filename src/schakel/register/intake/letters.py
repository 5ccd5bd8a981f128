"""What the centre writes to a reporter: it must not tell whether anybody else reported this person.

The number of a person, or of another sender's report, would do that. What is written in words cannot be
checked by a machine; the pages say it beside the field.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.numbers import read_number
from schakel.register.intake.models import Report

FOREIGN_NUMBER = "foreign_number"
MESSAGE = _(
    "This text names a number that is not of a report of this organisation. A reporter may not learn "
    "whether others reported this person. Take the number out."
)
# As people type them: with a hyphen, a space or nothing between the parts.
_NUMBER = re.compile(r"\b[MP][- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}\b", re.IGNORECASE)


def refuse_foreign_numbers(text: str, report: Report) -> None:
    """Raise ValidationError where a text names a person, or a report of another sender than this one's."""
    named = {number for found in _NUMBER.findall(text) if (number := read_number(found))}
    if not named:
        return
    own = {report.number}
    if report.organisation_id:
        rows = Report.objects.filter(organisation=report.organisation_id, number__in=named)
        own |= set(rows.values_list("number", flat=True))
    if named - own:
        raise ValidationError(MESSAGE, code=FOREIGN_NUMBER)
