"""The counts of the network for a statement: municipalities, signals, actions and advice. No people.

As known when the snapshot was made, so that a statement made again comes out the same.
"""

from collections import Counter
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import override

from schakel.foundation.geography.queries import police_unit_choices
from schakel.insight.analysis.choices import SEPARATOR
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.parts import Counted, Measure, Split, Text
from schakel.network.meetings import totals as agreed
from schakel.network.monitor import totals as monitor
from schakel.network.monitor.choices import ContactKind, State
from schakel.network.signals import totals as signalled
from schakel.network.signals.choices import Theme

_COVERED = "COVERED"
Cells = dict[tuple[str, ...], int]
_MUNICIPALITIES = (
    Measure(
        "MUNICIPALITIES",
        Text("Gemeenten", "Municipalities"),
        Text(
            "De gemeenten die op de laatste dag van het kwartaal bestonden.",
            "The municipalities that existed on the last day of the quarter.",
        ),
    ),
    Measure(
        _COVERED,
        Text("Gemeenten met zorgcoördinatie", "Municipalities with care coordination"),
        Text(
            "Op die dag was er zorgcoördinatie voor slachtoffers, in de gemeente zelf of in de regio.",
            "On that day victims had care coordination there, in the municipality itself or in the region.",
        ),
    ),
    Measure(
        State.PRESENT_REGIONAL,
        Text("Daarvan in de regio geregeld", "Of those, arranged in the region"),
        Text(
            "Die van deze gemeenten waarvoor de regio het regelt.",
            "Those of these municipalities for which the region arranges it.",
        ),
    ),
    Measure(
        State.PLANNED,
        Text("Gemeenten waar het gepland is", "Municipalities where it is planned"),
        Text("Het is er nog niet, maar wel voorgenomen.", "It is not there yet, but intended."),
    ),
    Measure(
        State.NONE,
        Text("Gemeenten zonder zorgcoördinatie", "Municipalities without care coordination"),
        Text("Daarvan is bekend dat het er niet is.", "Of these it is known that it is not there."),
    ),
    Measure(
        State.UNKNOWN,
        Text("Gemeenten waarvan het niet bekend is", "Municipalities of which it is not known"),
        Text(
            "Niemand heeft het nagegaan. Dat is iets anders dan dat het er niet is.",
            "Nobody looked. That is not the same as that it is not there.",
        ),
    ),
)
_MEASURES_OF = {
    State.PRESENT: (_COVERED,),
    State.PRESENT_REGIONAL: (_COVERED, State.PRESENT_REGIONAL),
}


