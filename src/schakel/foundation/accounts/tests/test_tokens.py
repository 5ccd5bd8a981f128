"""Access tokens: made by an administrator, shown once, and opening only what they should."""

import re
from datetime import timedelta
from ipaddress import ip_address, ip_network

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.addresses import is_within, read_networks
from schakel.foundation.accounts.choices import Role, Scope
from schakel.foundation.accounts.demo import DEMO_TOKEN
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.accounts.token_changes import (
    admit,
    create_demo_token,
    create_token,
    revoke_token,
)
from schakel.foundation.accounts.tokens import PREFIX, AccessToken
from schakel.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
HERE = ip_address("127.0.0.1")
LISTS = "/api/v1/code-lists"


@pytest.fixture
def police(db: None) -> Organisation:
    return Organisation.objects.create(name="Police", reporter_type="POLICE")


def made(organisation: Organisation, **more) -> tuple[AccessToken, str]:
    given = {
        "by": SYSTEM,
        "name": "System",
        "scopes": [Scope.REPORTS_READ],
        "expires_at": timezone.now() + timedelta(days=30),
        **more,
    }
    return create_token(organisation=organisation, **given)


def call(client: Client, secret: str, **more):
    return client.get(LISTS, headers={"Authorization": f"Bearer {secret}"}, **more)


def test_the_secret_is_nowhere_but_in_the_answer(police: Organisation) -> None:
    token, secret = made(police)
    assert secret.startswith(PREFIX)
    assert len(secret) >= len(PREFIX) + 43
    kept = str(AccessToken.objects.values().get()) + str(list(Entry.objects.values()))
    assert secret not in kept
    assert secret.removeprefix(PREFIX) not in kept
    actor = admit(secret=secret, address=HERE)
    assert actor is not None
    assert actor.actor_id == f"token:{token.number}"


def test_a_token_acts_as_a_reporter_of_one_organisation(police: Organisation) -> None:
    _token, secret = made(police)
    actor = admit(secret=secret, address=HERE)
    assert actor is not None
    assert actor.organisations_as({Role.REPORTER, Role.SHELTER}) == {police.pk}
    assert actor.organisations_as({Role.REGISTRAR}) == frozenset()
    # A rule about one's own rows compares primary keys: a token must have none to be taken for a user.
    assert not hasattr(actor, "pk")


@pytest.mark.parametrize("why", ["unknown", "empty", "expired", "revoked", "closed", "elsewhere"])
def test_whatever_the_reason_the_refusal_is_the_same(
    client: Client, police: Organisation, why: str
) -> None:
    token, secret = made(police)
    if why == "unknown":
        secret = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    elif why == "empty":
        secret = ""
    elif why == "expired":
        AccessToken.objects.update(expires_at=timezone.now())
    elif why == "revoked":
        revoke_token(by=SYSTEM, token=token)
    elif why == "closed":
        Organisation.objects.update(active=False)
    else:
        AccessToken.objects.update(addresses="192.0.2.0/24")
    answer = call(client, secret)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.content == call(client, "schakel_nonsense").content
    assert answer["Content-Type"] == "application/problem+json"


def test_a_refusal_stands_in_the_log_with_the_number_only(
    client: Client, police: Organisation
) -> None:
    token, secret = made(police)
    AccessToken.objects.update(expires_at=timezone.now())
    call(client, secret)
    call(client, "schakel_nonsense")
    lines = Entry.objects.filter(event="sign_in_failed").order_by("sequence")
    assert [(line.object_type, line.object_id) for line in lines] == [
        ("token", token.number),
        ("token", "unknown"),
    ]
    assert "nonsense" not in str(list(lines.values()))


