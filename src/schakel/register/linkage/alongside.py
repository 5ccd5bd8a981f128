"""Who may be the same as the person being typed: for registrars, beside the questions about the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.foundation.accounts.models import User
from schakel.methods.linkage.records import Record, record_of
from schakel.register.intake.alongside import stands_beside
from schakel.register.intake.steps import Step
from schakel.register.linkage.cards import Shown, of_reports, people_of
from schakel.register.linkage.comparing import levels_of
from schakel.register.linkage.looking import near
from schakel.register.linkage.modelling import model_in_use, parameters_of
from schakel.register.linkage.restricted import apart
from schakel.register.linkage.standardising import search_keys, sex_of
from schakel.register.linkage.wording import told

MOST = 5
_ASKED = {"surname", "given_names", "date_of_birth"}


@stands_beside
def address(user: Any, step: Step) -> str:
    """Only for whoever may see proposals, and on the page that asks who it is."""
    if _ASKED & set(step.questions) and may(user, "see", "linkage.Proposal"):
        return reverse("linkage:typed")
    return ""


def record_of_typed(typed: Mapping[str, str]) -> Record:
    """The fields of the page as they stand at this moment, standardised as a report would be."""
    day, month, year = (typed.get(f"date_of_birth_{place}", "").strip() for place in range(3))
    year = year or typed.get("year_of_birth", "").strip()
    born = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return record_of(
        {
            "report_id": "0",
            "first_names": typed.get("given_names", ""),
            "last_name": f"{typed.get('name_prefix', '')} {typed.get('surname', '')}",
            "alias": f"{typed.get('aliases', '')} {typed.get('birth_name', '')}",
            "dob": born if year else "",
            "sex": sex_of(typed.get("gender", "")),
            "nationality": _country(typed.get("nationality", "")),
            "birth_place": typed.get("birth_place", ""),
            "v_number": typed.get("v_number", ""),
            "phone": typed.get("phone", ""),
        }
    )


def _country(code: str) -> str:
    return code if len(code) == 2 else ""


@dataclass(frozen=True)
class Likenesses:
    """Who may be the person being typed, and who keeps restricted reports that may be, too."""

    shown: list[Shown]
    keepers: list[User]


def likenesses(record: Record, user: Actor) -> Likenesses | None:
    """The most probable first, each person once; None where too little is typed to look for anybody."""
    if not any(search_keys(record)):
        return None
    found = near(record, parameters_of(model_in_use()))
    closed, keepers = apart([one.report for one in found], user)
    found = [one for one in found if one.report not in closed]
    reports = of_reports([one.report for one in found])
    people = people_of([one.report for one in found])
    shown: dict[str, Shown] = {}
    for one in found:
        words = told(levels_of(one.comparison, record, one.record))
        each = Shown(reports[one.report], people.get(one.report), one.score, words)
        shown.setdefault(each.number, each)
    return Likenesses(list(shown.values())[:MOST], keepers)
