"""Who may be the same person as a report or a person is about: one card each, for a registrar to judge.

Proposals are between reports. Here they are put together by the person that the other report is now held to
be about, or by the other report where it waits.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from schakel.foundation.access.actors import Actor
from schakel.foundation.terms.queries import label
from schakel.register.intake.choices import ENCODED, ENDED, Status
from schakel.register.intake.models import Report
from schakel.register.intake.queries import partial_label
from schakel.register.linkage.choices import Settled, Verdict
from schakel.register.linkage.comparing import compare_waiting
from schakel.register.linkage.judging import needs_reason
from schakel.register.linkage.models import LinkRecord, Proposal
from schakel.register.linkage.wording import Told, chance, percent, told
from schakel.register.persons.models import Membership, Person
from schakel.register.persons.seeking import Candidate

# More would not be read; the rest comes up when these are settled.
MOST = 20
CONVINCING = 0.9


@dataclass
class Shown:
    """What a page tells of a report that may be about the same person, whichever way it was found."""

    report: Report
    person: Person | None
    score: float
    words: Told

    @property
    def chance(self) -> str:
        """How probable it is, in words."""
        return chance(self.score)

    @property
    def percent(self) -> int:
        """The score, for whoever wants the figure."""
        return percent(self.score)

    @property
    def number(self) -> str:
        """By what the registrar knows who it is."""
        return self.person.number if self.person else self.report.number

    @property
    def source(self) -> str:
        """Who reported, and when."""
        return source(self.report)

    @property
    def ended(self) -> str:
        """Why the other report does not count; "" where it does."""
        return ended(self.report)


@dataclass
class Card(Shown):
    """Somebody who may be the same, with the strongest proposal and how many there are.

    `report` is the other report of that proposal; `person` is None where it waits to be registered.
    """

    proposal: Proposal
    more: int = 0  # further pairs between the same two
    candidate: Candidate | None = None
    unsure: list[str] = field(default_factory=list)  # who could not tell

    @property
    def reasons(self) -> list[str]:
        """What speaks for one person, also what the sender's own keys say."""
        return self.candidate.reasons if self.candidate else self.words.reasons

    @property
    def convincing(self) -> bool:
        """So probable, and with nothing to watch, that "same" is the likely answer."""
        return self.score >= CONVINCING and not self.words.warnings

    @property
    def other_needs_reason(self) -> bool:
        return needs_reason(self.score, Verdict.NOT_SAME)


def source(report: Report) -> str:
    """Who reported, and when."""
    kind = label("reporter_type", report.reporter_type)
    when = report.reported_on
    if report.share_level == ENCODED:
        when = when[:7]  # the month says enough of a report that only its code speaks for
    on = partial_label(when) if when else ""
    return f"{kind}, {on}" if on else kind


def ended(report: Report) -> str:
    """Why the report does not count; "" where it does. Wants `with_status`."""
    return str(Status(report.status).label) if report.status in ENDED else ""


def cards_of(row: Report | Person, user: Actor) -> list[Card]:
    """The most probable first; a fixed number of queries. What waits to be compared is compared first."""
    own = reports_of(row, user)
    catch_up(own)
    return _cards(own, Q(settled_at=None), user)


def put_apart_from(row: Report | Person, user: Actor) -> list[Card]:
    """Whom a registrar found not to be the same; can be asked again."""
    return _cards(reports_of(row, user), Q(settled_how=Settled.NOT_SAME), user)


def _cards(own: set[int], which: Q, user: Actor) -> list[Card]:
    proposals = Proposal.objects.visible_to(user).about(own).filter(which)
    found = list(proposals.prefetch_related("judgements")[: 5 * MOST])
    if not found:
        return []
    others = {one.pk: one.high_id if one.low_id in own else one.low_id for one in found}
    reports = of_reports(others.values())
    people = people_of({*others.values(), *own})
    mine = {people[pk].pk for pk in own if pk in people}
    cards: dict[str, Card] = {}
    for one in found:
        other = reports[others[one.pk]]
        person = people.get(other.pk)
        if other.pk in own or (person is not None and person.pk in mine):
            continue
        key = person.number if person else other.number
        if key in cards:
            cards[key].more += 1
        elif len(cards) < MOST:
            cards[key] = _card(one, other, person)
    return list(cards.values())


def _card(one: Proposal, other: Report, person: Person | None) -> Card:
    words = told(one.levels)
    card = Card(other, person, one.score, words, one)
    card.unsure = [each.by for each in one.judgements.all() if each.verdict == Verdict.UNSURE]
    if person is not None:
        card.candidate = Candidate(
            person, list(words.reasons), score=one.score, warnings=words.warnings
        )
    return card


def catch_up(reports: Collection[int]) -> None:
    """Compare those of these reports that were not compared yet."""
    waiting = LinkRecord.objects.filter(report__in=reports, compared_at=None)
    if late := list(waiting.values_list("report", flat=True)):
        compare_waiting(late)


def reports_of(row: Report | Person, user: Actor) -> set[int]:
    """The report itself, or those about the person; of what `user` may see."""
    if isinstance(row, Report):
        return {row.pk}
    mine = Membership.objects.open().visible_to(user).filter(person=row)
    return set(mine.values_list("report", flat=True))


def of_reports(pks: Iterable[int]) -> dict[int, Report]:
    """Reports with their status, by primary key."""
    rows = Report.objects.filter(pk__in=set(pks)).with_status()
    return {row.pk: row for row in rows}


def people_of(reports: Collection[int]) -> dict[int, Person]:
    """Report → the person that it is now held to be about."""
    rows = Membership.objects.open().filter(report__in=reports).select_related("person")
    return {member.report_id: member.person for member in rows.defer("reason")}
