"""Forms of releases."""

from collections.abc import Iterable

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure.choices import Kind
from schakel.insight.disclosure.making import Wish
from schakel.insight.disclosure.parts import chapter_of, part_label
from schakel.knowledge.figures.choices import Chapter

_PUBLIC = _("Everybody can read this. Name no persons.")


def _text(label: object, hint: object = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=hint,  # type: ignore[arg-type]
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SnapshotForm(forms.Form):
    """From which snapshot."""

    snapshot = forms.ModelChoiceField(
        Snapshot.objects.none(), label=_("Snapshot"), to_field_name="number", empty_label=None
    )

    def __init__(self, *args: object, snapshots: Iterable[Snapshot], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["snapshot"].queryset = snapshots  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """Which periods; for the revision also what changed."""

    periods = forms.MultipleChoiceField(
        label=_("Periods"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one period.")},
    )
    reason_nl = _text(_("What changed and why, in Dutch"), _PUBLIC)
    reason_en = _text(_("What changed and why, in English"), _PUBLIC)

    def __init__(
        self, *args: object, kind: Kind, periods: dict[str, int], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.kind = kind
        self.fields["periods"].choices = [  # type: ignore[attr-defined]
            (
                period,
                _told(period, n),
            )
            for period, n in periods.items()
        ]
        if kind != Kind.REVISION:
            del self.fields["reason_nl"], self.fields["reason_en"]

    def wish(self, snapshot: Snapshot) -> Wish:
        """What was filled in."""
        return Wish(snapshot=snapshot, kind=self.kind, **self.cleaned_data)


def _told(code: str, records: int) -> str:
    shown = number_format(records, use_l10n=True, force_grouping=True)
    words = {"period": part_label(code), "records": shown}
    if chapter_of(code) == Chapter.SHELTER:
        return gettext("%(period)s: %(records)s requests") % words
    return gettext("%(period)s: %(records)s reports") % words


class SignForm(forms.Form):
    """The answer of the second officer."""

    content_hash = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("sign", _("I sign: it may be published")),
            ("refuse", _("I do not sign")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you sign.")},
    )
    reason = _text(
        _("Why not"), _("Only when you do not sign. The maker reads this."), required=False
    )

    def clean(self) -> None:
        """A refusal needs a reason."""
        if self.cleaned_data.get("answer") == "refuse" and not self.cleaned_data["reason"].strip():
            self.add_error("reason", _("Say why you do not sign."))


class WithdrawForm(forms.Form):
    """What the public page says in place of the figures."""

    note_nl = _text(_("Why it is withdrawn, in Dutch"), _PUBLIC)
    note_en = _text(_("Why it is withdrawn, in English"), _PUBLIC)


class AnswerForm(forms.Form):
    """The answer of the second officer to a withdrawal."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("agree", _("I agree: it is withdrawn")),
            ("refuse", _("It should stay")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you agree.")},
    )
    reason = _text(_("Why it should stay"), required=False)

    def clean(self) -> None:
        """A refusal needs a reason."""
        if self.cleaned_data.get("answer") == "refuse" and not self.cleaned_data["reason"].strip():
            self.add_error("reason", _("Say why it should stay."))
