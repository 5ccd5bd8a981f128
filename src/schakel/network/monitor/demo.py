"""Invented states of every municipality over ten years; the same for the same seed. None of it is true."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.choices import FIRST_YEAR
from schakel.foundation.geography.models import Municipality
from schakel.network.monitor.choices import BatchKind, ContactKind, Source, State
from schakel.network.monitor.models import Aim, Batch, Contact, Office, Status, Survey
from schakel.network.monitor.queries import items
from schakel.network.monitor.surveys import answer, ask

YEARS = 8
# Chance that an item is there by the last year; what is rarer comes later.
_REACHED = {
    "policy_document": 0.86,
    "chain_director": 0.42,
    "attention_officer": 0.74,
    "signal_route": 0.77,
    "licensing_supervision": 0.63,
    "awareness_training": 0.66,
    "survivor_involvement": 0.17,
    "case_consultation": 0.71,
    "strategic_consultation": 0.49,
    "covenant": 0.38,
    "riec_agreement": 0.58,
    "care_coordination": 0.94,
    "shelter_agreement": 0.55,
    "all_forms": 0.33,
}
_REGIONAL = {"care_coordination": 0.8, "shelter_agreement": 0.7, "case_consultation": 0.6}
_ORGANISATIONS = {
    "care_coordination": "Zorgcoördinatie {} (demo)",
    "attention_officer": "Sociaal domein (demo)",
    "chain_director": "Veiligheidshuis {} (demo)",
    "case_consultation": "Zorg- en Veiligheidshuis {} (demo)",
}
# Whom the demo's adviser advises.
ADVISED = "GM0153"
# Whose answers wait: Zwolle.
ANSWERED = "GM0193"
_ABOUT = (
    "Hoe een gemeente beleid begint",
    "Aandachtsfunctionaris aanstellen",
    "Signalen herkennen bij het loket",
    "Afspraken over opvang in de regio",
)


def fill_monitor(*, by: Actor, rng: Random, adviser: Organisation) -> None:
    """States of every municipality, former ones up to their end; and whom the demo's adviser advises."""
    batch = Batch.objects.create(
        kind=BatchKind.SHEET, token=f"demo-{FIRST_YEAR}", by=by.actor_id, applied_at=timezone.now()
    )
    codes = [item for item, _name in items()]
    rows: list[Status] = []
    for place in Municipality.objects.select_related("safety_region").order_by("code"):
        leaning = rng.gauss(0, 0.12) + min(0.12, (place.population or 20_000) / 2_000_000)
        for item in codes:
            rows += _states(rng, place, item, _REACHED.get(item, 0.5) + leaning, batch, by)
    Status.objects.bulk_create(rows, batch_size=500)
    Office.objects.create(organisation=adviser, municipality_id=ADVISED)
    _reach_out(rng, by)
    _ask(by, adviser)


def _reach_out(rng: Random, by: Actor) -> None:
    """Contacts of four years, and the aim of each."""
    today = timezone.localdate()
    codes = sorted(Municipality.objects.valid_on(today).values_list("pk", flat=True))
    Aim.objects.bulk_create(Aim(year=today.year - back, number=50) for back in range(4))
    Contact.objects.bulk_create(
        Contact(
            municipality_id=code,
            kind=rng.choice(ContactKind.values),
            on=today - timedelta(days=rng.randrange(4 * 365)),
            asked_for=rng.random() < 0.4,
            text=rng.choice(_ABOUT),
            by=by.actor_id,
        )
        for code in rng.sample(codes, 160)
    )


def _ask(by: Actor, adviser: Organisation) -> None:
    """One survey that the demo's adviser may fill in, and one whose answers wait for the centre."""
    today = timezone.localdate()
    ask(by=by, municipality=ADVISED, due_on=today + timedelta(days=21))
    Office.objects.create(organisation=adviser, municipality_id=ANSWERED, valid_to=today)
    survey = Survey.objects.create(
        office=Office.objects.get(municipality=ANSWERED),
        municipality_id=ANSWERED,
        asked_by=by.actor_id,
        due_on=today,
    )
    said = dict(
        zip([item for item, _name in items()], [State.PRESENT, State.PLANNED] * 7, strict=False)
    )
    answer(by=by, survey=survey, answers={item: {"state": state} for item, state in said.items()})


def _states(
    rng: Random, place: Municipality, item: str, chance: float, batch: Batch, by: Actor
) -> Iterator[Status]:
    """From not known, by way of none or planned, to there, in at most three rows."""
    there = State.PRESENT_REGIONAL if rng.random() < _REGIONAL.get(item, 0.2) else State.PRESENT
    if rng.random() < chance:
        year = FIRST_YEAR + min(YEARS - 1, int(rng.betavariate(2, 2.4) * YEARS))
        steps = [(year, there)]
        if rng.random() < 0.5:
            steps.insert(0, (year - 1, State.PLANNED))
        if rng.random() < 0.5:
            steps.insert(0, (year - 2, State.NONE))
    else:
        steps = [(FIRST_YEAR + rng.randrange(YEARS), rng.choice((State.NONE, State.PLANNED)))]
        if rng.random() < 0.35:
            steps = []
    for year, state in steps:
        day = date(year, rng.randint(1, 9), rng.randint(1, 28))
        if place.exists_on(day):
            yield _row(rng, place, item, state, day, batch, by)


def _row(
    rng: Random,
    place: Municipality,
    item: str,
    state: State,
    day: date,
    batch: Batch,
    by: Actor,
) -> Status:
    made = Status(
        municipality=place,
        item=item,
        state=state,
        on=day,
        source=rng.choice((Source.SURVEY, Source.TALK, Source.DOCUMENT, Source.WEBSITE)),
        checked_on=day,
        next_check=timezone.localdate() + timedelta(days=rng.choice((-90, 20, *range(40, 700, 2)))),
        batch=batch,
        by=by.actor_id,
    )
    if state in (State.PRESENT, State.PRESENT_REGIONAL):
        made.organisation = _ORGANISATIONS.get(item, "").format(place.safety_region.name)
        if item == "care_coordination":
            made.hours, made.covers_all = rng.randrange(8, 73, 4), rng.choice(("YES", "NO"))
            made.age_from = rng.choice((0, 18, 23))
        if item == "policy_document":
            made.adopted_on, made.valid_until = day, day + timedelta(days=1461)
    return made
