"""Every stated rule answers the same for one row as for a whole table, for any user and any row."""

import random

from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import filter_for, may, policies
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.accounts.tokens import AccessToken
from tests.access.rows import model_of, some_rows

ORGANISATIONS = 3
USERS = 3
ROWS_EACH = 12

mandates = st.sets(
    st.tuples(st.integers(0, ORGANISATIONS - 1), st.sampled_from(sorted(Role))), max_size=4
)


class TwoFacesTests(TestCase):
    """A list can never show what the page refuses, nor hide what it opens."""

    rows: dict[str, list[models.Model]]

    @classmethod
    def setUpTestData(cls) -> None:
        # The last organisation is closed: mandates there count for nothing.
        cls.organisations = [
            Organisation.objects.create(name=f"Party {n}", active=n < ORGANISATIONS - 1)
            for n in range(ORGANISATIONS)
        ]
        cls.users = [
            User.objects.create_user(f"user{n}@example.org", name=f"User {n}") for n in range(USERS)
        ]
        chance = random.Random(20260101)
        cls.rows = {}
        for label in sorted(policies()):
            model = model_of(label)
            if model is not None:
                cls.rows[label] = some_rows(model, ROWS_EACH, chance)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(held=mandates, who=st.integers(0, USERS - 1), is_active=st.booleans())
    def test_may_and_visible_to_agree(
        self, held: set[tuple[int, str]], who: int, is_active: bool
    ) -> None:
        self._compare(self._user(held, who, is_active))

    def test_they_agree_for_a_token_too(self) -> None:
        """A programme is an actor like any other, with no key that a row could take for a user's."""
        for party in self.organisations:
            token = AccessToken(number="T-TEST", organisation=party, scopes="reports:write")
            self._compare(token.as_actor())
            seen = [row for row in self.rows["intake.Report"] if may(token.as_actor(), "see", row)]
            assert {row.organisation_id for row in seen} <= {party.pk}

    def test_a_token_sees_no_more_of_the_register_than_its_reports(self) -> None:
        for party in self.organisations:
            actor = AccessToken(number="T-TEST", organisation=party).as_actor()
            for label, rows in self.rows.items():
                if label.startswith(("persons.", "accounts.AccessToken", "accounts.User")):
                    assert not any(
                        may(actor, verb, row) for verb in policies()[label] for row in rows
                    ), label

    def _compare(self, user: Actor) -> None:
        for label, rows in self.rows.items():
            keys = [row.pk for row in rows]
            for verb in policies()[label]:
                listed = set(
                    type(rows[0])
                    ._base_manager.filter(filter_for(user, verb, type(rows[0])), pk__in=keys)
                    .values_list("pk", flat=True)
                )
                opened = {row.pk for row in rows if may(user, verb, row)}
                assert listed == opened, (label, verb, sorted(user.roles))
                assert may(user, verb, label) or not opened, (label, verb, sorted(user.roles))

    def _user(self, held: set[tuple[int, str]], who: int, is_active: bool) -> User:
        key = self.users[who].pk
        Mandate.objects.filter(user=key).delete()
        Mandate.objects.bulk_create(
            Mandate(user_id=key, organisation=self.organisations[party], role=role)
            for party, role in sorted(held)
        )
        User.objects.filter(pk=key).update(is_active=is_active)
        return User.objects.get(pk=key)

    def test_the_rows_tell_users_apart(self) -> None:
        """Else the test above could agree on nothing at all."""
        rows = self.rows["intake.Report"]
        # The rows are drawn at random: act for a party that one of them names.
        party = next(row.organisation_id for row in rows if row.organisation_id)
        Organisation.objects.filter(pk=party).update(active=True)
        key = self._user(set(), 0, True).pk
        Mandate.objects.create(user_id=key, organisation_id=party, role=Role.REPORTER)
        reporter = User.objects.get(pk=key)
        seen = [may(reporter, "see", row) for row in rows]
        assert any(seen)
        assert not all(seen)

    def test_nobody_else_than_people_with_a_role_sees_a_person(self) -> None:
        nobody = self._user(set(), 0, True)
        for label, rows in self.rows.items():
            if label.startswith(("persons.", "intake.")):
                assert not any(may(nobody, "see", row) for row in rows), label
