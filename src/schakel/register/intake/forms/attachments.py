"""The field with which a file is added, alone and beside an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.files.kinds import ACCEPT
from schakel.register.intake.forms.replies import AnswerForm

_HINT = _(
    "PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), photo (JPEG, PNG) or plain text. "
    "At most 10 MB. A photo may tell where and when it was taken."
)


def _file_field(*, required: bool, label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        allow_empty_file=True,  # what is wrong with a file is said in one place: files.refusals
        widget=forms.FileInput({"accept": ACCEPT}),
        help_text=_HINT,
        error_messages={"required": _("Choose a file.")},
    )


class AttachmentForm(forms.Form):
    """One file."""

    file = _file_field(required=True, label=_("File"))


class AnswerWithFileForm(AnswerForm):
    """An answer to the centre, with a file where that helps."""

    file = _file_field(required=False, label=_("File with your answer"))
