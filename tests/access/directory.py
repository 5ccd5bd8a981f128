"""Who opens the directory and what keeps it; part of the table in `matrix`."""

from functools import cache
from typing import Any

from schakel.foundation.accounts.choices import Role
from schakel.network.directory.asked import CheckRequest, secret_index
from schakel.network.directory.models import Listing
from schakel.network.directory.partner_keeping import keep_partner
from schakel.network.directory.partners import Partner
from schakel.network.directory.referral import organization_id, taxonomy_id, term_id
from schakel.network.directory.tests import scene
from tests.access.lines import ADMINISTRATOR, CENTRE, EVERYBODY, REPORTING, Row, public
from tests.access.world import World


@cache
def _listing(_world: World) -> Listing:
    return scene.add(name="Steunpunt Voorbeeld", hours="MO-FR 09:00-17:00")


def _uid(world: World) -> dict[str, Any]:
    return {"uid": _listing(world).uid}


@cache
def _abroad(_world: World) -> Partner:
    values = {"name": "Haven BG", "country_id": "BG", "languages": "bg en"}
    return keep_partner(by=scene.BY, partner=None, **values)


def _partner(world: World) -> dict[str, Any]:
    return {"pk": _abroad(world).pk}


@cache
def _link(world: World) -> dict[str, Any]:
    CheckRequest.objects.create(listing=_listing(world), secret_index=secret_index("the-secret"))
    return {"secret": "the-secret"}


_CENTRE = ADMINISTRATOR | {Role.EDITOR}
_KEEPERS = _CENTRE | REPORTING | {Role.MUNICIPAL_ADVISER}

DIRECTORY = (
    public("directory:index"),
    public("directory:open-referral"),
    public("directory:services"),
    public("directory:service", given=_uid),
    public("directory:organizations"),
    public("directory:organization", given=lambda world: {"uid": organization_id(_listing(world))}),
    public("directory:taxonomies"),
    public("directory:taxonomy", given=lambda _world: {"uid": taxonomy_id("organisation_kind")}),
    public("directory:taxonomy-terms"),
    public(
        "directory:taxonomy-term",
        given=lambda _world: {"uid": term_id("organisation_kind", "POLICE")},
    ),
    Row("entries:index", _KEEPERS),
    Row("entries:new", _CENTRE),
    Row("entries:entry", _CENTRE, _uid, but={_KEEPERS - _CENTRE: 404}),
    Row("entries:partners", CENTRE | {Role.CARE_COORDINATOR}),
    Row("entries:partner-new", _CENTRE),
    Row("entries:partner", CENTRE | {Role.CARE_COORDINATOR}, _partner),
    public("entries:check", given=_link),
    Row(
        "entries:check",
        EVERYBODY,
        lambda world: {"secret": "guessed"},
        opened=410,
        visitor=410,
        what="by a link that never was",
    ),
)
