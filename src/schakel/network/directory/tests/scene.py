"""Listings and people for the tests of the directory."""

from typing import Any

from django.test import Client

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.network.directory.actions import add_listings
from schakel.network.directory.models import Listing

BY = SystemActor("test")


def add(*areas: dict[str, Any], **values: Any) -> Listing:
    """A public listing; without areas in the whole country."""
    row = {"name": "Steunpunt Voorbeeld", "kind": "LEGAL_AID", "is_public": True, **values}
    return add_listings(by=BY, rows=[{**row, "areas": list(areas) or [{}]}])[0]


def user(role: str, organisation: Organisation | None = None) -> User:
    made = User.objects.create_user(f"{role}@voorbeeld.example", name=role)
    party = organisation or Organisation.objects.create(name=role)
    Mandate.objects.create(user=made, organisation=party, role=role)
    return made


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1.0, "type": "totp"}]
    session.save()
    return client
