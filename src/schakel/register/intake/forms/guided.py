"""The report form spread over pages: all answers so far, of which one page is shown."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.choices import ENCODED, CodeState
from schakel.register.intake.drafts import Answers
from schakel.register.intake.forms.report import ReportForm, consents
from schakel.register.intake.keepers import is_restricted
from schakel.register.intake.legal import CONSENT, REGISTRATION
from schakel.register.intake.queries import birth_label, place_label, report_with_reference
from schakel.register.intake.steps import Step
from schakel.register.intake.validation import (
    MESSAGES,
    NEVER_KEPT,
    never_kept,
    problems,
)


class GuidedForm(ReportForm):
    """The questions of a report, given the answers so far.

    Which questions there are follows from the answers: names only with a ground for them, consent only
    where it is needed. A question without an answer yet has its first value, so that a report can be
    checked and sent from any page.
    """

    groups: list[tuple[Any, ...]] = []
    # What became of the code: the page on which it is made says so, and nothing of the code itself.
    code = forms.ChoiceField(
        label=gettext_lazy("Code for the linkage unit"),
        required=False,
        widget=forms.HiddenInput,
        choices=CodeState.choices,
    )

    def __init__(
        self,
        answers: Answers,
        *,
        sender: Organisation | None,
        senders: QuerySet[Organisation],
        by_centre: bool,
        checked: bool,
    ) -> None:
        """`checked`: validate the answers; else they are only filled in."""
        data: MultiValueDict[str, str] = MultiValueDict(answers)
        super().__init__(
            data=data, sender=sender, with_identity=sender is None or data.get("consent") in CONSENT
        )
        self.by_centre = by_centre
        organisation = cast(forms.ModelChoiceField, self.fields["organisation"])
        organisation.queryset = senders
        if sender is not None:
            organisation.initial = sender.pk
        if not by_centre and len(senders[:2]) == 1:
            self.drop("organisation")
        if not by_centre:
            self.drop("channel")
        else:
            self._ask_of_others()
        if self.with_identity or data.get("consent") != ENCODED:
            self.drop("code")
        self._shape_consent(set(data.getlist("purposes")))
        self._fill_in(data)
        if not checked:
            self.is_bound = False
            self.initial = {
                name: field.widget.value_from_datadict(data, MultiValueDict(), name)
                for name, field in self.fields.items()
            }

    def _ask_of_others(self) -> None:
        """A registrar fills in what another organisation says: its reference is not the registrar's."""
        reference, key = self.fields["reporter_reference"], self.fields["person_key"]
        reference.label = _("Reference of the reporter")
        reference.help_text = _(
            "The number or code that the reporter uses for this report. No name and no citizen service "
            "number (BSN). Does the reporter have none? Write the day and a number."
        )
        key.label = _("Code of the reporter for this person")

    def _shape_consent(self, purposes: set[str]) -> None:
        consent = cast(forms.ChoiceField, self.fields["consent"])
        consent.initial = ""
        if not self.statutory:
            consent.label = _("Does the person consent in writing?")
            consent.choices = [
                ("", _("No, or not asked: I report without a name")),
                (ENCODED, _("No, or not asked: I make a code of the name on my own computer")),
                *consents(),
            ]
            consent.help_text = _(
                "With consent you can give a name and a date of birth, so that the person is counted "
                "once. You keep the signed form. Without consent you report without a name. With a code "
                "the person is counted once, too, and the name never leaves your computer."
            )
        elif purposes <= {REGISTRATION}:
            self.drop("consent", "consent_date")
        else:
            consent.help_text = _(
                "For registration you need no consent. For shelter or advice you do, because we pass "
                "data on to others."
            )

    def _fill_in(self, data: MultiValueDict[str, str]) -> None:
        """Give every question that was not answered yet its first value."""
        for name, field in self.fields.items():
            if not any(control in data for control in controls(name, field)):
                for control, values in _as_answers(
                    name, field, self.get_initial_for_field(field, name)
                ):
                    data.setlist(control, values)

    @property
    def asks_consent(self) -> bool:
        """Is there a question about consent?"""
        return "consent" in self.fields

    def answers(self) -> Answers:
        """What is to be kept: the answers to the questions that there are.

        A name does not outlive the consent for it. The year of birth does: it says not who someone is.
        """
        data = cast("MultiValueDict[str, str]", self.data)
        kept = {
            control: list(data.getlist(control))
            for name, field in self.fields.items()
            if name != "token"
            for control in controls(name, field)
        }
        year, other = "date_of_birth_2", "year_of_birth"
        if year not in kept:
            year, other = other, year
        if not any(kept[year]) and data.get(other):
            kept[year] = [str(data.get(other))]
        return kept

    @property
    def encoded(self) -> bool:
        """Is a code made of the identity, as far as one can be made?"""
        return "code" in self.fields and self.data.get("code") != CodeState.IMPOSSIBLE

    def find_problems(self) -> None:
        """Put everything that is in the way of sending beside the question that it is about."""
        if self.is_valid() and self.sender is not None:
            for name, code in problems(self.to_data(self.sender)):
                if code not in NEVER_KEPT:
                    self._refuse(name, MESSAGES[code])
            reference = self.cleaned_data.get("reporter_reference", "")
            known = report_with_reference(self.sender.number, reference)
            if known is not None:
                self._refuse(
                    "reporter_reference", reference_in_use(known.number, by_centre=self.by_centre)
                )
        for name, code in self.never_kept().items():
            self._refuse(name, MESSAGES[code])

    def never_kept(self) -> dict[str, str]:
        """The questions in whose answers something stands that is never kept, and what."""
        data = cast("MultiValueDict[str, str]", self.data)
        return {
            name: code
            for name, field in self.fields.items()
            if name != "token"  # drawn by chance, not written
            for control in controls(name, field)
            for value in data.getlist(control)
            if (code := never_kept(name, value))
        }

    def _refuse(self, name: str, text: Any) -> None:
        name = name if name in self.fields else ASKED_AS.get(name, name)
        self.add_error(name if name in self.fields else None, text)

    def show(self, step: Step, *more: str) -> "GuidedForm":
        """Only the questions of this page (and `more`), with what is wrong there."""
        wrong = self.errors if self.is_bound else {}
        self.groups = step.groups() if step.folds else []
        for name in [name for name in self.fields if name not in (*step.questions, *more)]:
            wrong.pop(name, None)
            self.drop(name)
        if self.is_bound:
            wrong.pop("__all__", None)
        return self

    def wrong_on(self, step: Step) -> bool:
        """Is something on this page in the way?"""
        return bool(set(self.errors) & set(step.questions))