def test_after_twenty_refusals_a_machine_waits_but_a_good_token_does_not(
    client: Client, police: Organisation
) -> None:
    cache.clear()
    _token, secret = made(police)
    answers = [call(client, "schakel_nonsense") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [401] * 20 + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert Entry.objects.filter(event="sign_in_failed").count() == 20
    assert call(client, secret).status_code == 200
    assert call(client, "schakel_nonsense", REMOTE_ADDR="198.51.100.7").status_code == 401


def test_a_session_opens_nothing_of_the_api(
    client: Client, administrator: User, police: Organisation
) -> None:
    client.force_login(administrator)
    answer = client.get(LISTS)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("networks", "address", "opens"),
    [
        ("", "203.0.113.9", True),
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("192.0.2.0/24 2001:db8::/48", "192.0.2.200", True),
        ("192.0.2.0/24 2001:db8::/48", "2001:db8:0:5::1", True),
        ("192.0.2.0/24 2001:db8::/48", "2001:db8:1::1", False),
        ("192.0.2.0/24", "::ffff:192.0.2.5", True),  # the same machine, dressed as IPv6
    ],
)
def test_a_token_opens_from_its_addresses_only(
    client: Client, police: Organisation, networks: str, address: str, opens: bool
) -> None:
    _token, secret = made(police, networks=read_networks(networks))
    answer = call(client, secret, REMOTE_ADDR=address)
    assert answer.status_code == (200 if opens else 401)


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(
    client: Client, police: Organisation, settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _token, secret = made(police, networks=read_networks("192.0.2.7"))
    forged = {"HTTP_X_FORWARDED_FOR": "192.0.2.7, 203.0.113.9", "REMOTE_ADDR": "10.0.0.1"}
    true = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.7", "REMOTE_ADDR": "10.0.0.1"}
    assert call(client, secret, **forged).status_code == 401
    assert call(client, secret, **true).status_code == 200
    assert call(client, secret, HTTP_X_FORWARDED_FOR="rubbish").status_code == 401


@given(address=st.ip_addresses(), prefix=st.integers(0, 32))
def test_a_machine_lies_within_every_range_around_it(address, prefix: int) -> None:
    around = ip_network(f"{address}/{prefix}", strict=False)
    assert is_within(address, [around])
    assert is_within(address, read_networks(str(around)))


def test_the_last_use_is_written_down_but_not_at_every_call(
    police: Organisation, django_assert_num_queries
) -> None:
    token, secret = made(police)
    admit(secret=secret, address=HERE)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    with django_assert_num_queries(1):
        admit(secret=secret, address=HERE)
    AccessToken.objects.update(last_used_at=first - timedelta(hours=1))
    admit(secret=secret, address=HERE)
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert token.last_used_at > first


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"expires_at": timezone.now() + timedelta(days=400)},
        {"expires_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_a_token_without_scope_or_with_a_long_life_is_refused(
    police: Organisation, wrong: dict
) -> None:
    with pytest.raises(ValidationError):
        made(police, **wrong)
    assert not AccessToken.objects.exists()


def test_an_organisation_that_does_not_report_gets_none(centre: Organisation) -> None:
    with pytest.raises(ValidationError):
        made(centre)


def test_only_administrators_hand_out_tokens(police: Organisation, make_user) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(PermissionDenied):
            made(police, by=make_user(f"as-{role}", role, organisation=police))


def test_the_demo_token_is_dead_outside_the_demo(client: Client, police, settings) -> None:
    with pytest.raises(PermissionDenied):
        create_demo_token(by=SYSTEM, organisation=police)
    settings.SCHAKEL_DEMO = True
    token = create_demo_token(by=SYSTEM, organisation=police)
    assert create_demo_token(by=SYSTEM, organisation=police) == token
    assert call(client, DEMO_TOKEN).status_code == 200
    settings.SCHAKEL_DEMO = False
    assert call(client, DEMO_TOKEN).status_code == 401


def test_an_administrator_makes_a_token_sees_it_once_and_withdraws_it(
    client: Client, administrator: User, police: Organisation, settings
) -> None:
    settings.SCHAKEL_DEMO = True  # no second factor
    client.force_login(administrator)
    address = f"/accounts/organisations/{police.number}/tokens/"
    form = {
        "name": "Zaaksysteem",
        "scopes": ["reports:read"],
        "days": "91",
        "networks": "127.0.0.1\n2001:db8::/48",
    }
    page = client.post(f"{address}new/", form)
    assert "no-store" in page["Cache-Control"]
    (secret,) = re.findall(r">(schakel_[^<]+)<", page.content.decode())
    assert call(Client(), secret).status_code == 200
    listed = client.get(address).content.decode()
    assert "Zaaksysteem" in listed
    assert "2001:db8::/48" in listed
    assert secret not in listed
    token = AccessToken.objects.get()
    assert timedelta(days=90) < token.expires_at - timezone.now() <= timedelta(days=91)
    client.post(f"{address}{token.number}/withdraw/")
    assert call(Client(), secret).status_code == 401
    steps = Entry.objects.filter(object_type="token", event="security").order_by("sequence")
    assert [line.data.split(",")[0] for line in steps] == ["token:made", "token:revoked"]
    assert {line.actor for line in steps} == {administrator.number}


def test_a_wrong_address_is_said_on_the_form(
    client: Client, administrator: User, police: Organisation, settings
) -> None:
    settings.SCHAKEL_DEMO = True
    client.force_login(administrator)
    form = {"name": "x", "scopes": ["reports:read"], "days": "91", "networks": "192.0.2.300"}
    page = client.post(f"/accounts/organisations/{police.number}/tokens/new/", form)
    assert "192.0.2.300 is geen IP-adres" in page.content.decode()
    assert not AccessToken.objects.exists()


def test_the_list_takes_a_bounded_number_of_queries(
    client: Client, administrator: User, police: Organisation, django_assert_max_num_queries
) -> None:
    client.force_login(administrator)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.SCHAKEL_DEMO", True)
        for _ in range(10):
            made(police)
        with django_assert_max_num_queries(10):
            client.get(f"/accounts/organisations/{police.number}/tokens/")
