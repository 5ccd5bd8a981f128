"""The form with which a partner sends in a file."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.models import Organisation
from schakel.register.intake.files.reading import MAX_BYTES

TOO_LARGE = _("This file is larger than 10 MB. Split it into smaller files.")


class DeliveryForm(forms.Form):
    """One file, and for which organisation where the sender acts for several."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (XLSX), at most 10 MB and 10,000 rows."),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "empty": _("This file is empty. Choose the file that holds the reports."),
            "required": _("Choose a file."),
        },
    )

    def __init__(self, *args: Any, senders: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelChoiceField, self.fields["organisation"])
        choice.queryset = senders
        self.sender = None
        if len(first_two := list(senders[:2])) == 1:
            self.sender = first_two[0]
            del self.fields["organisation"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def chosen(self) -> Organisation:
        """For which organisation the file is, once the form is valid."""
        return self.sender or self.cleaned_data["organisation"]