# field of ReportData → question, where they go by other names
ASKED_AS = {
    "date_of_birth": "year_of_birth",
    "nationalities": "nationality",
    "periods": "period_start",
}


def controls(name: str, field: forms.Field) -> list[str]:
    """The names under which a browser sends the answer to one question."""
    if isinstance(field.widget, forms.MultiWidget):
        # Django's own list of the parts' suffixes, which its published types leave out.
        suffixes: list[str] = vars(field.widget)["widgets_names"]
        return [name + suffix for suffix in suffixes]
    return [name]


def posted(form: GuidedForm, step: Step, sent: QueryDict) -> Answers:
    """What a browser sent for the questions of a page as it was shown; nothing else is looked at."""
    return {
        control: list(sent.getlist(control))
        for name, field in form.fields.items()
        if name in step.questions
        for control in controls(name, field)
        if control in sent or _sends_nothing(name, field, control, sent)
    }


def _sends_nothing(name: str, field: forms.Field, control: str, sent: QueryDict) -> bool:
    """Is silence an answer: boxes without a tick, of a question that was on the page?"""
    if isinstance(field.widget, forms.MultiWidget):
        part = field.widget.widgets[controls(name, field).index(control)]
        asked = any(one in sent for one in controls(name, field))
        return asked and isinstance(part, forms.CheckboxInput)
    return isinstance(field, forms.MultipleChoiceField)


def reference_in_use(number: str, *, by_centre: bool = False) -> str:
    """That the sender's reference stands on an earlier report, and what to do.

    To the centre a restricted report is not named: whoever writes may not be its keeper.
    """
    if by_centre and is_restricted(number):
        return _("This organisation used this reference for an earlier report. Use another one.")
    return _(
        "You already used this reference, for report %(number)s. Correct that report, or use "
        "another reference."
    ) % {"number": number}


def _as_answers(name: str, field: forms.Field, value: Any) -> list[tuple[str, list[str]]]:
    """The first value of a question, as a browser would send it."""
    if isinstance(field.widget, forms.MultiWidget):
        parts = field.widget.decompress(value) or []
        return list(zip(controls(name, field), ([str(part or "")] for part in parts), strict=True))
    if isinstance(field, forms.MultipleChoiceField):
        return [(name, [str(one) for one in value or ()])]
    return [(name, ["" if value is None else str(value)])]


def shown_answers(form: GuidedForm, step: Step) -> list[tuple[str, str]]:
    """The answers of one page in words, as (question, answer); "" where nothing was filled in.

    Folded questions that nobody answered are left out.
    """
    found = [
        (name, str(form.fields[name].label), _in_words(form, name))
        for name in step.questions
        if name in form.fields
    ]
    return [
        (label, text)
        for name, label, text in found
        if name not in step.folded or (text and _answered(form, name))
    ]


def _answered(form: GuidedForm, name: str) -> bool:
    return any(form.data.get(one) for one in controls(name, form.fields[name]))


def _in_words(form: GuidedForm, name: str) -> str:
    field = form.fields[name]
    if name == "organisation":
        return str(form.sender or "")
    if isinstance(field, forms.ChoiceField):
        given = cast("MultiValueDict[str, str]", form.data).getlist(name)
        labels = {str(code): str(text) for code, text in flat_choices(field.choices)}
        return ", ".join(labels.get(one, one) for one in given)
    value = form.cleaned_data.get(name) if form.is_bound and form.errors is not None else None
    if isinstance(value, PartialDate):
        return birth_label(value) if name == "date_of_birth" else value.label()
    if isinstance(value, tuple):
        return ", ".join(_part_in_words(name, one) for one in value)
    if value is None:
        return " ".join(filter(None, (form.data.get(one, "") for one in controls(name, field))))
    return str(value)


def _part_in_words(name: str, value: Any) -> str:
    if isinstance(value, PartialPeriod):
        return value.label()
    return str(value) if name == "aliases" else place_label(value)


def flat_choices(options: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    flat: list[tuple[Any, Any]] = []
    for code, text in options:
        flat += flat_choices(text) if isinstance(text, list | tuple) else [(code, text)]
    return flat
