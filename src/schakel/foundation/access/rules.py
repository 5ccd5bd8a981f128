"""Rules with two faces from one definition.

A `Rule` answers for one row (`allows`) and as a filter on a whole table (`q`), and the two are built
together, so that a list can never show what the detail page refuses. Rules combine with `&` and `|`.
An app states its policy once, in its own `rules.py`:

    policy("intake.Report", see=has_role("registrar") | acts_for("organisation", "reporter"))
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from schakel.foundation.access.actors import Actor, SystemActor

NOTHING = Q(pk__in=())
EVERYTHING = Q()


@dataclass(frozen=True)
class Rule:
    """One condition: `possible` without a row, `allows` for a row, `q` for a table."""

    possible: Callable[[Actor], bool]
    allows: Callable[[Actor, Any], bool]
    q: Callable[[Actor], Q]

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(
            lambda user: self.possible(user) or other.possible(user),
            lambda user, row: self.allows(user, row) or other.allows(user, row),
            lambda user: _either(self.q(user), other.q(user)),
        )

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(
            lambda user: self.possible(user) and other.possible(user),
            lambda user, row: self.allows(user, row) and other.allows(user, row),
            lambda user: _both(self.q(user), other.q(user)),
        )


def _either(left: Q, right: Q) -> Q:
    if not left or not right:  # an empty Q is "all rows"; OR-ing it in would lose that
        return EVERYTHING
    return left | right


def _both(left: Q, right: Q) -> Q:
    return left & right


def has_role(*roles: str) -> Rule:
    """The actor holds one of `roles`, for whichever organisation."""
    wanted = frozenset(roles)

    def holds(user: Actor, _row: object = None) -> bool:
        return bool(wanted & user.roles)

    return Rule(holds, holds, lambda user: EVERYTHING if holds(user) else NOTHING)


def acts_for(path: str, *roles: str) -> Rule:
    """The actor holds one of `roles` for the very organisation that the row names at `path`.

    `path` is a chain of foreign keys in Django's notation, such as ``report__organisation``; ``pk`` where
    the row itself is the organisation.
    """
    return Rule(
        lambda user: bool(user.organisations_as(roles)),
        lambda user, row: _follow(row, path) in user.organisations_as(roles),
        lambda user: Q(**{f"{path}__in": user.organisations_as(roles)}),
    )


def where(path: str, *values: object) -> Rule:
    """The row holds one of `values` at `path`."""
    if None in values:  # SQL finds no NULL in a list: the two faces would differ
        raise ValueError("where() cannot look for an empty value")
    return Rule(
        lambda user: True,
        lambda user, row: _value(row, path) in values,
        lambda user: Q(**{f"{path}__in": values}),
    )


def own(path: str) -> Rule:
    """The row names the actor itself at `path`, a foreign key to the user; ``pk`` for one's own row."""
    return Rule(
        lambda user: _key(user) is not None,
        lambda user, row: (pk := _key(user)) is not None and _follow(row, path) == pk,
        lambda user: Q(**{path: pk}) if (pk := _key(user)) is not None else NOTHING,
    )


def not_own(path: str) -> Rule:
    """The row names somebody else than the actor at `path`, or nobody: four eyes see more than two."""
    return Rule(
        lambda user: True,
        lambda user, row: (pk := _key(user)) is None or _follow(row, path) != pk,
        lambda user: ~Q(**{path: pk}) if (pk := _key(user)) is not None else EVERYTHING,
    )


def outside(path: str, closed: Callable[[Actor], QuerySet]) -> Rule:
    """The row at the end of `path` is none of those `closed` to the actor; ``pk`` for the row itself."""

    def allows(user: Actor, row: Any) -> bool:
        key = _follow(row, path)
        return key is None or not closed(user).filter(pk=key).exists()

    return Rule(lambda user: True, allows, lambda user: ~Q(**{f"{path}__in": closed(user)}))


def _key(user: Actor) -> Any:
    """The primary key of a person who acts; None for a command, which no row can name."""
    return getattr(user, "pk", None)


def _value(row: Any, path: str) -> Any:
    return reduce(lambda value, part: getattr(value, part, None), path.split("__"), row)


def _follow(row: Any, path: str) -> Any:
    """The primary key of the related row at the end of `path`, without fetching that last row."""
    *steps, last = path.split("__")
    holder = _value(row, "__".join(steps)) if steps else row
    return getattr(holder, last if last == "pk" else f"{last}_id", None)


_POLICIES: dict[str, dict[str, Rule]] = {}


def policy(label: str, **verbs: Rule) -> None:
    """State who may do what with rows of the model `label` ("app.Model"); once per model."""
    if label in _POLICIES:
        raise ValueError(f"the policy of {label} is stated twice")
    _POLICIES[label] = verbs


def policies() -> dict[str, dict[str, Rule]]:
    """Every stated policy, for tests and for the reference page that lists them."""
    return dict(_POLICIES)


def rule_for(verb: str, model: type[Model] | str) -> Rule:
    """The rule for `verb` on a model; a missing one is a programming error, never a silent yes."""
    label = model if isinstance(model, str) else f"{model._meta.app_label}.{model.__name__}"
    return _POLICIES[label][verb]


def may(user: Actor, verb: str, row: Model | type[Model] | str) -> bool:
    """May `user` do `verb` with this row? Given a model or its label: with any row at all?"""
    rule = rule_for(verb, type(row) if isinstance(row, Model) else row)
    if isinstance(user, SystemActor):
        return True
    if _is_nobody(user):
        return False
    return rule.allows(user, row) if isinstance(row, Model) else rule.possible(user)


def _is_nobody(user: Any) -> bool:
    """Visitors who did not sign in, and people whose account was closed, may nothing that needs a rule."""
    return not getattr(user, "is_active", True)


def require(user: Actor, verb: str, row: Model | type[Model] | str) -> None:
    """Raise `PermissionDenied` unless `may`."""
    if not may(user, verb, row):
        raise PermissionDenied(f"{verb} is not allowed")


def filter_for(user: Actor, verb: str, model: type[Model]) -> Q:
    """The table face of the rule: which rows `user` may do `verb` with."""
    rule = rule_for(verb, model)
    if isinstance(user, SystemActor):
        return EVERYTHING
    return NOTHING if _is_nobody(user) else rule.q(user)


def allowed_verbs(user: Actor, row: Model, verbs: Collection[str]) -> set[str]:
    """Those of `verbs` that `user` may do with `row`; what a page offers as buttons."""
    return {verb for verb in verbs if may(user, verb, row)}
