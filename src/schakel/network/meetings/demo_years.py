"""Invented earlier years for the demo: what was raised, what meetings made of it, what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from schakel.foundation.accounts.models import User
from schakel.foundation.geography.models import PoliceUnit
from schakel.network.meetings.actions import plan_meeting
from schakel.network.meetings.choices import ActionState, Outcome
from schakel.network.meetings.keeping import add_paper
from schakel.network.meetings.minuting import (
    agree_action,
    close_meeting,
    note_action,
    put_on_agenda,
    write_minutes,
)
from schakel.network.meetings.models import Meeting, Platform
from schakel.network.signals.actions import Move, join, raise_signal, step
from schakel.network.signals.choices import Kind, Level, Scale, State, Theme
from schakel.network.signals.models import Signal

SOM, FORCE = "som", "task-force"
# After so many days the centre had looked at it, and after so many each table met.
_LOOKED, _MET = 12, {SOM: 45, FORCE: 90}


@dataclass(frozen=True)
class Told:
    """What somebody raised on a day, and what each table decided; `again`: who raised the same later on."""

    who: str
    kind: str
    theme: str
    region: str
    on: date
    text: str
    way: Sequence[tuple[str, str, str]] = ()
    again: Sequence[tuple[str, str]] = ()
    # Without a meeting: what the centre answered, or parked it for.
    answer: str = ""
    end: str = State.RESOLVED


YEARS: tuple[Told, ...] = (
    Told("care", Kind.BOTTLENECK, Theme.RESIDENCE, "AM", date(2023, 2, 14),
         "De brief over de bedenktijd komt soms pas na twee weken; tot dan is er geen recht op zorg.",
         ((SOM, Outcome.ESCALATED, "De leden kunnen dit zelf niet oplossen: naar de Task Force."),
          (FORCE, Outcome.RESOLVED, "De brief gaat voortaan dezelfde dag uit.")),
         again=(("shelter", "Zonder brief over de bedenktijd schrijft de apotheek niet in."),)),
    Told("police", Kind.TREND, Theme.LABOUR, "ZB", date(2023, 4, 4),
         "Bij controles in de tuinbouw zien we vaker mensen die niet weten wie hun werkgever is.",
         ((SOM, Outcome.DECIDED, "Een kaart met rechten in acht talen voor wie controleert."),)),
    Told("municipality", Kind.SUCCESS, Theme.MUNICIPALITY, "LB", date(2023, 6, 20),
         "Een vast spreekuur van de zorgcoördinator levert elke maand een vroeg signaal op.",
         answer="Dank. Het staat als voorbeeld bij de gids voor gemeenten."),
    Told("shelter", Kind.BOTTLENECK, Theme.CARE, "MN", date(2023, 9, 12),
         "Tolken zijn bij de huisarts niet vergoed; gesprekken worden uitgesteld.",
         ((SOM, Outcome.ESCALATED, "Geldt overal: naar de Task Force."),
          (FORCE, Outcome.ESCALATED, "Vraagt een regeling: naar het ministerie.")),
         again=(("care", "Zonder tolk is een intake bij de ggz niet mogelijk; er is geen budget."),
                ("municipality", "Wij betalen tolken nu uit bijzondere bijstand; dat mag elders niet."))),
    Told("police", Kind.TREND, Theme.ONLINE, "OB", date(2024, 1, 23),
         "Advertenties worden binnen een uur vervangen; contact loopt daarna over een besloten app.",
         ((SOM, Outcome.DECIDED, "Twee leden leggen hun werkwijze naast elkaar."),)),
    Told("care", Kind.BOTTLENECK, Theme.MINORS, "RT", date(2024, 3, 19),
         "Voor jongens van zestien en zeventien is er bijna geen opvang; zij wachten op een volwassenenplek.",
         ((SOM, Outcome.ESCALATED, "De cijfers gaan mee naar de Task Force."),
          (FORCE, Outcome.DECIDED, "Een proef met zes plekken, een jaar lang.")),
         again=(("shelter", "Wij wijzen elke maand jongens af: ons huis is voor volwassenen."),)),
    Told("municipality", Kind.BOTTLENECK, Theme.DATA_SHARING, "NN", date(2024, 5, 28),
         "Iedere gemeente heeft een eigen formulier voor toestemming; ketenpartners kennen ze niet.",
         ((SOM, Outcome.RESOLVED, "Er is één formulier, met uitleg in gewone taal."),)),
    Told("shelter", Kind.SUCCESS, Theme.COOPERATION, "ON", date(2024, 9, 10),
         "Samen eten met oud-bewoners helpt meer dan een informatieavond.",
         answer="Mooi. Wij nemen het mee in de training voor nieuwe medewerkers."),
    Told("police", Kind.BOTTLENECK, Theme.POLICE_REPORT, "DH", date(2024, 11, 5),
         "Gecertificeerde rechercheurs zijn schaars; een intake duurt soms drie weken.",
         ((SOM, Outcome.DECIDED, "Intakes gaan voor; wie te weinig mensen heeft, vraagt de buurregio."),)),
    Told("care", Kind.TREND, Theme.CRIMINAL, "RT", date(2025, 2, 11),
         "Jongeren komen in beeld als dader en pas later als mogelijk slachtoffer.",
         ((SOM, Outcome.ESCALATED, "Naar de Task Force, met drie beschreven situaties."),
          (FORCE, Outcome.DECIDED, "Een handreiking voor wie als eerste met jongeren spreekt.")),
         again=(("municipality", "Op school blijft het bij schorsen; niemand vraagt wie erachter zit."),)),
    Told("municipality", Kind.BOTTLENECK, Theme.HOUSING, "ZB", date(2025, 4, 15),
         "De huisvestingsverordening kent onze doelgroep niet; urgentie wordt afgewezen.",
         answer="Wij wachten op de nieuwe regels over huisvesting en kijken dan opnieuw.",
         end=State.PARKED),
    Told("shelter", Kind.BOTTLENECK, Theme.CARE, "MN", date(2025, 6, 3),
         "Na de opvang stopt de behandeling, omdat de nieuwe gemeente geen contract heeft.",
         ((SOM, Outcome.DECIDED, "Afspraak: wie begint, maakt de behandeling af."),)),
    Told("police", Kind.SUCCESS, Theme.COOPERATION, "LB", date(2025, 9, 23),
         "Een zorgcoördinator die meegaat bij een controle maakt dat meer mensen hulp aannemen.",
         answer="Dank. Het staat op de agenda van inspectie en zorgcoördinatoren."),
    Told("care", Kind.BOTTLENECK, Theme.RESIDENCE, "AM", date(2025, 11, 18),
         "Wie aangifte intrekt uit angst, verliest het verblijf voordat er een plan voor veiligheid is.",
         ((SOM, Outcome.ESCALATED, "Naar de Task Force."),
          (FORCE, Outcome.ESCALATED, "Naar het ministerie, met het verzoek om een overgang van acht weken.")),
         again=(("shelter", "Twee bewoners vertrokken met onbekende bestemming na het intrekken."),)),
    Told("municipality", Kind.TREND, Theme.LABOUR, "OB", date(2026, 2, 3),
         "Kamers boven bedrijfspanden worden per bed verhuurd, met de baan erbij.",
         ((SOM, Outcome.DECIDED, "De inspectie en drie gemeenten controleren samen."),)),
    Told("shelter", Kind.TREND, Theme.MINORS, "ON", date(2026, 4, 14),
         "Meer meisjes onder de achttien die via een spel op de telefoon zijn benaderd.",
         ((SOM, Outcome.DECIDED, "Wij vragen de scholen om een les, samen met ervaringsdeskundigen."),)),
)  # fmt: skip


def fill_years(*, by: User, tables: Mapping[str, Platform], people: Mapping[str, User]) -> None:
    """What came before: everything that was raised up to a while ago, in the order in which it happened."""
    recent = timezone.localdate() - timedelta(days=150)
    for told in YEARS:
        if told.on < recent:
            _tell(by, told, tables, people)


def _tell(by: User, told: Told, tables: Mapping[str, Platform], people: Mapping[str, User]) -> None:
    row = _raise(told, told.who, told.text, told.on, people)
    for place, (who, text) in enumerate(told.again, 1):
        on = told.on + timedelta(days=3 * place)
        join(
            by=by,
            signal=_raise(told, who, text, on, people),
            same_as=row,
            at=_at(on + timedelta(days=2)),
        )
    level = Level.SOM if told.way else Level.OPERATIONAL
    looked = _at(told.on + timedelta(days=_LOOKED))
    move = Move(state=State.ASSESSED, level=level, scale=Scale.NATIONAL, owner=by)
    step(by=by, signal=row, move=move, at=looked)
    for slug, outcome, decision in told.way:
        _decide(by, tables[slug], row, told, outcome, decision)
    if told.answer:
        until = timezone.localdate() + timedelta(days=120) if told.end == State.PARKED else None
        said = Move(state=told.end, text=told.answer, answer=told.answer, until=until)
        step(by=by, signal=row, move=said, at=looked + timedelta(days=1))


def _raise(told: Told, who: str, text: str, on: date, people: Mapping[str, User]) -> Signal:
    region = PoliceUnit.objects.filter(pk=told.region).first()
    return raise_signal(
        by=people[who], kind=told.kind, theme=told.theme, text=text, region=region, at=_at(on)
    )


def _decide(
    by: User, table: Platform, row: Signal, told: Told, outcome: str, decision: str
) -> None:
    """A meeting of the table that looked at it, with minutes, a paper and an action that was done."""
    on = told.on + timedelta(days=_MET[table.slug])
    meeting = _meeting(by, table, on)
    item = put_on_agenda(by=by, meeting=meeting, signal=row, at=_at(on - timedelta(days=7)))
    note = f"{told.text}\n\nGevraagd: wat kunnen de leden doen, en wie neemt het op zich?\n"
    add_paper(by=by, meeting=meeting, name="notitie.txt", content=note.encode())
    said = {"minutes": "De leden herkennen het.", "decision": decision, "outcome": outcome}
    write_minutes(by=by, item=item, said={**said, "answer": decision})
    if outcome == Outcome.DECIDED and by.organisation is not None:
        action = agree_action(
            by=by,
            platform=table,
            item=item,
            text=decision,
            organisation=by.organisation,
            user=by,
            due=on + timedelta(days=60),
        )
        note_action(by=by, action=action, state=ActionState.DONE, text="Klaar.")
    close_meeting(by=by, meeting=meeting, at=_at(on))


def _meeting(by: User, table: Platform, on: date) -> Meeting:
    place = "Utrecht, zaal 2 (demo)"
    return plan_meeting(by=by, platform=table, starts_at=_at(on), minutes=120, place=place)


def _at(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10, 0)))
