"""Invented platforms, meetings and signals for the demo: a year of them, the same at every filling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.geography.models import PoliceUnit
from schakel.network.meetings.actions import (
    add_member,
    create_platform,
    plan_meeting,
    plan_series,
    skip_meeting,
)
from schakel.network.meetings.choices import ActionState, Outcome, Part, Rhythm
from schakel.network.meetings.demo_years import fill_years
from schakel.network.meetings.keeping import add_paper
from schakel.network.meetings.minuting import (
    add_topic,
    agree_action,
    close_meeting,
    note_action,
    put_on_agenda,
    write_minutes,
)
from schakel.network.meetings.models import Action, AgendaItem, Meeting, Platform
from schakel.network.signals.actions import Move, join, raise_signal, step
from schakel.network.signals.choices import Kind, Level, Scale, State, Theme
from schakel.network.signals.models import Signal

TIMES = time(10, 0)
TUESDAY = 1
# So many days ago people raised what the SOM talked about at its last meeting.
RAISED_BEFORE, LAST_SOM = 80, 40


@dataclass(frozen=True)
class Invented:
    """One platform: its level, aim, rhythm, who sits at it (names of demo parties), when and where.

    `gone`: who sat at it in an earlier term.
    """

    name: str
    slug: str
    level: str
    aim: str
    months: int
    parties: Sequence[str]
    until: date | None = None
    weekday: int = TUESDAY
    at: time = TIMES
    place: str = "Utrecht, zaal 2 (demo)"
    gone: Sequence[str] = ()


PLATFORMS = (
    Invented(
        "Task Force Mensenhandel (demo)",
        "task-force",
        Level.TASK_FORCE,
        "Een gezamenlijke aanpak bevorderen, en knelpunten oplossen of neerleggen waar het kan.",
        Rhythm.QUARTERLY,
        ("centre", "police", "ministry", "municipality"),
        date(2027, 3, 1),
        weekday=3,
        at=time(14, 0),
        place="Den Haag, raadzaal (demo)",
    ),
    Invented(
        "SOM (demo)",
        "som",
        Level.SOM,
        "Strategisch overleg van de hulpverlening; het centrum zit voor.",
        Rhythm.BIMONTHLY,
        ("centre", "care", "shelter"),
        gone=("municipality",),
    ),
    Invented(
        "Zorgcoördinatoren (demo)",
        "zorgcoordinatoren",
        Level.OPERATIONAL,
        "Goede voorbeelden, knelpunten, en elkaar leren kennen.",
        Rhythm.HALF_YEARLY,
        ("centre", "care", "shelter", "municipality"),
        weekday=0,
        at=time(13, 0),
        place="Zwolle, zaal 1 (demo)",
    ),
    Invented(
        "Regionale meldpunten (demo)",
        "meldpunten",
        Level.OPERATIONAL,
        "Werkwijzen op elkaar afstemmen; trends in meldingen.",
        Rhythm.HALF_YEARLY,
        ("centre", "police", "care"),
        weekday=2,
        at=time(9, 30),
        place="Online (demo)",
    ),
    Invented(
        "Arbeidsinspectie en zorgcoördinatoren (demo)",
        "inspectie-zorgcoordinatoren",
        Level.OPERATIONAL,
        "Van een inval naar opvang: wie belt wie, en wanneer.",
        Rhythm.THIRDS,
        ("centre", "care"),
        weekday=3,
        place="Utrecht, zaal 4 (demo)",
    ),
    Invented(
        "Aandachtsfunctionarissen Veilig Thuis (demo)",
        "veilig-thuis",
        Level.OPERATIONAL,
        "Signalen van mensenhandel in het gezin herkennen en doorgeven.",
        Rhythm.YEARLY,
        ("centre", "municipality"),
        weekday=0,
        at=time(15, 30),
        place="Online (demo)",
    ),
)
# Who raises, what, about what, in which region.
RAISED: tuple[tuple[str, str, str, str, str], ...] = (
    ("shelter", Kind.BOTTLENECK, Theme.HOUSING, "ON",
     "Na de opvang is er geen woning. Gezinnen blijven maanden langer dan nodig, en de plek is niet vrij."),
    ("care", Kind.BOTTLENECK, Theme.HOUSING, "RT",
     "Urgentie voor een woning wordt per gemeente anders uitgelegd; soms telt de opvang niet als verblijf."),
    ("care", Kind.BOTTLENECK, Theme.CARE, "MN",
     "De wachttijd voor behandeling van trauma is langer dan de bedenktijd duurt."),
    ("police", Kind.TREND, Theme.CRIMINAL, "RT",
     "Steeds vaker gaat het om jongens die onder dwang drugs uithalen in de haven."),
    ("police", Kind.TREND, Theme.ONLINE, "OB",
     "Werving verschuift naar besloten groepen in apps; ouders en scholen zien het niet."),
    ("municipality", Kind.BOTTLENECK, Theme.DATA_SHARING, "NN",
     "Het is niet duidelijk wat een gemeente mag delen met de opvang als er geen toestemming is."),
    ("shelter", Kind.SUCCESS, Theme.COOPERATION, "ON",
     "Een vaste belafspraak met de zorgcoördinator op maandag scheelt dagen bij elke overdracht."),
    ("care", Kind.BOTTLENECK, Theme.POLICE_REPORT, "DH",
     "Aangifte doen kan pas na weken; de bedenktijd is dan bijna om."),
    ("municipality", Kind.SUCCESS, Theme.MUNICIPALITY, "LB",
     "Een regionaal convenant maakt dat kleine gemeenten ook een aandachtsfunctionaris hebben."),
    ("care", Kind.TREND, Theme.LABOUR, "LB",
     "Meer vragen over huisvesting die aan het werk vastzit: wie stopt, staat op straat."),
)  # fmt: skip


def fill_demo_network(*, parties: Mapping[str, Organisation], people: Mapping[str, User]) -> None:
    """Platforms with members, what was raised, and the way of the first signals up to the Task Force.

    `people`: by the same names as `parties`, who signs in for each; "secretary": of all platforms.
    """
    today, by = timezone.localdate(), people["secretary"]
    tables = {one.slug: _platform(by, one, parties, people, today) for one in PLATFORMS}
    fill_years(by=by, tables=tables, people=people)
    signals = _signals(by, people)
    som, force = tables["som"], tables["task-force"]
    ties = Signal.objects.filter(theme=Theme.REGION_TIE, concerns__isnull=False)
    for item in ties.order_by("-since", "pk")[:1]:
        signals.append(item)
        move = Move(state=State.ASSESSED, level=Level.SOM, scale=Scale.NATIONAL)
        step(by=by, signal=item, move=move)
    _first_meeting(by, som, signals, people, today)
    _skipped(by, force, signals[0], today)
    for table in tables.values():
        _next(by, table, today)
    add_topic(
        by=by, meeting=_coming(som), title="Planning van het jaar", text="Data en onderwerpen."
    )
    put_on_agenda(by=by, meeting=_coming(som), signal=signals[2])
    add_paper(by=by, meeting=_coming(som), name="jaarplanning.txt", content=_PLAN.encode())


def _platform(
    by: User,
    one: Invented,
    parties: Mapping[str, Organisation],
    people: Mapping[str, User],
    today: date,
) -> Platform:
    since = date(2023, 1, 1)
    row = create_platform(
        by=by,
        name=one.name,
        slug=one.slug,
        level=one.level,
        aim=one.aim,
        since=since,
        until=one.until,
    )
    for party in one.parties:
        user = people["secretary"] if party == "centre" else people.get(party)
        part = Part.SECRETARY if party == "centre" else Part.MEMBER
        add_member(
            by=by, platform=row, organisation=parties[party], user=user, part=part, since=since
        )
    for party in one.gone:
        add_member(
            by=by,
            platform=row,
            organisation=parties[party],
            user=people.get(party),
            part=Part.MEMBER,
            since=since,
            until=date(2024, 6, 30),
        )
    return row


def _signals(by: User, people: Mapping[str, User]) -> list[Signal]:
    rows, start = [], timezone.localdate() - timedelta(days=RAISED_BEFORE)
    for place, (who, kind, theme, region, text) in enumerate(RAISED):
        unit = PoliceUnit.objects.filter(pk=region).first()
        on = _at(start + timedelta(days=2 * place))
        rows.append(
            raise_signal(by=people[who], kind=kind, theme=theme, text=text, region=unit, at=on)
        )
    looked = _at(start + timedelta(days=24))
    secretary = people["secretary"]
    scales = (Scale.NATIONAL, Scale.NATIONAL, Scale.NATIONAL, Scale.REGIONAL)
    join(by=by, signal=rows[1], same_as=rows[0], at=looked)
    for row, scale in zip((rows[0], rows[2], rows[4], rows[7]), scales, strict=True):
        move = Move(state=State.ASSESSED, level=Level.SOM, scale=scale, owner=secretary)
        step(by=by, signal=row, move=move, at=looked)
    step(by=by, signal=rows[6], move=Move(state=State.ASSESSED, scale=Scale.LOCAL), at=looked)
    thanks = "Dank. Het staat als goed voorbeeld in de nieuwsbrief voor zorgcoördinatoren."
    step(by=by, signal=rows[6], move=Move(state=State.RESOLVED, answer=thanks), at=looked)
    step(by=by, signal=rows[9], move=Move(state=State.ASSESSED, scale=Scale.REGIONAL), at=looked)
    later = timezone.localdate() + timedelta(days=90)
    why = "Wacht op het wetsvoorstel over huisvesting."
    parked = Move(state=State.PARKED, until=later, text=why, answer=why)
    step(by=by, signal=rows[9], move=parked, at=looked)
    return rows


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, TIMES))


def _first_meeting(
    by: User, som: Platform, signals: list[Signal], people: Mapping[str, User], today: date
) -> None:
    """A meeting of the SOM that was held: one signal a level up, one with an action, one left open."""
    held = today - timedelta(days=LAST_SOM)
    meeting = plan_meeting(
        by=by,
        platform=som,
        starts_at=_at(held),
        minutes=120,
        place="Utrecht, zaal 2 (demo)",
        topic="Doorstroom uit de opvang",
    )
    housing, online, report = (
        put_on_agenda(by=by, meeting=meeting, signal=signals[n], at=_at(held - timedelta(days=7)))
        for n in (0, 4, 7)
    )
    tie = [put_on_agenda(by=by, meeting=meeting, signal=one) for one in signals[10:]]
    add_paper(by=by, meeting=meeting, name="notitie-doorstroom.txt", content=_NOTE.encode())
    for item in (housing, *tie):
        _write(
            by,
            item,
            minutes="Het speelt in elke regio; de leden kunnen het zelf niet oplossen.",
            decision="Naar de Task Force, met de cijfers van de opvang erbij.",
            outcome=Outcome.ESCALATED,
            answer="Het SOM brengt dit bij de Task Force.",
        )
    _write(
        by,
        online,
        minutes="Twee leden hebben een training voor scholen liggen.",
        decision="De trainingen worden naast elkaar gelegd.",
        outcome=Outcome.DECIDED,
        answer="Er komt één training voor scholen; in het voorjaar hoort u meer.",
    )
    _write(by, report, minutes="Geen tijd meer.", outcome=Outcome.NEXT)
    late = today - timedelta(days=5)
    _agree(by, online, "Trainingen naast elkaar leggen", late, people["care"])
    done = _agree(by, online, "Trainers uitnodigen", late, people["care"])
    close_meeting(by=by, meeting=meeting, at=_at(held))
    note_action(by=by, action=done, state=ActionState.DONE, text="Zijn uitgenodigd.")


def _skipped(by: User, force: Platform, signal: Signal, today: date) -> None:
    """The Task Force could not meet: its agenda waits, and goes to the next meeting by itself."""
    meeting = plan_meeting(
        by=by,
        platform=force,
        starts_at=_at(today - timedelta(days=10)),
        minutes=90,
        place="Den Haag (demo)",
    )
    item = put_on_agenda(by=by, meeting=meeting, signal=signal)
    due = today + timedelta(days=45)
    _agree(by, item, "Cijfers over doorstroom klaarleggen", due, by)
    # The action stays open, whatever becomes of the meeting.
    skip_meeting(by=by, meeting=meeting, reason="Te veel leden waren verhinderd.")


def _next(by: User, table: Platform, today: date) -> None:
    one = next(one for one in PLATFORMS if one.slug == table.slug)
    first = today + timedelta(days=12 + table.pk % 9)
    first += timedelta(days=(one.weekday - first.weekday()) % 7)
    if table.until is not None and table.until < first:
        return
    plan_series(
        by=by,
        platform=table,
        first=first,
        at=one.at,
        minutes=120,
        months=one.months,
        place=one.place,
        until=table.until,
    )


def _coming(table: Platform) -> Meeting:
    found = Meeting.objects.planned().filter(platform=table).first()
    if found is None:
        raise LookupError("the demo planned no meeting")
    return found


def _agree(by: User, item: AgendaItem, text: str, due: date, who: User) -> Action:
    party = who.organisation
    if party is None:
        raise LookupError("somebody of the demo acts for nobody")
    return agree_action(
        by=by, platform=item.platform, item=item, text=text, due=due, organisation=party, user=who
    )


def _write(by: User, item: AgendaItem, **said: Any) -> None:
    write_minutes(by=by, item=item, said=said)


_NOTE = """Doorstroom uit de opvang (verzonnen)

Een op de vier plekken is bezet door mensen die klaar zijn voor een woning.
Gevraagd: een landelijke afspraak over urgentie na opvang.
"""
_PLAN = """Planning van het jaar (verzonnen)

Vier overleggen, telkens op een dinsdag. Stukken een week ervoor.
"""
