"""Counts about reports by code, and what the unit proposes and doubts; for the registrar's page."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from schakel.foundation.access.actors import Actor
from schakel.register.intake.choices import ENCODED
from schakel.register.intake.models import Report
from schakel.register.linkage.choices import ClusterStrength
from schakel.register.linkage.encoded import ClusterDoubt, EncodedLink
from schakel.register.linkage.models import Proposal
from schakel.register.linkage.unit_pairs import TOPIC
from schakel.register.persons.models import Membership, Person

MOST = 50


@dataclass(frozen=True)
class Sender:
    """One organisation: its reports by code, how many of those have a number, and how many are not alone."""

    name: str
    reports: int
    numbered: int
    shared: int


def by_sender() -> list[Sender]:
    """Every organisation that reports by code, most first."""
    links = EncodedLink.objects.filter(report=OuterRef("pk"))
    rows = (
        Report.objects.standing()
        .filter(share_level=ENCODED)
        .order_by()
        .annotate(
            sender=Coalesce("organisation__name", "reporter_type"),
            has_number=Exists(links),
            is_shared=Exists(links.exclude(strength=ClusterStrength.ALONE)),
        )
        .values("sender")
        .annotate(
            reports=Count("pk"),
            numbered=Count("pk", filter=Q(has_number=True)),
            shared=Count("pk", filter=Q(is_shared=True)),
        )
        .order_by("-reports", "sender")
    )
    return [Sender(row["sender"], row["reports"], row["numbered"], row["shared"]) for row in rows]


@dataclass(frozen=True)
class Word:
    """What the unit says of a pair of reports that waits for a registrar."""

    proposal: Proposal
    strength: str


def open_proposals(user: Actor) -> list[Word]:
    """Pairs that rest on the unit's word alone, strong ones first; at most `MOST`."""
    rows = Proposal.objects.visible_to(user).open().filter(levels__has_key=TOPIC)
    rows = rows.select_related("low__organisation", "high__organisation").order_by("-score", "pk")
    return [Word(row, str(ClusterStrength(row.levels[TOPIC]).label)) for row in rows[:MOST]]


@dataclass(frozen=True)
class Doubt:
    """Two reports of `person` that the unit no longer holds together."""

    row: ClusterDoubt
    person: Person | None


def open_doubts(user: Actor) -> list[Doubt]:
    """Those that nobody looked at yet, and that still concern one person."""
    doubts = ClusterDoubt.objects.visible_to(user).filter(seen_at=None)
    rows = list(doubts.select_related("low", "high")[:MOST])
    reports = {pk for row in rows for pk in (row.low_id, row.high_id)}
    members = Membership.objects.open().filter(report__in=reports).select_related("person")
    people = {member.report_id: member.person for member in members.defer("reason")}
    return [
        Doubt(row, people.get(row.low_id))
        for row in rows
        if people.get(row.low_id) == people.get(row.high_id)
    ]
