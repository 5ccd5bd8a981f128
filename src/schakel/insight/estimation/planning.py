"""Whether choices can be worked with, and the parts that a run is made of. Heavy: arrays."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from schakel.insight.estimation.choices import (
    DRAWS_OF_PARTS,
    FEWEST_LISTS,
    MOST_LISTS,
    MOST_TRIED,
    SUB3,
    YEAR,
    Part,
)
from schakel.insight.estimation.plans import Plan
from schakel.methods.estimation.bootstrap import batches
from schakel.methods.estimation.records import Records, from_json


class PlanError(ValueError):
    """These choices cannot be worked with; the message says why, in the language of the page."""


def treated(content: Mapping[str, Any], plan: Plan, which: str = "persons") -> Records:
    """The people of the input by the lists of the estimate."""
    records = from_json(content[which])
    return records.grouped(plan.groups(records.lists))


def check(content: Mapping[str, Any], plan: Plan) -> None:
    """Raises PlanError where an estimate cannot even be tried."""
    names = {one.list for one in plan.treatments}
    if any(one.into in names for one in plan.treatments):
        raise PlanError(_("A list cannot be merged with one that is itself left out or merged."))
    records = treated(content, plan)
    if len(records.lists) < FEWEST_LISTS:
        raise PlanError(
            _("An estimate takes at least three lists; with two, nothing shows if they depend.")
        )
    if len(records.lists) > MOST_LISTS:
        raise PlanError(
            _(
                "At most %(most)s lists can be told apart. Merge lists that work alike, or leave some out."
            )
            % {"most": MOST_LISTS}
        )
    if not any(people and cell for cell, _codes, people in records.rows):
        raise PlanError(_("Nobody is on these lists in this period."))
    if plan.method in ("bic", "dga") and len(records.lists) > _MOST[plan.method]:
        raise PlanError(
            _("This method takes at most %(most)s lists. Choose stepwise, or merge lists.")
            % {"most": _MOST[plan.method]}
        )


_MOST = {"bic": 6, "dga": MOST_TRIED}


def parts(content: Mapping[str, Any], plan: Plan) -> list[tuple[Part, str]]:
    """Every part of a run, in order: (part, name)."""
    records = treated(content, plan)
    drawn = plan.method in ("stepwise", "bic") and plan.draws
    found = [(Part.POINT, "")]
    found += [(Part.DRAWS, str(number)) for number in range(batches(plan.draws))] if drawn else []
    found.append((Part.LIMITS, ""))
    found += [(Part.METHOD, name) for name in _others(plan, len(records.lists))]
    if len(records.lists) <= MOST_TRIED:
        found.append((Part.MODELS, ""))
    if plan.method == "stepwise":
        found.append((Part.THRESHOLDS, ""))
    found += [(Part.LISTS, ""), (Part.LINKS, "")]
    if SUB3 in records.traits:
        found.append((Part.SUB3, ""))
    return [*found, *_of_groups(content, plan, records)]


def _of_groups(content: Mapping[str, Any], plan: Plan, records: Records) -> list[tuple[Part, str]]:
    """One model for all groups, then each group and year by itself."""
    traits = [trait for trait in plan.traits if trait in records.traits and trait != YEAR]
    by_year = bool(content.get("years")) and YEAR in plan.traits
    found = [(Part.ONE_MODEL, "persons")] if traits else []
    if by_year:
        found.append((Part.ONE_MODEL, "years"))
        of_years = treated(content, plan, "years")
        found += [(Part.YEAR, code) for code in of_years.codes(YEAR)]
    for trait in traits:
        found += [(Part.GROUP, f"{trait}={code}") for code in records.codes(trait)]
    return found


def _others(plan: Plan, lists: int) -> list[str]:
    names = ["stepwise", "bayesthresh", "independence", "chao"]
    names += ["dga"] if lists <= MOST_TRIED else []
    names += ["bic"] if lists <= MOST_TRIED or (plan.thorough and lists <= _MOST["bic"]) else []
    names += ["lcm"] if plan.thorough else []
    return [name for name in names if name != plan.method]


def draws_of_parts(plan: Plan) -> int:
    """Draws for a group or a year."""
    return min(plan.draws, DRAWS_OF_PARTS)
