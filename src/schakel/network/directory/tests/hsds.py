"""The part of HSDS 3.0 that we write, as JSON schema: fields, types, formats and what is required.

Written after the specification of Open Referral; stricter than it in one point: no other fields.
"""

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
UUID, URI, EMAIL, DATE = ({**TEXT, "format": one} for one in ("uuid", "uri", "email", "date"))
# HSDS: with the offset from UTC, since hours without one are read as those of UTC.
CLOCK = {**TEXT, "pattern": r"^([01]\d|2[0-3]):[0-5]\d\+0[12]:00$"}
MOMENT = {**TEXT, "format": "date-time"}
WHOLE = {"type": "integer"}
BYDAY = {**TEXT, "pattern": "^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"}


def _object(required: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


ORGANIZATION = _object(
    "id name description", id=UUID, name=TEXT, description=TEXT, email=EMAIL, website=URI
)
PHONE = _object("id number", id=UUID, number=TEXT, type={"enum": ["voice"]})
SCHEDULE = _object(
    "id",
    id=UUID,
    freq={"enum": ["WEEKLY", "MONTHLY"]},
    byday=BYDAY,
    opens_at=CLOCK,
    closes_at=CLOCK,
    valid_from=DATE,
    description=TEXT,
    notes=TEXT,
)
AREA = _object("id", id=UUID, name=TEXT, description=TEXT)
LANGUAGE = _object("id", id=UUID, code={**TEXT, "pattern": "^[a-z]{2}$"}, name=TEXT)
TAXONOMY = _object("id name description", id=UUID, name=TEXT, description=TEXT)
TERM = _object(
    "id name description",
    id=UUID,
    code=TEXT,
    name=TEXT,
    description=TEXT,
    taxonomy=TEXT,
    taxonomy_id=UUID,
    language={**TEXT, "pattern": "^[a-z]{2}$"},
)
ATTRIBUTE = _object(
    "id", id=UUID, link_id=UUID, link_entity=TEXT, taxonomy_term_id=UUID, taxonomy_term=TERM
)
SERVICE = _object(
    "id name status",
    id=UUID,
    organization_id=UUID,
    name=TEXT,
    description=TEXT,
    url=URI,
    email=EMAIL,
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    eligibility_description=TEXT,
    minimum_age=NUMBER,
    maximum_age=NUMBER,
    assured_date=DATE,
    alert=TEXT,
    organization=ORGANIZATION,
    phones=_list(PHONE),
    schedules=_list(SCHEDULE),
    service_areas=_list(AREA),
    languages=_list(LANGUAGE),
    attributes=_list(ATTRIBUTE),
)
MINIMAL = _object("id modified_date", id=UUID, modified_date=MOMENT)
NESTED = _object(
    "id name description services",
    **ORGANIZATION["properties"],
    services=_list(
        _object("id name status", id=UUID, name=TEXT, status=SERVICE["properties"]["status"])
    ),
)
FULL = _object(
    "id name description services", **ORGANIZATION["properties"], services=_list(SERVICE)
)
SERVICES = _list(SERVICE)


def page(of: dict[str, Any]) -> dict[str, Any]:
    """A page of such rows."""
    return _object(
        "total_items total_pages page_number size first_page last_page empty contents",
        total_items=WHOLE,
        total_pages=WHOLE,
        page_number=WHOLE,
        size=WHOLE,
        first_page={"type": "boolean"},
        last_page={"type": "boolean"},
        empty={"type": "boolean"},
        contents=_list(of),
    )


# In a list, a service has what there is one of, and nothing that there may be several of.
SINGLE = _object(
    "id name status",
    **{name: of for name, of in SERVICE["properties"].items() if of.get("type") != "array"},
)
