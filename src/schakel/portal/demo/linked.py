"""The demo's linkage: measured, with a sample that two registrars judged, and second looks to give."""

from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import User
from schakel.methods.linkage.linking import AUTO, REVIEW, STATISTICS
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.drawing import is_drawn
from schakel.register.linkage.judging import judge
from schakel.register.linkage.measuring import measure
from schakel.register.linkage.models import ClericalPair, Proposal
from schakel.register.persons.models import Membership

# What is left for whoever tries the demo.
TO_JUDGE = 12
# Every so many answers somebody could not tell, or the second registrar saw it otherwise.
UNSURE, OTHERWISE = 23, 41


def measure_linkage(*, by: Actor, first: User, second: User) -> None:
    """As after a morning of judging: nearly all of the sample has an answer, a tenth of it two."""
    run = measure(by=by, seed=1)
    pairs = list(ClericalPair.objects.filter(run=run).order_by("place"))
    judged = pairs[: max(0, len(pairs) - TO_JUDGE)]
    people = _people(judged)
    now = timezone.now()
    for number, pair in enumerate(judged, start=1):
        verdict = _verdict(pair, people)
        pair.verdict = Verdict.UNSURE if number % UNSURE == 0 else verdict
        pair.judged_by, pair.judged_at = first.actor_id, now
        if pair.twice:
            otherwise = number % OTHERWISE == 0
            pair.second_verdict = _other(verdict) if otherwise else pair.verdict
            pair.second_by, pair.second_at = second.actor_id, now
    columns = ["verdict", "judged_by", "judged_at", "second_verdict", "second_by", "second_at"]
    ClericalPair.objects.bulk_update(judged, columns, batch_size=100)


def decide_some(*, first: User, second: User) -> None:
    """Verdicts drawn for a blind second look: two for the first registrar to give, one for the second."""
    weak = Proposal.objects.open().filter(score__range=(REVIEW, STATISTICS))
    drawn = (one for one in weak.select_related("low", "high").order_by("score") if is_drawn(one))
    for by, proposal in zip((second, second, first), drawn, strict=False):
        judge(by=by, proposal=proposal, verdict=Verdict.NOT_SAME)


def _people(pairs: list[ClericalPair]) -> dict[int, int]:
    reports = {report for pair in pairs for report in (pair.low_id, pair.high_id)}
    return dict(
        Membership.objects.open().filter(report__in=reports).values_list("report", "person")
    )


def _verdict(pair: ClericalPair, people: dict[int, int]) -> Verdict:
    """One person where the invention says so; it registered a few of its people twice."""
    known = people.get(pair.low_id)
    same = known is not None and known == people.get(pair.high_id)
    return Verdict.SAME if same or pair.score >= AUTO else Verdict.NOT_SAME


def _other(verdict: Verdict) -> Verdict:
    return Verdict.NOT_SAME if verdict == Verdict.SAME else Verdict.SAME
