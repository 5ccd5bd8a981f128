"""Beginning a run, and setting it up."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.insight.analysis.models import Snapshot
from schakel.insight.estimation.choices import (
    DRAWS,
    DRAWS_OF_MANY,
    LARGEST_FILE,
    MAIN_METHODS,
    MANY_LISTS,
    MOST_DRAWS,
    MOST_TRAITS,
    SEED,
    THRESHOLD,
    TRAITS,
    YEAR,
    Source,
)
from schakel.insight.estimation.plans import DROP, Plan, Treatment
from schakel.insight.estimation.presenting import list_label, trait_label
from schakel.insight.estimation.wording import METHODS

FIRST_POSSIBLE_YEAR = 2000


class BeginForm(forms.Form):
    """From a snapshot or from a file."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("For you and your colleagues. Name no person."),
    )
    source = forms.ChoiceField(
        label=_("Where do the lists come from?"), choices=Source.choices, widget=forms.RadioSelect
    )
    snapshot = forms.ModelChoiceField(
        Snapshot.objects.none(), label=_("Snapshot"), to_field_name="number", required=False
    )
    first_year = forms.IntegerField(
        label=_("First year"), min_value=FIRST_POSSIBLE_YEAR, max_value=2100, required=False
    )
    last_year = forms.IntegerField(
        label=_("Last year"), min_value=FIRST_POSSIBLE_YEAR, max_value=2100, required=False
    )
    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_(
            "A column of 0 and 1 for each list, and a column called count with numbers of people."
        ),
    )
    traits = forms.CharField(
        label=_("Columns that are traits"),
        required=False,
        max_length=200,
        help_text=_(
            "For example: sex, year. Their names with commas between; leave empty if there are none."
        ),
    )
    groups = (
        ("", ("title", "source")),
        (_("Snapshot"), ("snapshot", "first_year", "last_year")),
        (_("File"), ("file", "traits")),
    )

    def __init__(self, *args: Any, snapshots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["snapshot"].queryset = snapshots  # type: ignore[attr-defined]

    def clean(self) -> None:
        told = super().clean() or self.cleaned_data
        if told.get("source") == Source.SNAPSHOT:
            self._require("snapshot", "first_year", "last_year")
            first, last = told.get("first_year"), told.get("last_year")
            if first and last and first > last:
                self.add_error("first_year", _("The first year comes after the last year."))
        elif told.get("source") == Source.FILE:
            self._require("file")

    def _require(self, *names: str) -> None:
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("This field is required."))

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found and found.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large. A table of lists is small."))
        return found

    @property
    def named_traits(self) -> list[str]:
        """The columns of the file that are traits."""
        return [name.strip() for name in self.cleaned_data["traits"].split(",") if name.strip()]


