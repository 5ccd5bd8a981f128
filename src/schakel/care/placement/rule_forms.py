"""The forms of the placement rules: what holds when, a version of a rule, the end of a rule."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.blocks import ALL, ANY, Blocks, Line
from schakel.care.placement.owners import owner_choices
from schakel.care.placement.ruled import CRITERIA
from schakel.methods.placement import TERMS, Criterion, Expression, Level, Rule, RuleKind, Text
from schakel.methods.placement.rules import MOST_WEIGHT
from schakel.methods.placement.sentences import texts

# More than a rule may hold (`MOST_CONDITIONS`), so that the message about it is the rule's own.
_MOST_BLOCKS, _MOST_LINES = 20, 41


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_(
            "Colleagues read this in the history of the rule. Do not write about a client."
        ),
    )


class RulesFilter(forms.Form):
    """On which day."""

    on = forms.DateField(label=_("What holds on"), required=False, widget=_day())


class RuleForm(forms.Form):
    """All of a version but its conditions."""

    owner = forms.ChoiceField(
        label=_("For which shelter"),
        choices=owner_choices,
        help_text=_(
            "A unit keeps the rules of its kind of shelter, its organisation and its site as well: all hold."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Condition or preference"),
        choices=[
            (RuleKind.REQUIRE.value, _("condition: without it nobody can go there")),
            (RuleKind.PREFER.value, _("preference: a place ranks higher with it")),
        ],
    )
    criterion = forms.ChoiceField(
        label=_("A preference counts for"),
        required=False,
        choices=[("", "–"), *CRITERIA.items()],
    )
    weight = forms.IntegerField(
        label=_("Weight of a preference"),
        required=False,
        min_value=1,
        max_value=MOST_WEIGHT,
        help_text=_("1 is light, 10 is heavy. A condition has no weight."),
    )
    text_nl = forms.CharField(
        label=_("The rule in Dutch"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What a coordinator reads beside a place. Empty: the conditions in words."),
    )
    text_en = forms.CharField(
        label=_("The rule in English"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )
    secret = forms.BooleanField(
        label=_("The reason is secret: a shelter only hears that it is about safety"),
        required=False,
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("The law, agreement or practice that it rests on."),
    )
    valid_from = forms.DateField(
        label=_("Holds from"), widget=_day(), help_text=_("Today or later.")
    )
    why = _why()

    def clean_valid_from(self) -> date:
        return _not_past(self.cleaned_data["valid_from"])

    def rule(self, code: str, expression: Expression) -> Rule:
        """The rule as it was filled in; wants a valid form. Raises PlacementError."""
        given = self.cleaned_data
        level, _colon, owner = given["owner"].partition(":")
        prefers = given["kind"] == RuleKind.PREFER
        words = texts(expression)
        return Rule(
            code=code,
            level=Level(level),
            owner=owner,
            kind=RuleKind(given["kind"]),
            expression=expression,
            text=Text(given["text_nl"] or words.nl[:300], given["text_en"] or words.en[:300]),
            weight=given["weight"] or 0 if prefers else 0,
            criterion=Criterion(given["criterion"]) if prefers and given["criterion"] else None,
            valid_from=given["valid_from"],
            secret=given["secret"],
            source=given["source"],
        )


class EndForm(forms.Form):
    """From when a rule does not hold any more."""

    mark_optional = False
    on = forms.DateField(
        label=_("Does not hold any more from"), widget=_day(), help_text=_("Today or later.")
    )
    why = _why()

    def clean_on(self) -> date:
        return _not_past(self.cleaned_data["on"])


def _not_past(day: date) -> date:
    # Choices were made yesterday under the rules of yesterday.
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day has passed. Give today or a later day."))
    return day


def blocks_in(data: QueryDict) -> Blocks:
    """The conditions as the page sent them: `c-BLOCK-LINE-fact`, `-op`, `-values` and `-other`."""
    blocks = []
    for block in range(_MOST_BLOCKS):
        lines = [_line(data, f"c-{block}-{line}") for line in range(_MOST_LINES)]
        if found := tuple(line for line in lines if line is not None):
            blocks.append(found)
    return Blocks(ALL if data.get("between") == ALL else ANY, tuple(blocks))


def _line(data: QueryDict, name: str) -> Line | None:
    fact = data.get(f"{name}-fact")
    if fact not in TERMS:
        return None
    open_list = not TERMS[fact].codes
    values: list[str] = data.getlist(f"{name}-values")
    if open_list and len(values) == 1:
        values = values[0].replace(",", " ").split()
    return Line(fact, data.get(f"{name}-op", ""), tuple(values), data.get(f"{name}-other", ""))


def initial_of(rule: Rule, today: date) -> dict[str, Any]:
    """What the form begins with, to change a rule."""
    return {
        "owner": f"{rule.level}:{rule.owner}",
        "kind": rule.kind.value,
        "criterion": rule.criterion.value if rule.criterion else "",
        "weight": rule.weight or None,
        "text_nl": rule.text.nl,
        "text_en": rule.text.en,
        "secret": rule.secret,
        "source": rule.source,
        "valid_from": max(rule.valid_from or today, today),
    }
