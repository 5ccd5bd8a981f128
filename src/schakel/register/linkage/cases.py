"""The queue of review: open pairs, put together where they hang together, most worth deciding first.

A case is no person. It is what one sitting decides: up to `MOST` reports, so that one mistake cannot chain
strangers; a larger cluster is parted at its weakest pairs, which stand in the queue as cases of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor
from schakel.methods.linkage.linking import REVIEW
from schakel.register.intake.models import Report, ReportPurpose
from schakel.register.linkage.models import Proposal
from schakel.register.linkage.proposals import ProposalQuerySet
from schakel.register.persons.models import Membership

MOST = 8
# More open pairs than anybody reviews in a week; the rest comes when these are decided.
MOST_PAIRS = 2000
SHELTER = "SHELTER"
MINOR_GROUPS = frozenset({"AGE_0_11", "AGE_12_14", "AGE_15_17"})


@dataclass
class Case:
    """Reports that may be about one person, with the pairs between them, the strongest first."""

    reports: list[int] = field(default_factory=list)
    pairs: list[Proposal] = field(default_factory=list)
    worth: float = 0.0
    why: list[str | Promise] = field(default_factory=list)

    @property
    def first(self) -> Proposal:
        return self.pairs[0]


@dataclass(frozen=True)
class Standing:
    """What the queue knows of one report without opening it."""

    person: int | None
    kind: str
    year: int | None
    shelter: bool
    minor: bool


def open_pairs(user: Actor) -> ProposalQuerySet:
    """Pairs that wait for a decision, which `user` may see, strongest first."""
    rows = Proposal.objects.visible_to(user).open().filter(score__gte=REVIEW)
    return rows.select_related("low", "high").order_by("-score", "pk")


def cases(pairs: Sequence[Proposal], standing: Mapping[int, Standing]) -> list[Case]:
    """Every pair in exactly one case, most worth first. `standing`: by primary key of the report."""
    found = _grouped(pairs)
    for case in found:
        case.worth, case.why = worth(case, standing)
    return sorted(found, key=lambda case: (-case.worth, -case.first.score, case.first.pk))


def _grouped(pairs: Iterable[Proposal]) -> list[Case]:
    """Strongest pairs first; one that would make a case too large becomes a case by itself."""
    home: dict[int, Case] = {}
    found: dict[int, Case] = {}
    for pair in sorted(pairs, key=lambda one: (-one.score, one.pk)):
        sides = (pair.low_id, pair.high_id)
        joined = _joined([home[side] for side in sides if side in home], sides)
        if joined is None:
            alone = Case(list(sides), [pair])
            found[id(alone)] = alone
            continue
        merged, gone = joined
        for case in gone:
            found.pop(id(case), None)
        merged.pairs.append(pair)
        merged.pairs.sort(key=lambda one: (-one.score, one.pk))
        found[id(merged)] = merged
        home.update(dict.fromkeys(merged.reports, merged))
    return list(found.values())


def _joined(near: Sequence[Case], sides: Sequence[int]) -> tuple[Case, Sequence[Case]] | None:
    """One case of all that these reports are in, and those it replaces; None where it would be too large."""
    reports = sorted({*sides, *(report for case in near for report in case.reports)})
    if len(reports) > MOST:
        return None
    pairs = {pair.pk: pair for case in near for pair in case.pairs}
    return Case(reports, list(pairs.values())), near


# What makes a decision worth more, by how much, and how it is said.
_SHELTER = (3.0, _("shelter is asked for"))
_MINOR = (1.5, _("a minor"))
_DOUBLE = (1.5, _("counts as two persons in one year"))
_LISTS = (1.2, _("two kinds of reporter"))


def worth(case: Case, standing: Mapping[int, Standing]) -> tuple[float, list[str | Promise]]:
    """How much a decision is worth: how open the question is, times what hangs on it; and in words."""
    known = [standing[pk] for pk in case.reports if pk in standing]
    reasons = []
    if any(one.shelter for one in known):
        reasons.append(_SHELTER)
    if any(one.minor for one in known):
        reasons.append(_MINOR)
    if _counts_double(known):
        reasons.append(_DOUBLE)
    if len({one.kind for one in known}) > 1:
        reasons.append(_LISTS)
    value = max(openness(pair.score) for pair in case.pairs)
    for factor, _words in reasons:
        value *= factor
    return value, [words for _factor, words in reasons]


def openness(score: float) -> float:
    """1 where the model cannot tell, near 0 where it is sure; never nothing, for somebody must decide."""
    return max(0.05, 1 - abs(2 * score - 1))


def _counts_double(known: Iterable[Standing]) -> bool:
    by_year: dict[int, set[int]] = {}
    for one in known:
        if one.person is not None and one.year is not None:
            by_year.setdefault(one.year, set()).add(one.person)
    return any(len(people) > 1 for people in by_year.values())


def standing_of(pairs: Iterable[Proposal]) -> dict[int, Standing]:
    """What the queue needs of all reports of these pairs, in one query."""
    reports = {report for pair in pairs for report in (pair.low_id, pair.high_id)}
    held = Membership.objects.open().filter(report=OuterRef("pk")).values("person")[:1]
    asked = ReportPurpose.objects.filter(report=OuterRef("pk"), purpose=SHELTER)
    rows = Report.objects.filter(pk__in=reports).order_by()
    values = rows.annotate(person=Subquery(held), shelter=Exists(asked)).values_list(
        "pk", "person", "reporter_type", "year", "shelter", F("age_group")
    )
    return {
        pk: Standing(person, kind, year, shelter, group in MINOR_GROUPS)
        for pk, person, kind, year, shelter, group in values
    }


def case_of(pair: Proposal, user: Actor) -> Case:
    """The case in which `pair` is decided: with the open pairs around it; alone where it is settled."""
    found, fresh = {pair.pk: pair}, {pair.low_id, pair.high_id}
    seen: set[int] = set()
    while fresh and len(seen) <= 4 * MOST:
        near = open_pairs(user).about(list(fresh))
        seen |= fresh
        found |= {one.pk: one for one in near}
        fresh = {side for one in near for side in (one.low_id, one.high_id)} - seen
    return next(case for case in _grouped(found.values()) if pair in case.pairs)


def next_after(pair: Proposal, case: Case, user: Actor) -> Proposal | None:
    """What to decide after `pair`: another open pair of the same case, else the first of the queue.

    A pair that waits for a second registrar is still open, and not offered to the first one again.
    """
    rest = open_pairs(user).exclude(pk=pair.pk)
    here = rest.about(case.reports).first()
    if here is not None:
        return here
    pairs = list(rest[:MOST_PAIRS])
    found = cases(pairs, standing_of(pairs))
    return found[0].first if found else None
