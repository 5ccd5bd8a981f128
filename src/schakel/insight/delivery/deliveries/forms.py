"""Forms of agreements and deliveries."""

from collections.abc import Iterable
from pathlib import Path
from string import hexdigits
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.deliveries.actions import Terms
from schakel.insight.delivery.deliveries.choices import FIELDS, RECEIVERS, SHORTEST_PASSPHRASE
from schakel.insight.delivery.deliveries.models import ReceiverKey
from schakel.methods.encoding.envelopes import read_public_key
from schakel.methods.encoding.key_files import KeyFileError

_FIRST_YEAR = 2000
_LARGEST_KEY = 8192  # bytes; a key file is a tenth of that


class AgreementForm(forms.Form):
    """What is agreed with a receiver."""

    receiver = forms.ChoiceField(label=_("Receiver"), choices=lambda: list(RECEIVERS.items()))
    name = forms.CharField(
        label=_("Name and department of the receiver"),
        help_text=_("An organisation and a department, no person."),
        max_length=120,
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=300,
        help_text=_("What the records are used for, in a sentence."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=200,
        help_text=_("The article of law, or the decision, that allows this."),
    )
    first_year = forms.IntegerField(label=_("First year"), min_value=_FIRST_YEAR)
    last_year = forms.IntegerField(label=_("Last year"), min_value=_FIRST_YEAR)
    until = forms.DateField(
        label=_("Valid up to and including"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day nothing more can be delivered."),
    )
    fields_agreed = forms.MultipleChoiceField(
        label=_("Columns"),
        help_text=_("No more than the purpose needs. Pseudonym and year are always there."),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(code, label) for code, (label, _list) in FIELDS.items()],
        error_messages={"required": _("Choose at least one column.")},
    )
    joinable = forms.BooleanField(
        label=_("The same person has the same pseudonym in every delivery of this agreement"),
        help_text=_("Only if it was agreed. Otherwise no two deliveries can be joined."),
        required=False,
    )

    def terms(self) -> Terms:
        """What was filled in; of a valid form."""
        told = dict(self.cleaned_data)
        return Terms(fields=tuple(told.pop("fields_agreed")), **told)

    def clean_last_year(self) -> int:
        year: int = self.cleaned_data["last_year"]
        if year >= timezone.localdate().year:
            raise forms.ValidationError(_("Only years that are over can be agreed."))
        return year


class PassphraseForm(forms.Form):
    """What seals the file."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        min_length=SHORTEST_PASSPHRASE,
        max_length=200,
        help_text=_(
            "At least 16 characters; five or more words are easiest. Tell it to the receiver by telephone, "
            "never with the file. It is not kept here: without it nobody can open the file."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    once_more = forms.CharField(
        label=_("Passphrase once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, key: ReceiverKey | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if key is not None:  # the file is sealed for it, and needs no words
            self.fields.clear()

    def clean(self) -> None:
        told = super().clean() or self.cleaned_data
        if "passphrase" in told and told["passphrase"] != told.get("once_more", told["passphrase"]):
            self.add_error("once_more", _("The two are not the same."))


class KeyForm(forms.Form):
    """The public key of a receiver."""

    file = forms.FileField(
        label=_("Public key of the receiver"),
        help_text=_(
            "A file like name.public.json. The receiver makes it with: schakel custody key-pair NAME"
        ),
    )
    fingerprint = forms.CharField(
        label=_("Fingerprint, as the receiver reads it out"),
        max_length=40,
        help_text=_(
            "Call the receiver at a number that you knew before, and type what you hear: six groups of four."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> None:
        told = super().clean() or self.cleaned_data
        if "file" in told:
            self._compare(told)

    def _compare(self, told: dict[str, Any]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "key.json"
            path.write_bytes(told["file"].read(_LARGEST_KEY))
            try:
                self.key = read_public_key(path)
            except KeyFileError:
                self.add_error("file", _("This is not a public key, or it was damaged."))
                return
        heard = "".join(one for one in told.get("fingerprint", "").lower() if one in hexdigits)
        if "fingerprint" in told and heard != self.key.fingerprint.replace("-", ""):
            self.add_error(
                "fingerprint",
                _("This is not the fingerprint of this file. Do not use the key; ask for another."),
            )


class SnapshotForm(forms.Form):
    """From which snapshot."""

    snapshot = forms.ModelChoiceField(
        Snapshot.objects.none(), label=_("Snapshot"), to_field_name="number", empty_label=None
    )

    def __init__(self, *args: object, snapshots: Iterable[Snapshot], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["snapshot"].queryset = snapshots  # type: ignore[attr-defined]
