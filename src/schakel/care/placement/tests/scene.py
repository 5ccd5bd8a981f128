"""A small chain to place people in: a coordinator, a shelter, a care organisation, and beds."""

from typing import Any

from allauth.mfa.models import Authenticator

from schakel.care.placement import asking, stocking
from schakel.care.placement.choices import Consent, Kin, Scheme, Sexes
from schakel.care.placement.models import Request, Site, Unit
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User

BY = SystemActor("tests")
FACTS = {"nationality_group": "NON_EU", "b8_status": "REFLECTION", "languages": ["en"]}


def organisation(name: str, kind: str = "SHELTER") -> Organisation:
    """A party that works with the centre."""
    return create_organisation(by=BY, name=name, reporter_type=kind)


def somebody(role: Role, at: Organisation, name: str = "") -> User:
    """A user with one mandate and a second factor."""
    user = User.objects.create_user(f"{name or role}-{at.pk}@example.org", name=name or role)
    Mandate.objects.create(user=user, organisation=at, role=role)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def coordinator(name: str = "") -> User:
    """A placement coordinator of the centre."""
    centre = Organisation.objects.filter(name="Centre").first() or organisation("Centre", "")
    return somebody(Role.PLACEMENT_COORDINATOR, centre, name)


def site(at: Organisation, scheme: str = Scheme.COSM, name: str = "Site") -> Site:
    """A site without a public address."""
    facts = {"organisation": at, "name": name, "scheme": scheme, "police_unit_id": "ON"}
    return stocking.add_site(by=BY, facts={**facts, "address": "Nergensstraat 1"})


def unit(where: Site, name: str = "Room 1", **facts: Any) -> Unit:
    """A room for women with a child."""
    default = {"beds": 2, "sexes": Sexes.WOMEN, "children": 1, "safety": 3}
    return stocking.add_unit(by=BY, site=where, facts={"name": name, **default, **facts})


def request(
    by: Any = BY, *, child: bool = False, at: Organisation | None = None, **data: Any
) -> Request:
    """A woman of 24 in her reflection period asks, with her baby or alone."""
    people = [
        asking.PersonData(
            gender="FEMALE",
            age=24,
            nationality="NG",
            surname="Adewunmi",
            given_names="Joyceline",
            facts=FACTS,
        )
    ]
    if child:
        people.append(asking.PersonData(kin=Kin.CHILD, gender="MALE", age=0, surname="Adewunmi"))
    asked = {"consent": Consent.YES, "scheme": Scheme.COSM, **data}
    return asking.ask_for_shelter(
        by=by, data=asking.RequestData(people=tuple(people), **asked), organisation=at
    )
