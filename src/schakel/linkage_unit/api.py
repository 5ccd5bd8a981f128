"""The doors of the unit: senders bring codes and take them back, the centre fetches cluster numbers."""

from io import BytesIO
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from schakel.foundation.accounts.bearer import AccessTokenAuth
from schakel.foundation.accounts.choices import Scope
from schakel.foundation.accounts.tokens import TokenActor
from schakel.linkage_unit.choices import Strength
from schakel.linkage_unit.fetching import fetch
from schakel.linkage_unit.models import UnitPartner
from schakel.linkage_unit.problems import refusal
from schakel.linkage_unit.receiving import receive, retract
from schakel.methods.encoding.messages import NAME, MessageError

router = Router(tags=["linkage unit"])
SENDS = AccessTokenAuth(Scope.CODES_WRITE)
FETCHES = AccessTokenAuth(Scope.CLUSTERS_READ)
PAGE_SIZE = 500
LARGEST_PAGE = 5000
MOST_REFERENCES = 1000
Reference = Annotated[str, Field(pattern=f"^{NAME.pattern}$")]


class TokenRequest(HttpRequest):
    """A request that came with a token."""

    auth: TokenActor


class Receipt(Schema):
    """What became of a delivery."""

    number: str = Field(description="Of the delivery, for questions about it.")
    epoch: str
    new: int = Field(description="Rows that were not there yet.")
    known: int = Field(description="Rows that were there already, with the same codes.")
    replaced: int = Field(description="Rows that took the place of earlier codes.")
    not_encodable: int = Field(description="Reports without a code, as the sender counted them.")


class Retraction(Schema):
    """Reports whose codes must go."""

    model_config = ConfigDict(extra="forbid")

    refs: list[Reference] = Field(min_length=1, max_length=MOST_REFERENCES)


class Retracted(Schema):
    """How many were there, and are gone."""

    deleted: int


class Cluster(Schema):
    """To which cluster a report of a sender belongs, and nothing else."""

    source: str = Field(description="The number that the centre gave the sender.")
    local_ref: str = Field(description="The sender's own reference.")
    epoch: str
    cluster_no: str = Field(description="16 hexadecimal digits; empty where withdrawn.")
    strength: Strength = Field(description="How it is tied to the others of its cluster.")


class Clusters(Schema):
    """Changes since the cursor, in order."""

    items: list[Cluster]
    next_cursor: int = Field(
        description="Give this next time. Where it is given, all before it has arrived."
    )
    more: bool


class Since(Schema):
    """From where on."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[
        int, Field(ge=0, lt=2**63, description="`next_cursor` of the last answer.")
    ] = 0
    pageSize: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE_SIZE  # noqa: N815 - as elsewhere in the API


def _partner(actor: TokenActor) -> UnitPartner:
    partner = UnitPartner.objects.filter(organisation=actor.organisation_id).first()
    if partner is None:
        raise PermissionDenied("no party")
    return partner


@router.post(
    "/messages",
    response=Receipt,
    auth=SENDS,
    url_name="messages",
    operation_id="sendCodes",
    summary="Send codes: JSON lines, taken whole or not at all",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        }
    },
)
def send_codes(request: TokenRequest) -> Any:
    """Scope: codes:write. Sending the same again changes nothing. See docs/reference/linkage-unit.md."""
    partner = _partner(request.auth)
    try:
        made = receive(by=request.auth, partner=partner, file=BytesIO(request.body))
    except MessageError as error:
        raise refusal(error) from error
    counts = {name: getattr(made, name) for name in ("new", "known", "replaced", "not_encodable")}
    return {"number": made.number, "epoch": made.epoch.name, **counts}


@router.post(
    "/retractions",
    response=Retracted,
    auth=SENDS,
    url_name="retractions",
    operation_id="retractCodes",
    summary="Take codes back, by reference",
)
def retract_codes(request: TokenRequest, retraction: Retraction) -> Any:
    """Scope: codes:write. A reference that is not there is no error."""
    partner = _partner(request.auth)
    return {"deleted": retract(by=request.auth, partner=partner, references=retraction.refs)}


@router.get(
    "/clusters",
    response=Clusters,
    auth=FETCHES,
    url_name="clusters",
    operation_id="fetchClusters",
    summary="Cluster numbers that are new or changed since the cursor",
)
def clusters(request: TokenRequest, since: Query[Since]) -> Any:
    """Scope: clusters:read, for the centre only."""
    return fetch(
        by=request.auth,
        partner=_partner(request.auth),
        cursor=since.cursor,
        size=since.pageSize,
    )
