"""Forms about a request: taking it in, finding it in a list, and what becomes of it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.asking import RequestData
from schakel.care.placement.choices import (
    CLOSING,
    TRANSITIONS,
    Consent,
    Priority,
    Scheme,
    State,
)
from schakel.care.placement.models import Request
from schakel.care.placement.queries import coordinators
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.ui.guarding import guarded
from schakel.register.intake.validation import refuse_service_number

_ANY = ("", _("All"))


def text_area(label: Any, hint: Any = "", *, rows: int = 2, required: bool = False) -> forms.Field:
    """A free text that is kept encrypted; the browser warns for what does not belong in it."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=2000,
        widget=guarded(forms.Textarea({"rows": rows})),
        validators=[refuse_service_number],
    )


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class AskingForm(forms.Form):
    """What somebody asks, apart from for whom."""

    mark_optional = False
    priority = forms.ChoiceField(
        label=_("How soon is a place needed?"),
        choices=Priority.choices,
        widget=forms.RadioSelect,
        initial=Priority.NORMAL,
    )
    asked_by = forms.ModelChoiceField(
        Organisation.objects.filter(active=True).exclude(reporter_type="").order_by("name"),
        label=_("Which organisation asks?"),
        required=False,
        empty_label=_("Another one, or not known"),
    )
    contact = forms.CharField(
        label=_("Whom can we call back?"),
        required=False,
        max_length=200,
        validators=[refuse_service_number],
    )
    consent = forms.ChoiceField(
        label=_("May we pass data on to a shelter?"),
        choices=Consent.choices,
        widget=forms.RadioSelect,
        initial=Consent.NOT_ASKED,
        help_text=_(
            "Ask who calls: does the client agree? Without consent nothing goes to a shelter."
        ),
    )
    consent_on = _day(_("Agreed on"))
    scheme = forms.ChoiceField(
        label=_("Which kind of shelter?"),
        required=False,
        choices=[("", _("Not known yet")), *Scheme.choices],
    )
    needed_on = _day(_("Needed from"))
    safety_reason = text_area(_("Why is it not safe?"))
    explanation = text_area(_("What else should we know?"), _("Write no names here."))
    groups = [
        (_("The question"), ("priority", "asked_by", "contact")),
        (_("Consent"), ("consent", "consent_on")),
        (
            _("More about the question"),
            ("scheme", "needed_on", "safety_reason", "explanation"),
            "",
            True,
        ),
    ]

    def as_data(self, **more: Any) -> RequestData:
        """What `asking` takes in."""
        names = ("priority", "contact", "consent", "consent_on", "scheme", "needed_on")
        given = {name: self.cleaned_data[name] for name in (*names, "safety_reason", "explanation")}
        return RequestData(**given, **more)


class RequestFilter(forms.Form):
    """Narrows the list of requests; codes only, since addresses of pages are kept in logs."""

    mark_optional = False
    state = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[("", _("Still waiting for a place")), ("all", _("All")), *State.choices],
    )
    scheme = forms.ChoiceField(label=_("Scheme"), required=False, choices=[_ANY, *Scheme.choices])
    priority = forms.ChoiceField(
        label=_("How soon"), required=False, choices=[_ANY, *Priority.choices]
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)


class StepForm(forms.Form):
    """What becomes of a request: look at it, wait, send on or close, with the reason in words."""

    state = forms.ChoiceField(label=_("What happens with this request?"), widget=forms.RadioSelect)
    scheme = forms.ChoiceField(
        label=_("Sent on to which scheme?"),
        required=False,
        choices=[("", _("Does not apply")), *Scheme.choices],
    )
    note = text_area(_("Why?"), _("Needed when the request is closed or has to wait."))

    # Where a form may lead; the other states follow from offers and placements.
    OPEN_TO_HAND = (State.TRIAGE, State.MATCHING, State.WAITLISTED, *sorted(CLOSING))

    def __init__(self, *args: Any, row: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = TRANSITIONS[row.state]
        self.possible = [state for state in self.OPEN_TO_HAND if state in after]
        field = cast("forms.ChoiceField", self.fields["state"])
        field.choices = [(state, State(state).label) for state in self.possible]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        state = cleaned.get("state")
        if state in (*CLOSING, State.WAITLISTED) and not cleaned.get("note"):
            self.add_error("note", _("Write down why: the next shift and who asked want to know."))
        if state == State.REDIRECTED and not cleaned.get("scheme"):
            self.add_error("scheme", _("Choose the scheme that the client is sent on to."))
        return cleaned


class NoteForm(forms.Form):
    """What the next shift must know."""

    text = text_area(_("Note for the next shift"), required=True)


class AskAskerForm(forms.Form):
    """What the centre wants to know of who asked."""

    text = text_area(
        _("Question to who asked"),
        _("They get a mail, and answer on their own page. Write no names here."),
        required=True,
    )


class ConsentForm(forms.Form):
    """Whether data may be passed on, asked later."""

    consent = forms.ChoiceField(
        label=_("May we pass data on to a shelter?"),
        choices=Consent.choices,
        widget=forms.RadioSelect,
    )
    on = _day(_("Agreed on"))


class _ColleagueForm(forms.Form):
    to = forms.ChoiceField(label=_("Coordinator"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {each.number: each for each in coordinators()}
        cast("forms.ChoiceField", self.fields["to"]).choices = [
            ("", self.nobody),
            *((number, each.name) for number, each in self.colleagues.items()),
        ]

    nobody: Any = _("Nobody")

    def clean_to(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["to"])


class AssignForm(_ColleagueForm):
    """Who is on the request."""


class RestrictForm(_ColleagueForm):
    """Which coordinator alone may see the group, and why."""

    nobody = _("No longer restricted: all coordinators")
    reason = text_area(
        _("Why?"),
        _("For example: known from the papers, or threatened by somebody with a network."),
        required=True,
    )


class GlassForm(forms.Form):
    """Which restricted request has to be opened, and why."""

    number = forms.CharField(
        label=_("Number of the request"), max_length=16, help_text=_("It begins with H-.")
    )
    reason = text_area(
        _("Why must you see it now?"), _("The keeper reads this and reviews it."), required=True
    )
