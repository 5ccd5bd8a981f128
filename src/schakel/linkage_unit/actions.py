"""What an administrator of the unit does about parties. Codes, epochs and runs have modules of their own."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.actions import create_organisation
from schakel.foundation.accounts.addresses import Network
from schakel.foundation.accounts.choices import Scope
from schakel.foundation.accounts.token_changes import create_token, revoke_token
from schakel.foundation.accounts.tokens import AccessToken
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.terms.numbers import read_number
from schakel.linkage_unit.choices import Kind
from schakel.linkage_unit.models import UnitPartner

SCOPES = {Kind.SENDER: Scope.CODES_WRITE, Kind.CENTRE: Scope.CLUSTERS_READ}


@transaction.atomic
def add_partner(
    *, by: Actor, name: str, source: str, kind: str, reporter_type: str = ""
) -> UnitPartner:
    """A party at the door. `source`: the number that the centre gave this organisation."""
    require(by, "manage", "linkage_unit.UnitPartner")
    number = read_number(source)
    if number is None or not number.startswith("O-"):
        raise ValidationError(
            {"source": _("This is no number of an organisation. It looks like O-7GBJ-K200.")}
        )
    if UnitPartner.objects.filter(source=number).exists():
        raise ValidationError({"source": _("There is already a party with this number.")})
    organisation = create_organisation(by=by, name=name, reporter_type=reporter_type)
    partner = UnitPartner.objects.create(organisation=organisation, source=number, kind=kind)
    record(
        by=by,
        event=Event.CREATE,
        object_type="party",
        object_id=number,
        data=(f"kind:{kind}", f"organisation:{organisation.number}"),
    )
    return partner


@transaction.atomic
def make_token(
    *,
    by: Actor,
    partner: UnitPartner,
    name: str,
    expires_at: datetime,
    networks: Sequence[Network] = (),
) -> tuple[AccessToken, str]:
    """A token for what this party does, and its secret, which is kept nowhere."""
    require(by, "manage", partner)
    return create_token(
        by=by,
        organisation=partner.organisation,
        name=name,
        scopes=(SCOPES[Kind(partner.kind)],),
        expires_at=expires_at,
        networks=networks,
    )


@transaction.atomic
def withdraw_token(*, by: Actor, partner: UnitPartner, token: AccessToken) -> None:
    """It opens nothing any more."""
    require(by, "manage", partner)
    revoke_token(by=by, token=token)
