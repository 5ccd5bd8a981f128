"""What points to a person, and how it goes along when reports become those of another person, and back.

Every table that names a person is either here or says why its rows stay (`STAYS`); a test looks for those
that do neither. An app above registers its own in `AppConfig.ready()`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Model

from schakel.register.persons.models import Membership, Person


@dataclass(frozen=True)
class Going:
    """Reports that are held to be about `target` from now on; `whole`: nothing stays with `source`."""

    source: Person
    target: Person
    members: tuple[Membership, ...]
    whole: bool

    @property
    def reports(self) -> list[int]:
        """Primary keys of the reports that go."""
        return [member.report_id for member in self.members]


# A row that went along: primary key, from which person, to which.
Moved = list[int]


class Follower(Protocol):
    """Lets rows of one table go along; `follows` names "app.Model.field"."""

    follows: str

    def go(self, going: Going) -> list[Moved]:
        """Let the rows go that belong to what goes; returns what moved, to be kept with the decision."""

    def back(self, moved: Iterable[Moved]) -> None:
        """Bring exactly these rows back, as far as they are still where they went."""


# Tables of the register itself, which go along inside every decision.
WITHIN = {
    "persons.Membership.person": "closed and opened anew by the decision itself",
    "persons.Identity.person": "goes with its report (persons.moving)",
    "persons.Exploitation.person": "goes with its report (persons.moving)",
    "persons.Registration.person": "worked out anew from the reports (persons.counting); its dossier "
    "types hang on it",
}
# Tables whose rows keep the person they named, each with its reason.
STAYS = {
    "persons.IdentityOpening.person": "history: whose identity was opened then, under that number",
    "linkage.Decision.person": "history: whom it was decided about",
    "linkage.Decision.other": "history: whom it was decided about",
}
_followers: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    """Take part in every join, split, move and undo from now on."""
    _followers[follower.follows] = follower


def unregister(follower: Follower) -> None:
    """No longer take part; for tests."""
    _followers.pop(follower.follows, None)


def answered_for() -> set[str]:
    """Every "app.Model.field" of which is known what becomes of it."""
    return {*WITHIN, *STAYS, *_followers}


def pointing_to_persons(models: Iterable[type[Model]] | None = None) -> set[str]:
    """Every "app.Model.field" that names a person, as Django knows them; also many-to-many tables."""
    every = apps.get_models(include_auto_created=True) if models is None else models
    return {
        f"{model._meta.label}.{field.name}"
        for model in every
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is Person
    }


def go(goings: Collection[Going]) -> dict[str, list[Moved]]:
    """Let everything that registered go along; what moved, by table."""
    moved = {
        name: [row for going in goings for row in follower.go(going)]
        for name, follower in _followers.items()
    }
    return {name: rows for name, rows in moved.items() if rows}


def back(moved: dict[str, list[Any]]) -> None:
    """Bring back what went along with a decision that is undone."""
    for name, rows in moved.items():
        if name in _followers:
            _followers[name].back(rows)


@dataclass(frozen=True)
class RowsOfAPerson:
    """Rows of `model` that name a person in `field` and, where it is known, their report in `report`.

    They go when all reports of their person go, and else with their own report; rows without a report
    stay when only some reports go.
    """

    model: type[Model]
    field: str = "person"
    report: str = ""

    @property
    def follows(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    def go(self, going: Going) -> list[Moved]:
        rows = self.model._base_manager.filter(**{self.field: going.source})
        if not going.whole:
            if not self.report:
                return []
            rows = rows.filter(**{f"{self.report}__in": going.reports})
        keys = list(rows.values_list("pk", flat=True))
        self.model._base_manager.filter(pk__in=keys).update(**{self.field: going.target})
        return [[pk, going.source.pk, going.target.pk] for pk in keys]

    def back(self, moved: Iterable[Moved]) -> None:
        for pk, source, target in moved:
            there = self.model._base_manager.filter(pk=pk, **{self.field: target})
            there.update(**{self.field: source})
