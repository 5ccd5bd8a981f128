"""Each rule answers for a row and for a table, and the two agree: over made-up users and rows."""

from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.access.rules import (
    Rule,
    acts_for,
    allowed_verbs,
    has_role,
    may,
    not_own,
    own,
    policy,
    require,
    where,
)
from schakel.foundation.accounts.models import Mandate, Organisation, User

ROLES = ("registrar", "reporter", "auditor")


@dataclass
class Somebody:
    """An actor whose mandates are given instead of stored."""

    pk: int
    mandates: list[tuple[int, str]] = field(default_factory=list)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for _, role in self.mandates)

    def organisations_as(self, roles: tuple[str, ...]) -> frozenset[int]:
        return frozenset(number for number, role in self.mandates if role in roles)


atoms = st.one_of(
    st.sets(st.sampled_from(ROLES), min_size=1).map(lambda roles: has_role(*roles)),
    st.sets(st.sampled_from(ROLES), min_size=1).map(lambda roles: acts_for("organisation", *roles)),
    st.sampled_from(ROLES).map(lambda role: where("role", role)),
    st.booleans().map(lambda on: where("organisation__active", on)),
    st.booleans().map(lambda on: where("user__is_active", on)),
    st.just(own("user")),
    st.just(not_own("user")),
)
rules = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] & pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
    ),
    max_leaves=6,
)


class TwoFacesTests(TestCase):
    """Rows are mandates: they name a user, an organisation and a value."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.organisations = [
            Organisation.objects.create(name=f"Party {n}", active=n != 2) for n in range(3)
        ]
        cls.users = [
            User.objects.create_user(f"u{n}@example.org", name=f"U {n}", is_active=n != 2)
            for n in range(3)
        ]
        cls.rows = [
            Mandate.objects.create(user=user, organisation=organisation, role=role)
            for user in cls.users
            for organisation in cls.organisations
            for role in ROLES
        ]

    @settings(max_examples=40, deadline=None)
    @given(
        rule=rules,
        mandates=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ROLES)), max_size=4),
        who=st.integers(0, 2),
    )
    def test_a_list_shows_exactly_the_rows_that_may_be_opened(
        self, rule: Rule, mandates: list[tuple[int, str]], who: int
    ) -> None:
        user = Somebody(
            self.users[who].pk, [(self.organisations[n].pk, role) for n, role in mandates]
        )
        listed = set(Mandate.objects.filter(rule.q(user)).values_list("pk", flat=True))
        opened = {row.pk for row in self.rows if rule.allows(user, row)}
        assert listed == opened
        assert rule.possible(user) or not opened  # "impossible" must never hide a row


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("a@example.org", name="A")


def test_a_rule_for_an_empty_value_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        where("police_unit", None)


def test_a_policy_is_stated_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        policy("accounts.User", see=own("pk"))


def test_an_unstated_verb_is_an_error_even_for_the_system(user: User) -> None:
    with pytest.raises(KeyError):
        may(SystemActor("test"), "paint", user)
    with pytest.raises(KeyError):
        User.objects.visible_to(SystemActor("test"), "paint")


def test_visitors_and_closed_accounts_may_nothing(user: User) -> None:
    user.is_active = False
    for nobody in (AnonymousUser(), user):
        assert not may(nobody, "see", user)
        assert not may(nobody, "see", "accounts.User")
        assert not User.objects.visible_to(nobody).exists()
        with pytest.raises(PermissionDenied):
            require(nobody, "see", user)


def test_the_system_may_everything_that_is_stated(user: User) -> None:
    assert may(SystemActor("test"), "manage", user)
    assert user in User.objects.visible_to(SystemActor("test"), "manage")


def test_allowed_verbs_are_what_a_page_offers(user: User) -> None:
    assert allowed_verbs(user, user, {"see", "manage"}) == {"see"}
