"""Forms of the registrar's pages."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.terms.queries import choices
from schakel.register.intake.choices import FileFormat, OnError
from schakel.register.intake.files.field import ReportFileField
from schakel.register.intake.validation import refuse_service_number
from schakel.register.persons.asking import IdentityForm as IdentityForm
from schakel.register.persons.asking import NumberField
from schakel.register.persons.choices import ReportState
from schakel.register.persons.models import Person
from schakel.register.persons.queries import Candidate, report_years

NEW = "new"
OTHER = "other"


def choice_field(form: forms.Form, name: str) -> forms.ChoiceField:
    """A choice of the form, of which only the form itself knows the choices."""
    return cast(forms.ChoiceField, form.fields[name])


_PARTLY_RESTRICTED = _(
    "Part of what is known about this person is restricted. Its keeper decides: ask there."
)


class ReportFilter(forms.Form):
    """Narrows the list of reports."""

    mark_optional = False
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *ReportState.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind of reporter"),
        required=False,
        choices=lambda: [("", _("All")), *choices("reporter_type")],
    )
    year = forms.ChoiceField(label=_("Year"), required=False)
    number = NumberField("M", label=_("Report number"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in report_years()]
        choice_field(self, "year").choices = [("", _("All")), *years, ("unknown", _("not known"))]


class PersonFilter(forms.Form):
    """Narrows the list of persons; by number only, since addresses of pages are kept in logs."""

    mark_optional = False
    number = NumberField("P", label=_("Person number"), required=False)
    double = forms.BooleanField(label=_("Possibly the same as another person"), required=False)


class _ChoosesPerson(forms.Form):
    """A choice between a new person, proposed persons and a person by number."""

    def __init__(self, *args: Any, candidates: list[Candidate], user: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.candidates = {each.person.number: each.person for each in candidates}
        choice_field(self, "person").choices = [
            (NEW, _("A new person")),
            *((each.person.number, _in_words(each)) for each in candidates),
            (OTHER, _("Another person, by number")),
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        chosen, number = cleaned.get("person", ""), cleaned.get("number", "")
        cleaned["chosen"] = self.candidates.get(chosen)
        if chosen == OTHER and "number" not in self.errors:
            people = Person.objects.visible_to(self.user)
            cleaned["chosen"] = people.filter(number=number).first()
            if cleaned["chosen"] is None:
                self.add_error("number", _("No person has this number. Check it."))
        if cleaned["chosen"] and not may(self.user, "change", cleaned["chosen"]):
            self.add_error("person", _PARTLY_RESTRICTED)
        return cleaned


def _in_words(candidate: Candidate) -> str:
    return format_html(
        "{} – {}",
        _("The same as %(number)s") % {"number": candidate.person.number},
        "; ".join(candidate.reasons),
    )


def _person_fields() -> tuple[forms.ChoiceField, NumberField]:
    choice = forms.ChoiceField(label=_("Who is this report about?"), widget=forms.RadioSelect)
    number = NumberField(
        "P",
        label=_("Number of that person"),
        required=False,
        help_text=_("Only if you chose another person, such as P-7K3F-9QXA."),
    )
    return choice, number


class RegisterForm(_ChoosesPerson):
    """The decision that a waiting report asks."""

    person, number = _person_fields()


class MoveForm(_ChoosesPerson):
    """Lets a report be about somebody else from now on."""

    report = forms.ChoiceField(label=_("Which report?"))
    person, number = _person_fields()
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Why the report is about somebody else. Do not write names here."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, reports: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "report").choices = reports


class UndoForm(forms.Form):
    """Why a whole delivery is taken back, and what becomes of the corrections of its reports."""

    reason = forms.CharField(
        label=_("Why is the delivery undone?"),
        max_length=500,
        validators=[refuse_service_number],
        help_text=_("The sender sees this with each report. Do not write names here."),
        widget=forms.Textarea({"rows": 2}),
    )
    corrections = forms.ChoiceField(
        label=_("Some reports were corrected since. What becomes of the corrections?"),
        choices=[
            ("stand", _("They stand: the sender sent them separately, and they go on counting")),
            ("fall", _("They fall too: they are withdrawn with the delivery")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, corrections: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrections:
            del self.fields["corrections"]


class ImportForm(forms.Form):
    """A file of reports, and what to do with rows that hold an error."""

    file = ReportFileField(help_text=_("CSV or Excel (XLSX), at most 10 MB."))
    format = forms.ChoiceField(
        label=_("Kind of file"),
        required=False,
        choices=[("", _("Work it out")), *FileFormat.choices],
        help_text=_("Leave as it is to have it worked out from the file."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(active=True).exclude(reporter_type=""),
        label=_("Sent by organisation"),
        required=False,
        empty_label=_("Stands in the file, or not known"),
    )
    source = forms.CharField(
        label=_("Name of the source"),
        max_length=80,
        required=False,
        help_text=_(
            "For files without an organisation. The same name means: the same keys for persons."
        ),
    )
    on_error = forms.ChoiceField(
        label=_("If a row has an error"),
        choices=OnError.choices,
        initial=OnError.HOLD,
        widget=forms.RadioSelect,
    )
