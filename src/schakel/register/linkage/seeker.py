"""Linkage comes forward as the one who looks for the same person."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.register.intake.models import Report
from schakel.register.linkage.cards import Card, cards_of, catch_up, put_apart_from, reports_of
from schakel.register.linkage.models import Proposal
from schakel.register.linkage.restricted import answers, hints, note
from schakel.register.linkage.searching import find
from schakel.register.persons.models import Membership, Person
from schakel.register.persons.seeking import Candidate, Found, Panel, SearchTerms, register


class LinkageSeeker:
    """Answers from the table of records and keys, and from what people decided."""

    def candidates(self, row: Report | Person, user: Actor) -> list[Candidate]:
        """Persons with a report that resembles one of this row's, the most probable first."""
        return _candidates(cards_of(row, user))

    def known(self, reports: Collection[int]) -> dict[int, set[int]]:
        """Report → the persons it may be about, besides its own; two queries for any number."""
        catch_up(reports)
        own = set(reports)
        pairs = Proposal.objects.open().about(own).values_list("low", "high")
        others = defaultdict(set)
        for low, high in pairs:
            others[low].add(high)
            others[high].add(low)
        members = Membership.objects.open().filter(report__in=set(others))
        people = dict(members.values_list("report", "person"))
        return {
            pk: {people[each] for each in others[pk] if each in people}
            - ({people[pk]} if pk in people else set())
            for pk in own & set(others)
        }

    def find(self, terms: SearchTerms, user: Actor) -> list[Found]:
        """Reports that answer to search terms, the best first."""
        return find(terms, user)

    def panel(self, row: Report | Person, user: Any) -> Panel | None:
        """The cards of this row, for whoever may judge."""
        if not may(user, "see", "linkage.Proposal"):
            return None
        cards = cards_of(row, user)
        own = reports_of(row, user)
        told = hints(own, user)
        note(user, [hint.other for hint in told])
        context = {
            "hints": told,
            "answers": answers(own, user),
            "cards": cards,
            "apart": put_apart_from(row, user),
        }
        return Panel("linkage/_panel.html", context, _candidates(cards))


register(LinkageSeeker())


def _candidates(cards: list[Card]) -> list[Candidate]:
    return [card.candidate for card in cards if card.candidate is not None]
