"""What a shelter is told of a group before it answers: what it must know to answer, and nobody's name."""

import json
from collections.abc import Iterable
from typing import Any

from schakel.care.placement.choices import MAY_PASS_ON, Consent, Priority
from schakel.care.placement.models import Client, Group, Needs, Request
from schakel.foundation.geography.queries import country
from schakel.methods.placement import read_facts, together

# Of the vocabulary of clients; where the danger is, and whom they know where, is not a shelter's to know.
TOLD = frozenset(
    {"sex", "age", "minor", "persons", "children", "youngest_child_age", "oldest_child_age"}
    | {"pregnant", "wheelchair", "pets", "addiction", "psychiatric", "aggression", "lvb"}
    | {"multi_problem", "safety_level", "languages", "nationality_group", "residence_status"}
    | {"b8_status", "dublin", "nights", "acute"}
)


def facts_of(group: Group) -> dict[str, Any]:
    """All that is known of a group that is placed together, in the vocabulary of `methods.placement`."""
    return gathered([group])[group.pk]


def gathered(groups: Iterable[Group]) -> dict[int, dict[str, Any]]:
    """`facts_of` for many groups, in two queries."""
    members: dict[int, list[dict[str, Any]]] = {group.pk: [] for group in groups}
    clients = list(Client.objects.filter(group__in=list(members)).order_by("pk").defer(*_NAMES))
    newest: dict[int, str] = {}
    for needs in Needs.objects.filter(client__in=clients).order_by("pk"):
        newest[needs.client_id] = needs.facts
    for client in clients:
        members[client.group_id].append(_facts(client, newest.get(client.pk, "{}")))
    return {pk: together(facts) if facts else {} for pk, facts in members.items()}


_NAMES = ("surname", "given_names", "date_of_birth")


def _facts(client: Client, text: str) -> dict[str, Any]:
    facts = json.loads(text)
    facts.setdefault("age", client.age)
    facts.setdefault("sex", client.gender)
    known = country(client.nationality)
    facts.setdefault("nationality_group", str(known.group) if known else None)
    if client.age is not None:
        facts.setdefault("minor", client.age < ADULT)
    return read_facts("client", facts)


def asked(requests: Iterable[Request]) -> dict[int, dict[str, Any]]:
    """What is known for each request (by primary key): of its group, and of the request itself."""
    rows = list(requests)
    known = gathered([row.group for row in rows])
    return {row.pk: {**known[row.group_id], **_of_request(row)} for row in rows}


def _of_request(request: Request) -> dict[str, Any]:
    told = request.consent != Consent.NOT_ASKED
    return {
        "consent": request.consent in MAY_PASS_ON if told else None,
        "acute": request.priority == Priority.TONIGHT,
    }


ADULT = 18


def told_of(request: Request) -> str:
    """What the site is told, as JSON."""
    facts = facts_of(request.group)
    shown = {
        name: sorted(value) if isinstance(value, set | frozenset) else value
        for name, value in facts.items()
        if name in TOLD
    }
    shown["needed_on"] = request.needed_on.isoformat() if request.needed_on else None
    shown["priority"] = request.priority
    return json.dumps(shown, sort_keys=True, ensure_ascii=False)
