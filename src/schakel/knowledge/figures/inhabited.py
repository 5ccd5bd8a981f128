"""How many people live where a row of a chosen table is about.

Only those of regions and of the whole country are known here: not how many of them are women, minors, or of a
nationality. So a row about some of them has no rate.
"""

from collections.abc import Mapping, Sequence

from schakel.foundation.geography.queries import inhabitants
from schakel.knowledge.figures.content import ALL
from schakel.knowledge.figures.tabulation import Inhabitants, Line

_REGION = "region"
# Who somebody is: part of the inhabitants, of whom it is not known how many there are.
_WHO = frozenset({"sex", "age", "nationality"})


def living_in(down: str, rows: Sequence[Line], fixed: Mapping[str, str]) -> Inhabitants | None:
    """The inhabitants for each row of a table by `down` with these `fixed` categories.

    None where a rate would set some people against others.
    """
    if _WHO & set(fixed):
        return None
    people, counted_on = inhabitants()
    everybody = people.get(fixed[_REGION]) if _REGION in fixed else sum(people.values())
    if not everybody:
        return None
    if down == _REGION:
        return Inhabitants({**people, ALL: everybody}, counted_on)
    codes = [ALL] if down in _WHO else [row.code for row in rows]
    return Inhabitants(dict.fromkeys(codes, everybody), counted_on)
