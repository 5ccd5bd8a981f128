"""What is told of people, in words: the minimum before a shelter answers, and more once it has them."""

import json
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from schakel.care.placement.choices import Kin, Priority
from schakel.care.placement.models import Client, Group, Offer
from schakel.care.placement.telling import TOLD, facts_of
from schakel.care.placement.wording import fact_rows
from schakel.foundation.terms.queries import label
from schakel.foundation.ui.dates import PartialDate

Row = tuple[str, str]


def told_rows(offer: Offer) -> list[Row]:
    """What the shelter was told, as (label, words); what nobody knows is said to be unknown."""
    told = json.loads(offer.told)
    needed, priority = told.pop("needed_on", None), told.pop("priority", "")
    rows = [(_("How soon"), capfirst(str(Priority(priority).label)))] if priority else []
    if needed:
        rows.append((_("Needed from"), date_format(date.fromisoformat(needed), "j F Y")))
    return rows + fact_rows(told)


def needs_rows(group: Group) -> list[Row]:
    """What is known now of a group, as far as a shelter is told, as (label, words)."""
    return fact_rows({name: value for name, value in facts_of(group).items() if name in TOLD})


def people_rows(clients: list[Client]) -> list[Row]:
    """Who they are: for pages that may show names and log that they did."""
    return [
        (capfirst(str(Kin(client.kin).label)), " · ".join(_about(client))) for client in clients
    ]


def _about(client: Client) -> list[str]:
    name = f"{client.given_names} {client.surname}".strip() or _("Name not known")
    parts = [name, label("gender", client.gender)]
    if client.date_of_birth:
        parts.append(_("born %(day)s") % {"day": PartialDate.parse(client.date_of_birth).label()})
    elif client.age is not None:
        parts.append(_("%(years)s years old") % {"years": client.age})
    return parts