class SetUpForm(forms.Form):
    """What is done to each list, by which method, and for which groups."""

    method = forms.ChoiceField(
        label=_("Method"),
        choices=[(code, METHODS[code]) for code in MAIN_METHODS],
        help_text=_("The other methods are held against it."),
    )
    threshold = forms.FloatField(
        label=_("Threshold of stepwise choice"),
        min_value=0,
        max_value=0.5,
        initial=THRESHOLD,
        help_text=_(
            "Two lists depend when chance alone does this less often. 0.02 is the published choice."
        ),
    )
    draws = forms.IntegerField(
        label=_("Draws of the bootstrap"), min_value=0, max_value=MOST_DRAWS, initial=DRAWS
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31,
        initial=SEED,
        help_text=_("The same seed gives the same interval."),
    )
    precision = forms.FloatField(
        label=_("Precision of the links, in percent"), min_value=50, max_value=100, required=False
    )
    recall = forms.FloatField(
        label=_("Recall of the links, in percent"), min_value=50, max_value=100, required=False
    )

    def __init__(
        self, *args: Any, lists: tuple[str, ...], traits: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lists = lists
        if len(lists) > MANY_LISTS:
            self.fields["draws"].initial = DRAWS_OF_MANY
        for place, name in enumerate(lists):
            label = list_label(name)
            others = [
                (other, _("Merge with %(list)s") % {"list": list_label(other)})
                for other in lists
                if other != name
            ]
            self.fields[f"into_{place}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("Keep as it is")), (DROP, _("Leave out")), *others],
                required=False,
            )
            self.fields[f"why_{place}"] = forms.CharField(
                label=_("Why %(list)s is left out or merged") % {"list": label},
                max_length=300,
                required=False,
            )
        kept = [code for code in traits if code in (*TRAITS, YEAR) or not set(traits) & set(TRAITS)]
        self.fields["traits"] = forms.MultipleChoiceField(
            label=_("An estimate for each group too, by"),
            choices=[(code, trait_label(code)) for code in kept],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        names = [f"{kind}_{place}" for place in range(len(lists)) for kind in ("into", "why")]
        if not kept:
            del self.fields["traits"]
        self.groups = (
            (_("Lists"), names),
            (_("Method"), ("method", "threshold", "draws", "seed")),
            *([(_("Groups"), ("traits",))] if kept else []),
            (
                _("Errors in the links between lists"),
                ("precision", "recall"),
                _("As registrars measured them, where they did; otherwise what you know."),
            ),
        )

    def clean_traits(self) -> list[str]:
        found: list[str] = self.cleaned_data["traits"]
        if len(found) > MOST_TRAITS:
            raise forms.ValidationError(
                _(
                    "At most %(most)s traits: every group takes time, and small ones carry no number."
                ),
                params={"most": MOST_TRAITS},
            )
        return found

    def clean(self) -> None:
        told = super().clean() or self.cleaned_data
        for place in range(len(self.lists)):
            if told.get(f"into_{place}") and not told.get(f"why_{place}", "").strip():
                self.add_error(f"why_{place}", _("Say why: the reason is kept with the estimate."))

    def _treatments(self) -> Iterator[Treatment]:
        for place, name in enumerate(self.lists):
            if into := self.cleaned_data[f"into_{place}"]:
                yield Treatment(name, into, self.cleaned_data[f"why_{place}"].strip())

    def plan(self) -> Plan:
        """The choices as they are kept."""
        told = self.cleaned_data
        known = {
            name: told[name] / 100 for name in ("precision", "recall") if told[name] is not None
        }
        return Plan(
            treatments=tuple(self._treatments()),
            method=told["method"],
            threshold=told["threshold"],
            draws=told["draws"],
            seed=told["seed"],
            traits=tuple(told.get("traits", ())),
            linkage=known,
        )


class OfferForm(forms.Form):
    """What everybody will read beside the number."""

    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    population_nl = forms.CharField(
        label=_("Who is counted, in Dutch"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Presumed victims of what, where, when; and where the lists come from."),
    )
    population_en = forms.CharField(
        label=_("Who is counted, in English"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    first_year = forms.IntegerField(
        label=_("First year"), min_value=FIRST_POSSIBLE_YEAR, max_value=2100
    )
    last_year = forms.IntegerField(
        label=_("Last year"), min_value=FIRST_POSSIBLE_YEAR, max_value=2100
    )

    def clean(self) -> None:
        told = super().clean() or self.cleaned_data
        first, last = told.get("first_year"), told.get("last_year")
        if first and last and first > last:
            self.add_error("first_year", _("The first year comes after the last year."))


class AnswerForm(forms.Form):
    """Sign what was shown, or say why not."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            ("sign", _("I have looked at it: sign and publish")),
            ("refuse", _("I do not sign")),
        ],
    )
    reason = forms.CharField(label=_("If you do not sign: why?"), max_length=300, required=False)

    def clean(self) -> None:
        told = super().clean() or self.cleaned_data
        if told.get("answer") == "refuse" and not told.get("reason", "").strip():
            self.add_error("reason", _("Say why you do not sign."))


class WithdrawForm(forms.Form):
    """What stands in the place of the estimate, in both languages."""

    nl = forms.CharField(
        label=_("Note in Dutch"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    en = forms.CharField(
        label=_("Note in English"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
