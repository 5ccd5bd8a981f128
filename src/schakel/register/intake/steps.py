"""The pages of the report form, in their order: one topic each."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Fold:
    """Questions of a page that stay folded until somebody wants to answer them."""

    title: str | Promise
    hint: str | Promise
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One page: its name in the address, its topic, and the questions that it may ask."""

    slug: str
    title: str | Promise
    plain: tuple[str, ...]
    folds: tuple[Fold, ...] = ()

    @property
    def folded(self) -> tuple[str, ...]:
        """The questions that stay folded."""
        return tuple(name for fold in self.folds for name in fold.questions)

    @property
    def questions(self) -> tuple[str, ...]:
        """All its questions, in their order."""
        return (*self.plain, *self.folded)

    def groups(self, legend: str | Promise = "") -> list[tuple[Any, ...]]:
        """How a form lays them out; see `ui.layout`."""
        folds = [(fold.title, fold.questions, fold.hint, True) for fold in self.folds]
        return [(legend, self.plain), *folds]


STEPS = (
    Step(
        "report",
        _("Your report"),
        ("organisation", "channel", "reporter_reference", "reported_on", "police_unit"),
    ),
    Step("purpose", _("Purpose and consent"), ("purposes", "consent", "consent_date")),
    Step(
        "person",
        _("The person"),
        (
            "surname",
            "given_names",
            "date_of_birth",
            "age",
            "year_of_birth",
            "person_key",
            "gender",
            "nationality",
            "second_nationality",
            "country_of_birth",
            "residence_status",
            "code",
        ),
        (
            Fold(
                _("More about who it is"),
                _("Only what you know. It helps to count everybody once."),
                (
                    "name_prefix",
                    "birth_name",
                    "aliases",
                    "birth_basis",
                    "birth_place",
                    "v_number",
                    "phone",
                ),
            ),
        ),
    ),
    Step(
        "exploitation",
        _("The exploitation"),
        (
            "main_form",
            "sector",
            "other_forms",
            "domestic_crossborder",
            "place_municipality",
            "place_country",
        ),
        (
            Fold(
                _("When it was"),
                _("A year is enough, and may be a guess."),
                ("period_start", "period_end", "period_ongoing", "further_periods"),
            ),
            Fold(
                _("Other places, and the way there"),
                _("Only what you know."),
                (
                    "further_places",
                    "countries_of_origin",
                    "countries_of_transit",
                    "countries_of_destination",
                ),
            ),
            Fold(
                _("How it happened"),
                _("Tick what you know. Nothing ticked means: not known."),
                ("recruitment_methods", "recruiter_relations", "control_means"),
            ),
        ),
    ),
    Step(
        "procedures",
        _("Procedures and note"),
        ("police_report_status", "reflection_period_status", "sub3_only", "note"),
    ),
)
FIRST = STEPS[0]


def step_named(slug: str) -> Step | None:
    """The page with this name in its address."""
    return next((one for one in STEPS if one.slug == slug), None)


def place_of(step: Step) -> int:
    """Which page it is, counted from 1."""
    return STEPS.index(step) + 1


def after(step: Step) -> Step | None:
    """The next page; None after the last."""
    return STEPS[place_of(step)] if place_of(step) < len(STEPS) else None


def before(step: Step) -> Step | None:
    """The page before; None before the first."""
    return STEPS[place_of(step) - 2] if step != FIRST else None
