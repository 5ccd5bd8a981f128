"""Not asked, would not say, none and not known stay four answers, for whoever reads the register."""

import pytest

from schakel.register.persons.actions import register
from schakel.register.persons.completeness import missing_facts, with_missing
from schakel.register.persons.models import Person
from schakel.register.persons.portrait import comparison, statuses
from schakel.register.persons.queries import members, reports, with_missing_facts
from schakel.register.persons.tests.people import SYSTEM, organisation, report

pytestmark = pytest.mark.django_db


def known_of(*answers: dict) -> dict[str, list[str]]:
    """What is shown of a person whose reports gave these answers, the newest first."""
    person: Person | None = None
    for given in answers:
        one = report(sender=organisation(), age=20, gender="MALE", **given)
        person = register(by=SYSTEM, report=one, person=person)
    rows = list(members(person, SYSTEM))
    shown = {
        fact.label: [("≠" if cell.differs else "") + cell.text for cell in fact.cells]
        for fact in comparison(rows).facts
    }
    said = [[cell["text"] for cell in row["cells"]] for row in statuses(rows)][::-1]
    names = ("Verblijfsstatus", "Bedenktijd", "Aangifte")
    return shown | {name: [row[place] for row in said] for place, name in enumerate(names)}


def test_why_nothing_is_known_is_not_swallowed():
    shown = known_of({"residence_status": "NOT_ASKED", "nationalities": ("REFUSED",)})
    assert shown["Verblijfsstatus"] == ["Niet gevraagd"]
    assert shown["Nationaliteit"] == ["Wil het niet zeggen"]
    assert shown["Aangifte"] == ["Niet bekend"]


def test_an_answer_does_not_contradict_that_another_did_not_ask():
    shown = known_of(
        {"residence_status": "NOT_ASKED", "nationalities": ("NOT_ASKED",)},
        {"residence_status": "DUTCH", "nationalities": ("STATELESS",)},
    )
    assert shown["Verblijfsstatus"] == ["Nederlandse nationaliteit", "Niet gevraagd"]
    assert shown["Nationaliteit"] == ["Staatloos", "Niet gevraagd"]


def test_none_is_an_answer():
    assert known_of({"police_report_status": "NONE"})["Aangifte"] == ["Geen aangifte"]


@pytest.mark.parametrize(
    ("answer", "lacks"), [("NOT_ASKED", True), ("REFUSED", False), ("STATELESS", False)]
)
def test_who_would_not_say_is_not_asked_again(answer, lacks):
    known_of({"nationalities": (answer,)})
    assert with_missing_facts().exists() == lacks
    assert ("nationaliteit" in missing_facts(with_missing(reports()).get())) == lacks