def coverage(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
    """Municipalities on the last day by whether there is care coordination; None where nobody knows."""
    found = monitor.coverage(_last(quarter), at=snapshot.cutoff)
    if found is None:
        return None
    cells: Counter[tuple[str, ...]] = Counter()
    for region, tally in found.regions.items():
        for state, number in tally.counts.items():
            measures = _MEASURES_OF.get(State(state), (state,))
            cells[SEPARATOR.join(("MUNICIPALITIES", *measures)), region] += number
    names = {code: Text(name, name) for code, name in police_unit_choices(False)}
    split = Split("police_region", Text("Politieregio", "Police region"), names)
    return Counted(_MUNICIPALITIES, (split,), cells, about_persons=False)


_RAISED, _ANSWERED, _SOLVED = (
    Measure(
        "SIGNALS",
        Text("Signalen opgehaald", "Signals raised"),
        Text(
            "Elke keer dat iemand een knelpunt, trend of succesfactor meldde of het systeem er een telde, in "
            "het kwartaal waarover het gaat. Zei een tweede hetzelfde, dan telt dat ook.",
            "Each time that somebody raised a bottleneck, trend or success factor or the system counted one, "
            "in the quarter that it is about. If a second one said the same, that counts too.",
        ),
    ),
    Measure(
        "ANSWERED",
        Text("Signalen beantwoord", "Signals answered"),
        Text(
            "Signalen waarop in het kwartaal voor het eerst antwoord is gegeven, ook op oudere.",
            "Signals that were answered for the first time in the quarter, older ones among them.",
        ),
    ),
    Measure(
        "SOLVED",
        Text("Signalen opgelost", "Signals solved"),
        Text(
            "Signalen die in het kwartaal zijn opgelost en dat aan het eind nog waren, ook oudere. Elk telt "
            "één keer, hoe vaak het ook is gegeven.",
            "Signals that were solved in the quarter and still were at its end, older ones among them. Each "
            "counts once, however often it was raised.",
        ),
    ),
)


def signals(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
    """Signals by theme, never by institution; None where there was no signal so far."""
    found = signalled.moved(*_days(quarter), at=snapshot.cutoff)
    if found is None:
        return None
    pairs = ((_RAISED, found.raised), (_ANSWERED, found.answered), (_SOLVED, found.solved))
    cells: Cells = {(one.code, theme): n for one, counts in pairs for theme, n in counts.items()}
    split = Split("theme", Text("Onderwerp", "Theme"), _names(Theme))
    return Counted((_RAISED, _SOLVED, _ANSWERED), (split,), cells, about_persons=False)


_ACTIONS = (
    Measure(
        "AGREED",
        Text("Acties afgesproken", "Actions agreed"),
        Text(
            "Acties die overleggen in het kwartaal hebben afgesproken.",
            "Actions that meetings agreed in the quarter.",
        ),
    ),
    Measure(
        "DONE",
        Text("Acties uitgevoerd", "Actions done"),
        Text(
            "Acties die in het kwartaal klaar waren en dat aan het eind nog waren, ook oudere.",
            "Actions that were done in the quarter and still were at its end, older ones among them.",
        ),
    ),
    Measure(
        "OPEN",
        Text("Acties open", "Actions open"),
        Text(
            "Acties die op de laatste dag van het kwartaal nog te doen waren.",
            "Actions that were still to be done on the last day of the quarter.",
        ),
    ),
    Measure(
        "LATE",
        Text("Daarvan te laat", "Of those, late"),
        Text(
            "Die van deze acties waarvan de afgesproken dag voorbij was.",
            "Those of these actions whose agreed day had passed.",
        ),
    ),
)


def actions(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
    """Actions of meetings by where they stand and theme; None where none was ever agreed."""
    found = agreed.standing(*_days(quarter), at=snapshot.cutoff)
    if found is None:
        return None
    counts = {"AGREED": found.agreed, "DONE": found.done, "OPEN": found.open - found.late}
    cells: Cells = {(code, theme): n for code, each in counts.items() for theme, n in each.items()}
    late = SEPARATOR.join(("OPEN", "LATE"))
    cells |= {(late, theme): n for theme, n in found.late.items()}
    names = {**_names(Theme), agreed.NO_SIGNAL: Text("Zonder signaal", "Without a signal")}
    split = Split("theme", Text("Onderwerp", "Theme"), names)
    return Counted(_ACTIONS, (split,), cells, about_persons=False)


_TOLD = {
    ContactKind.ADVICE: Measure(
        ContactKind.ADVICE,
        Text("Adviezen aan gemeenten", "Advice to municipalities"),
        Text(
            "Elk advies aan een gemeente telt één keer, ook als dezelfde gemeente er meer kreeg.",
            "Each advice to a municipality counts once, also where one municipality had several.",
        ),
    ),
    ContactKind.PRESENTATION: Measure(
        ContactKind.PRESENTATION,
        Text("Presentaties voor gemeenten", "Presentations to municipalities"),
        Text(
            "Elke presentatie telt één keer per gemeente waarvoor zij was.",
            "Each presentation counts once per municipality that it was for.",
        ),
    ),
}
_ASKED = Split(
    "asked_for",
    Text("Aanleiding", "Occasion"),
    {
        "ASKED": Text("Op verzoek van de gemeente", "Asked for by the municipality"),
        "UNASKED": Text("Op eigen initiatief", "On the centre's own initiative"),
    },
)


def advice(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
    """Advice and presentations to municipalities, asked for or not; None where none was ever written down."""
    found = monitor.advice(*_days(quarter), at=snapshot.cutoff)
    if found is None:
        return None
    cells: Cells = {
        (kind, "ASKED" if asked else "UNASKED"): number
        for (kind, asked), number in found.contacts.items()
    }
    return Counted(tuple(_TOLD.values()), (_ASKED,), cells, about_persons=False)


def _days(quarter: Quarter) -> tuple[date, date]:
    return date(quarter.year, int(quarter.months[0]), 1), _last(quarter)


def _last(quarter: Quarter) -> date:
    return quarter.after - timedelta(days=1)


def _names(choices: type[TextChoices]) -> dict[str, Text]:
    """The labels of a code list in both languages."""
    found = {}
    for language in ("nl", "en"):
        with override(language):
            found[language] = {one.value: capfirst(str(one.label)) for one in choices}
    return {code: Text(found["nl"][code], found["en"][code]) for code in choices.values}
