"""The field of a form in which a file of reports is sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.register.intake.files.reading import MAX_BYTES

TOO_LARGE = _("This file is larger than 10 MB. Split it into smaller files.")


class ReportFileField(forms.FileField):
    """CSV or Excel, no larger than is read; what is in it is checked later, row by row."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("File"),
            widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
            error_messages={
                "empty": _("This file is empty. Choose the file that holds the reports."),
                "required": _("Choose a file."),
            },
            **more,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file
