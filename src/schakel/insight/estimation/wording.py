"""Codes of the library in words, in the language of the page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

METHODS = {
    "stepwise": gettext_lazy("Stepwise log-linear model (Chan, Silverman and Vincent 2021)"),
    "bic": gettext_lazy("All hierarchical models, best by BIC (Silverman, Chan and Vincent 2024)"),
    "aic": gettext_lazy("All hierarchical models, best by AIC"),
    "dga": gettext_lazy("Average over decomposable graphs (Madigan and York 1997)"),
    "bayesthresh": gettext_lazy("Bayesian thresholding (Silverman 2020)"),
    "covariates": gettext_lazy("One log-linear model of lists and traits, chosen by BIC"),
    "lcm": gettext_lazy("Latent classes (Manrique-Vallier 2016), a check only"),
    "independence": gettext_lazy("As if lists were independent"),
    "chao": gettext_lazy("Lower bound (Chao 1987)"),
}
REFUSALS = {
    "too_few_lists": gettext_lazy(
        "There are fewer than three lists that differ: nothing shows if they depend on each other."
    ),
    "too_few_on_several": gettext_lazy(
        "Fewer than ten people are on two lists or more: there is too little overlap."
    ),
    "small_group": gettext_lazy(
        "Fewer than a hundred people of this group are seen: too few for a number of its own."
    ),
    "no_estimate": gettext_lazy(
        "With this model the number can be anything: the estimate does not exist."
    ),
    "not_unique": gettext_lazy(
        "With this model many numbers fit equally well: the estimate is not unique."
    ),
    "interval_too_wide": gettext_lazy(
        "The interval is too wide: its upper limit is more than five times the lower one."
    ),
    "far_beyond_observed": gettext_lazy("The estimate is more than fifty times the people seen."),
    "chains_disagree": gettext_lazy("The chains of the calculation do not agree with each other."),
}
WARNINGS = {
    "duplicate_rows": gettext_lazy(
        "Some combinations of lists stood in more than one row; they were added up."
    ),
    "on_no_list": gettext_lazy("People on no list were left out: nobody can have counted them."),
    "empty_list": gettext_lazy("A list that holds nobody was left out."),
    "list_of_everybody": gettext_lazy("A list that holds everybody was left out."),
    "identical_lists": gettext_lazy("Lists that hold the same people were kept once."),
    "methods_differ": gettext_lazy(
        "Two methods that are both allowed differ by more than a factor of two."
    ),
    "hangs_on_one_list": gettext_lazy(
        "Without one list, or with two lists merged, the estimate moves by more than half."
    ),
    "models_close": gettext_lazy(
        "Models that describe the data about equally well differ by more than a quarter."
    ),
    "draws_without_estimate": gettext_lazy(
        "Some draws of the bootstrap had no estimate; they count as infinitely large."
    ),
    "one_list_dominates": gettext_lazy("One list holds more than nine in ten of the people seen."),
    "a_lower_bound": gettext_lazy("This is a lower bound, not an estimate."),
    "few_lists_hide_differences": gettext_lazy(
        "Three lists cannot show that some people are less visible than others."
    ),
}
EXISTENCE = {
    0: gettext_lazy("exists and is unique"),
    1: gettext_lazy("does not exist"),
    2: gettext_lazy("is not unique"),
    3: gettext_lazy("does not exist and is not unique"),
}
_FAULTS = {
    "unreadable": gettext_lazy("This is no CSV file in UTF-8. Save it as CSV and try again."),
    "empty": gettext_lazy("The file holds no rows. It needs a header and at least one row."),
    "too_many_rows": gettext_lazy(
        "The file holds too many rows. Add up the people of each combination first."
    ),
    "width": gettext_lazy("A row has more or fewer cells than the first row has names."),
    "counts": gettext_lazy(
        "The file needs columns for lists and exactly one with numbers of people, called count."
    ),
    "names": gettext_lazy("Give every list its own name in the first row."),
    "traits": gettext_lazy("A trait that you named is no column of the file."),
    "count": gettext_lazy("A number of people is not a number."),
    "negative_count": gettext_lazy("A number of people is below zero."),
    "fractional_count": gettext_lazy(
        "A number of people is not whole. Weighted or averaged counts cannot be used."
    ),
    "count_too_large": gettext_lazy("A number of people is larger than mankind."),
    "no_list": gettext_lazy(
        "A column is no list: a list holds only 1 (on the list) and 0. Name it as a trait, or remove it."
    ),
    "too_many_lists": gettext_lazy("There are too many lists. Merge lists that work alike."),
    "nobody": gettext_lazy("The table holds nobody."),
}


def fault(code: str, told: str) -> str:
    """What is wrong with a file: in words, with the place as the library says it."""
    return f"{_FAULTS[code]} ({told})" if code in _FAULTS else told


def method(code: str) -> str:
    """A method in words."""
    return str(METHODS.get(code, code))


def reasons(codes: Any) -> list[str]:
    """Why no number is given."""
    return [str(REFUSALS.get(code, code)) for code in codes]


def cautions(codes: Any) -> list[str]:
    """What to beware of."""
    return [str(WARNINGS.get(code, code)) for code in codes]


def existence(code: int) -> str:
    """Whether an estimate exists and is unique."""
    return str(EXISTENCE[code])


def variant(part: str, name: str) -> str:
    """What a row of sensitivity changes."""
    kind, _space, value = name.partition(" ")
    share = {"value": f"{float(value) * 100:g}%"} if kind in ("missed", "false") else {}
    words = {
        "missed": _("%(value)s of the links missed as well"),
        "false": _("%(value)s false links added"),
        "measured": _("The measured error in the links once or twice more"),
        "corrected": _("Corrected for the measured error in the links, by the trend"),
        "without": _("Without persons of whom only recruitment across a border is known"),
    }
    if kind in words:
        return words[kind] % share if share else words[kind]
    if part == "lists" and name.startswith("-"):
        return _("Without %(list)s") % {"list": name[1:]}
    return name
