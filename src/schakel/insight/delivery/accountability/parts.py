"""The parts of a statement, in their order, and who hands over the counts of each.

A part of the centre that gets figures later registers a provider here. It hands over true counts; they are
protected before anything is kept, so a provider need not (and must not) round.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import Quarter


@dataclass(frozen=True)
class Text:
    """The same words in both languages: a statement is frozen with its words."""

    nl: str
    en: str


@dataclass(frozen=True)
class Measure:
    """What is counted, such as reports or requests, and by which rule."""

    code: str
    name: Text
    definition: Text


@dataclass(frozen=True)
class Split:
    """A way to tell what is counted apart; `categories` by code, in their order.

    `several`: something may stand in more than one, joined by "|". `ordered`: from little to much, such as
    classes of days, so that the statement may say in which of them the middle one lies.
    """

    code: str
    name: Text
    categories: Mapping[str, Text]
    several: bool = False
    ordered: bool = False
    definition: Text | None = None


@dataclass(frozen=True)
class Counted:
    """True counts: `cells` has for a measure (or several joined by "|") and a code of each split a number.

    `about_persons`: whether a count could point at somebody. Without it, such as municipalities that have a
    care coordinator, nothing is rounded.
    """

    measures: Sequence[Measure]
    splits: Sequence[Split] = ()
    cells: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    about_persons: bool = True


# None: nothing to tell about this quarter.
Provider = Callable[[Quarter, Snapshot], Counted | None]


@dataclass(frozen=True)
class Part:
    """A chapter of the statement and the core task that it accounts for."""

    code: str
    task: str
    title: Text


PARTS = (
    Part("registrations", "registration", Text("Meldingen en personen", "Reports and persons")),
    Part(
        "placements",
        "placement",
        Text("Aanvragen voor opvang en plaatsingen", "Requests for shelter and placements"),
    ),
    Part("waiting", "placement", Text("Wachttijd tot plaatsing", "Waiting time until placement")),
    Part(
        "coverage",
        "coordination",
        Text("Dekking van de zorgcoördinatie", "Coverage of care coordination"),
    ),
    Part(
        "signals",
        "signalling",
        Text("Signalen, opgehaald en opgelost", "Signals, raised and solved"),
    ),
    Part(
        "actions",
        "signalling",
        Text("Acties van overleggen, naar stand", "Actions of meetings, by status"),
    ),
    Part(
        "advice",
        "training",
        Text(
            "Adviezen en voorlichting aan gemeenten", "Advice and presentations to municipalities"
        ),
    ),
    Part("training", "training", Text("Training", "Training")),
)
BY_CODE = {part.code: part for part in PARTS}
_providers: dict[str, Provider] = {}


def register(part: str, provider: Provider) -> None:
    """Let `provider` hand over the counts of a part. KeyError for a part that no statement has."""
    _providers[BY_CODE[part].code] = provider


def provider_of(part: str) -> Provider | None:
    """None where nobody hands over figures of this part yet."""
    return _providers.get(part)
