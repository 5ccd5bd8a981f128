"""The proposal for the whole waiting list."""

import pytest

from schakel.care.placement import asking, joining
from schakel.care.placement.choices import Consent, Scheme
from schakel.care.placement.tests import scene

pytestmark = pytest.mark.django_db
FACTS = {**scene.FACTS, "safety_level": 1, "excluded_regions": [], "excluded_units": []}


def test_a_room_is_proposed_to_one_group_whatever_beds_are_left() -> None:
    takes = dict.fromkeys(("addiction", "psychiatric", "aggression", "lvb", "pregnant"), True)
    able = {f"takes_{name}": value for name, value in takes.items()}
    haven = scene.site(scene.organisation("Haven"))
    scene.unit(haven, beds=4, wheelchair=True, pets=True, **able)
    for age in (24, 31):
        person = asking.PersonData(gender="FEMALE", age=age, nationality="NG", facts=FACTS)
        wanted = asking.RequestData(people=(person,), consent=Consent.YES, scheme=Scheme.COSM)
        asking.ask_for_shelter(by=scene.BY, data=wanted)
    proposal = joining.propose(scene.coordinator("Piet"))
    assert (len(proposal.lines), proposal.persons, proposal.persons_one_by_one) == (2, 1, 1)
    assert proposal.proven
