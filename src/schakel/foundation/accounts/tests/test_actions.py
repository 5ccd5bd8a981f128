"""Rights are given by an administrator, never to oneself, and each change stands in the log."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts import actions
from schakel.foundation.accounts.choices import ROLE_LABELS, Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.audit.models import Entry


def fresh(user: User) -> User:
    """The user as the next request loads it."""
    return User.objects.get(pk=user.pk)


def last_line() -> tuple[str, str, str]:
    entry = Entry.objects.order_by("-sequence").first()
    return entry.actor, entry.object_id, entry.data


def test_a_mandate_gives_a_role_and_taking_it_away_ends_it(
    administrator: User, editor: User, centre: Organisation
) -> None:
    mandate = actions.grant_mandate(
        by=administrator, user=editor, organisation=centre, role=Role.ANALYST
    )
    assert fresh(editor).roles == {Role.EDITOR, Role.ANALYST}
    what = f"mandate:granted,role:analyst,organisation:{centre.number}"
    assert last_line() == (administrator.number, editor.number, what)
    actions.withdraw_mandate(by=administrator, mandate=mandate)
    assert fresh(editor).roles == {Role.EDITOR}
    assert last_line()[2].startswith("mandate:withdrawn,role:analyst")


def test_twice_is_once(administrator: User, editor: User, centre: Organisation) -> None:
    before = Entry.objects.count()
    for _ in range(2):
        actions.grant_mandate(by=administrator, user=editor, organisation=centre, role=Role.ANALYST)
    assert editor.mandates.filter(role=Role.ANALYST).count() == 1
    assert Entry.objects.count() == before + 1


def test_an_unknown_role_is_refused(
    administrator: User, editor: User, centre: Organisation
) -> None:
    with pytest.raises(ValueError, match="emperor"):
        actions.grant_mandate(by=administrator, user=editor, organisation=centre, role="emperor")


def test_nobody_changes_the_own_account(administrator: User, centre: Organisation) -> None:
    own = administrator.mandates.get()
    for attempt in (
        lambda: actions.grant_mandate(
            by=administrator, user=administrator, organisation=centre, role=Role.REGISTRAR
        ),
        lambda: actions.withdraw_mandate(by=administrator, mandate=own),
        lambda: actions.deactivate_user(by=administrator, user=administrator),
        lambda: actions.reset_second_factor(by=administrator, user=administrator),
        lambda: actions.password_link(by=administrator, user=administrator),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert fresh(administrator).roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_may(
    make_user: Callable[..., User], editor: User, centre: Organisation, role: Role
) -> None:
    actor = make_user("actor", role)
    for attempt in (
        lambda: actions.create_user(by=actor, email="x@example.org", name="X"),
        lambda: actions.create_organisation(by=actor, name="X"),
        lambda: actions.grant_mandate(by=actor, user=editor, organisation=centre, role=role),
        lambda: actions.withdraw_mandate(by=actor, mandate=editor.mandates.get()),
        lambda: actions.deactivate_user(by=actor, user=editor),
        lambda: actions.reset_second_factor(by=actor, user=editor),
        lambda: actions.password_link(by=actor, user=editor),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Entry.objects.exists()


def test_a_closed_account_has_no_roles_and_keeps_its_mandates(
    administrator: User, editor: User
) -> None:
    actions.deactivate_user(by=administrator, user=editor)
    assert fresh(editor).roles == frozenset()
    assert last_line() == (administrator.number, editor.number, "account:closed")
    actions.reactivate_user(by=administrator, user=editor)
    assert fresh(editor).roles == {Role.EDITOR}


def test_a_mandate_at_a_closed_organisation_counts_for_nothing(
    editor: User, centre: Organisation
) -> None:
    Organisation.objects.update(active=False)
    assert fresh(editor).roles == frozenset()
    assert fresh(editor).organisations_as([Role.EDITOR]) == frozenset()


def test_resetting_the_second_factor_forgets_all_of_it(
    administrator: User, registrar: User
) -> None:
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=registrar, type=kind, data={})
    actions.reset_second_factor(by=administrator, user=registrar)
    assert not Authenticator.objects.exists()
    assert last_line() == (administrator.number, registrar.number, "second_factor:reset")


@pytest.mark.parametrize("email", ["Edith@Example.ORG", "no address"])
def test_an_address_is_real_and_belongs_to_one_person(
    administrator: User, editor: User, email: str
) -> None:
    with pytest.raises(ValidationError):
        actions.create_user(by=administrator, email=email, name="Another")
    assert User.objects.count() == 2


def test_the_database_too_holds_an_address_once(editor: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="EDITH@example.org", name="Another")


def test_the_log_names_no_person(administrator: User, centre: Organisation) -> None:
    user = actions.create_user(by=administrator, email="vera@example.org", name="Vera Vos")
    actions.grant_mandate(by=administrator, user=user, organisation=centre, role=Role.EDITOR)
    kept = str(list(Entry.objects.values()))
    assert user.number in kept
    assert "vera" not in kept.lower()


def test_the_system_may_start_the_first_administrator(centre: Organisation) -> None:
    by = SystemActor("test")
    user = actions.create_user(by=by, email="first@example.org", name="First")
    actions.grant_mandate(by=by, user=user, organisation=centre, role=Role.ADMINISTRATOR)
    assert last_line()[0] == "system:test"


def test_every_role_has_a_name(db: None) -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert {value for value, _ in Mandate._meta.get_field("role").choices} == {*map(str, Role)}
