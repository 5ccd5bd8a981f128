"""Municipalities, signals and advice in the quarterly statement: exact, as known at the snapshot."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.models import Organisation
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.composing import composed
from schakel.insight.delivery.accountability.models import Statement
from schakel.insight.delivery.accountability.parts import provider_of
from schakel.insight.delivery.accountability.protection import figures_of
from schakel.network.meetings.actions import create_platform
from schakel.network.meetings.minuting import agree_action, note_action
from schakel.network.meetings.models import Action, AgendaItem, Platform
from schakel.network.monitor.choices import CARE_COORDINATION
from schakel.network.monitor.outreach import note
from schakel.network.monitor.tests.scene import write
from schakel.network.signals.actions import Counted, Move, hand_up, step
from schakel.network.signals.models import Signal

pytestmark = pytest.mark.django_db
BY = SystemActor("tests")
PARTS = ("coverage", "signals", "actions", "advice")


def figures(quarter: Quarter, at) -> dict:
    found = {part: provider_of(part)(quarter, Snapshot(cutoff=at)) for part in PARTS}
    return {part: figures_of(counted, part, quarter) for part, counted in found.items() if counted}


def agree(signal: Signal, by: Organisation, due: date) -> Action:
    platform = Platform.objects.filter(slug="som").first() or create_platform(
        by=BY, name="SOM", slug="som", level="SOM", since=date(2020, 1, 1)
    )
    item = AgendaItem.objects.create(platform=platform, title="Regiobinding", signal=signal)
    given = {"platform": platform, "item": item, "organisation": by, "due": due}
    return agree_action(by=BY, text="Gesprek voeren", **given)


def test_what_was_never_written_down_is_not_told() -> None:
    assert figures(Quarter(2024, 2), timezone.now()) == {}


def test_exact_by_region_theme_and_occasion_and_the_same_when_made_again() -> None:
    today = timezone.localdate()
    quarter = Quarter(today.year, (today.month + 2) // 3)
    first = date(today.year, int(quarter.months[0]), 1)
    for place, state in (("GM0153", "PRESENT"), ("GM0363", "PRESENT_REGIONAL"), ("GM0193", "NONE")):
        write(place, CARE_COORDINATION, state, first)
    for asked, day in ((True, first), (False, today), (True, first - timedelta(days=1))):
        said = {"kind": "ADVICE", "on": day, "asked_for": asked, "text": ""}
        note(by=BY, municipalities=["GM0153"], said=said)
    shelter = Organisation.objects.create(name="Opvanghuis De Verzonnen Haven")
    row = hand_up(by=BY, counted=Counted("REGION_TIE", 3, first, today, organisation=shelter))
    hand_up(by=BY, counted=Counted("OVERSTAY", 9, first, today))
    step(by=BY, signal=row, move=Move(state="ASSESSED", answer="Dank."))
    step(by=BY, signal=row, move=Move(state="RESOLVED", answer="Het is opgelost."))
    done, late = (agree(row, shelter, today + timedelta(days=days)) for days in (9, -1))
    note_action(by=BY, action=done, state="DONE", text="Verslag ligt bij het overleg.")
    moment = timezone.now()
    found = figures(quarter, moment)
    counts = {part: one["counts"] for part, one in found.items()}
    assert [counts["coverage"][one]["*"] for one in ("COVERED", "PRESENT_REGIONAL", "NONE")] == [
        2,
        1,
        1,
    ]
    regions = [n for place, n in counts["coverage"]["MUNICIPALITIES"].items() if place != "*"]
    assert sum(regions) == counts["coverage"]["MUNICIPALITIES"]["*"] > 300
    signals = counts["signals"]
    assert signals["SIGNALS"] == {"*": 2, "theme=OVERSTAY": 1, "theme=REGION_TIE": 1}
    assert signals["ANSWERED"] == signals["SOLVED"] == {"*": 1, "theme=REGION_TIE": 1}
    one = {"*": 1, "theme=REGION_TIE": 1}
    two = {"*": 2, "theme=REGION_TIE": 2}
    assert counts["actions"] == {"AGREED": two, "DONE": one, "OPEN": one, "LATE": one}
    assert counts["advice"]["ADVICE"] == {"*": 2, "asked_for=ASKED": 1, "asked_for=UNASKED": 1}
    note_action(by=BY, action=late, state="DROPPED")
    step(by=BY, signal=row, move=Move(state="ASSESSED", theme="HOUSING"))
    write("GM0193", CARE_COORDINATION, "PRESENT", first)
    assert figures(quarter, moment) == found
    assert figures(quarter, timezone.now())["signals"]["counts"]["SOLVED"] == {}
    made = Statement(
        number=quarter.code, figures=found, snapshot=Snapshot(number="S", cutoff=moment)
    )
    content = composed(made, None, "nl")
    sections = {one["code"]: one for one in content["sections"]}
    assert "Dit telt geen mensen en is niet afgerond." in sections["coverage"]["paragraphs"]
    notes = [block["note"] for code in PARTS for block in sections[code]["blocks"]]
    assert not any("klein aantal" in text for text in notes), (
        "a nought of municipalities is a nought"
    )
    done = {row[0]: row[2] for row in sections["tasks"]["blocks"][0]["rows"]}
    assert "2 signalen opgehaald, 1 signalen opgelost" in done["Knelpunten signaleren"]
    assert shelter.name not in str(content)
