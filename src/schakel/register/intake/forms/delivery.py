"""The form with which a partner sends in a file."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.models import Organisation
from schakel.register.intake.files.field import ReportFileField


class DeliveryForm(forms.Form):
    """One file, and for which organisation where the sender acts for several."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )
    file = ReportFileField(help_text=_("CSV or Excel (XLSX), at most 10 MB and 10,000 rows."))

    def __init__(self, *args: Any, senders: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelChoiceField, self.fields["organisation"])
        choice.queryset = senders
        self.sender = None
        if len(first_two := list(senders[:2])) == 1:
            self.sender = first_two[0]
            del self.fields["organisation"]

    def chosen(self) -> Organisation:
        """For which organisation the file is, once the form is valid."""
        return self.sender or self.cleaned_data["organisation"]
