"""Measuring linkage: a run over the whole register, a sample to judge, and what its verdicts say."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import Q

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.methods.linkage import clerical
from schakel.methods.linkage.comparison import compare
from schakel.methods.linkage.linking import AUTO, REVIEW, STATISTICS, Links, link
from schakel.methods.linkage.overlaps import Pair, Spread, persons, spread
from schakel.methods.linkage.records import Record
from schakel.register.intake.models import Report
from schakel.register.linkage.choices import ConstraintKind, Verdict
from schakel.register.linkage.modelling import model_in_use, parameters_of
from schakel.register.linkage.models import ClericalPair, Constraint, LinkageRun, LinkRecord
from schakel.register.linkage.standardising import unpack
from schakel.register.persons.models import Membership

THRESHOLDS = (0.10, STATISTICS, 0.60, AUTO)
ALL_YEARS = "all"
# Every tenth pair of the sample is judged twice.
TWICE = 10
# A band needs this many verdicts before its share of true pairs replaces what the model says.
ENOUGH = 20

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Register:
    """What a run compares: reports that count, with their lists, and what people decided of them."""

    pks: list[int]
    records: list[Record]
    lists: list[str]
    years: list[int | None]
    settled: list[Pair]
    apart: list[Pair]
    comparable: int


def load() -> Register:
    """The register as it stands; a report that says nothing to compare stands as somebody by itself."""
    records = LinkRecord.objects.values_list("report", "packed").iterator(chunk_size=5000)
    packed = {pk: bytes(content) for pk, content in records if content}
    rows = Report.objects.standing().order_by("pk").values_list("pk", "reporter_type", "year")
    kept = list(rows.iterator(chunk_size=5000))
    pks = [pk for pk, _kind, _year in kept]
    place = {pk: number for number, pk in enumerate(pks)}
    return Register(
        pks,
        [unpack(pk, packed[pk]) if pk in packed else Record(str(pk)) for pk in pks],
        [kind for _pk, kind, _year in kept],
        [year for _pk, _kind, year in kept],
        _decided(place),
        _parted(place),
        sum(pk in packed for pk in pks),
    )


def _decided(place: Mapping[int, int]) -> list[Pair]:
    """Reports that the register holds to be about one person, as a chain through each person."""
    members: dict[int, list[int]] = {}
    rows = Membership.objects.open().order_by("pk").values_list("person", "report")
    for person, report in rows:
        if report in place:
            members.setdefault(person, []).append(place[report])
    return [pair for found in members.values() for pair in pairwise(sorted(found))]


def _parted(place: Mapping[int, int]) -> list[Pair]:
    rows = Constraint.objects.standing().filter(kind=ConstraintKind.CANNOT_LINK)
    pairs = rows.order_by("pk").values_list("low", "high")
    return [(place[low], place[high]) for low, high in pairs if low in place and high in place]


def measure(*, by: Actor, seed: int | None = None, tell: Tell = lambda _text: None) -> LinkageRun:
    """Link the register by machine, keep the counts and draw a sample to judge. Changes no person.

    `seed` of the sample; None: the number of the run. Raises PermissionDenied.
    """
    require(by, "create", "linkage.LinkageRun")
    register = load()
    tell(f"{register.comparable:,} of {len(register.pks):,} reports can be compared")
    version = model_in_use()
    links = link(register.records, parameters_of(version))
    scores = links.score.tolist()
    tell(f"{len(scores):,} pairs compared")
    with transaction.atomic():
        run = LinkageRun.objects.create(
            by=by.actor_id,
            version=version,
            reports=len(register.pks),
            comparable=register.comparable,
            candidates=len(scores),
            review=sum(REVIEW <= score < AUTO for score in scores),
            automatic=sum(score >= AUTO for score in scores),
            bands=clerical.sizes(scores),
            levels=_levels(register, links),
            persons=_persons(register, links),
            overlaps=_overlaps(register, links),
        )
        drawn = clerical.draw(scores, run.pk if seed is None else seed)
        ClericalPair.objects.bulk_create(
            ClericalPair(
                run=run,
                place=number,
                low_id=register.pks[links.one[one.place]],
                high_id=register.pks[links.other[one.place]],
                score=scores[one.place],
                band=one.band,
                twice=number % TWICE == 0,
            )
            for number, one in enumerate(drawn)
        )
        record(by=by, event=Event.CREATE, object_type="linkage-run", object_id=str(run.pk))
    tell(f"{len(drawn):,} pairs drawn to be judged")
    return run


def _levels(register: Register, links: Links) -> dict[str, int]:
    topics = ("given", "last", "birth", "nationality", "sex")
    counted: Counter[str] = Counter()
    for place in (links.score >= STATISTICS).nonzero()[0]:
        found = compare(*(register.records[side[place]] for side in (links.one, links.other)))
        counted.update(f"{topic}:{getattr(found, topic)}" for topic in topics)
    return dict(sorted(counted.items()))


def _persons(register: Register, links: Links) -> dict[str, int]:
    """Persons at each threshold; what registrars decided stands, and a report that says nothing is one."""
    found = {}
    for threshold in THRESHOLDS:
        there = (links.score > threshold).nonzero()[0]
        alike = zip(links.one[there].tolist(), links.other[there].tolist(), strict=True)
        people = persons(len(register.pks), register.settled, alike, register.apart)
        found[f"{threshold:.2f}"] = int(people.max()) + 1 if len(people) else 0
    return found


def _overlaps(register: Register, links: Links) -> dict[str, list[dict]]:
    """For all years and each year: which lists share how many persons, and what linkage leaves open."""
    shares = calibrated()
    pairs = zip(links.one.tolist(), links.other.tolist(), links.score.tolist(), strict=True)
    scores = {(one, other): score for one, other, score in pairs}
    years = sorted({year for year in register.years if year is not None})
    periods: list[int | str] = [ALL_YEARS, *years]
    return {str(period): _of_period(register, scores, shares, period) for period in periods}


def _of_period(
    register: Register,
    scores: Mapping[Pair, float],
    shares: Mapping[int, float],
    period: int | str,
) -> list[dict]:
    """The reports of one year by themselves, or all; `shares`: of true pairs in bands of scores."""
    places = [place for place, year in enumerate(register.years) if period in (ALL_YEARS, year)]
    new = {old: place for place, old in enumerate(places)}

    def within(pairs: Iterable[Pair]) -> list[Pair]:
        return [(new[one], new[other]) for one, other in pairs if one in new and other in new]

    inside = {
        (new[one], new[other]): score
        for (one, other), score in scores.items()
        if one in new and other in new
    }
    found = spread(
        [register.lists[place] for place in places],
        [pair for pair, score in inside.items() if score > STATISTICS],
        {pair: shares.get(clerical.band_of(score), score) for pair, score in inside.items()},
        settled=within(register.settled),
        apart=within(register.apart),
    )
    return [_told(lists, one) for lists, one in found.items()]


def _told(lists: frozenset[str], one: Spread) -> dict:
    return {"lists": sorted(lists), "count": one.count, "low": one.low, "high": one.high}


def calibrated() -> dict[int, float]:
    """band → share of true pairs in it, from the newest sample that was judged; only bands with enough."""
    judged = _judged(_last_judged())
    told: dict[int, list[bool]] = {}
    for band, same in judged:
        told.setdefault(band, []).append(same)
    return {band: sum(said) / len(said) for band, said in told.items() if len(said) >= ENOUGH}


def _last_judged() -> LinkageRun | None:
    decided = Q(verdict__in=(Verdict.SAME, Verdict.NOT_SAME))
    row = ClericalPair.objects.filter(decided).order_by("-run_id").select_related("run").first()
    return row.run if row else None


def _judged(run: LinkageRun | None) -> list[tuple[int, bool]]:
    """(band, is one person) of the pairs on which a registrar made up their mind."""
    if run is None:
        return []
    rows = run.sample.filter(verdict__in=(Verdict.SAME, Verdict.NOT_SAME))
    return [
        (band, verdict == Verdict.SAME) for band, verdict in rows.values_list("band", "verdict")
    ]


@dataclass(frozen=True)
class Quality:
    """What is known of how good linkage is, today."""

    run: LinkageRun
    judged_run: LinkageRun | None
    measured: list[clerical.Measured]
    sample: int
    judged: int
    unsure: int
    kappa: float | None
    twice: int
    drift_scores: float | None
    drift_levels: float | None

    @property
    def load(self) -> float:
        """Pairs for a person to review, per thousand reports."""
        return 1000 * self.run.review / max(self.run.reports, 1)


def quality() -> Quality | None:
    """The newest run, with what the newest judged sample says; None before the first run."""
    run = LinkageRun.objects.order_by("-pk").select_related("version").first()
    if run is None:
        return None
    before = LinkageRun.objects.filter(pk__lt=run.pk).order_by("-pk").first()
    judged_run = _last_judged()
    rows = list((judged_run or run).sample.values_list("band", "verdict", "second_verdict"))
    twice = [(one, other) for _band, one, other in rows if one and other]
    measured = (
        clerical.measure(judged_run.bands, _judged(judged_run), THRESHOLDS) if judged_run else []
    )
    return Quality(
        run=run,
        judged_run=judged_run,
        measured=measured,
        sample=len(rows),
        judged=sum(bool(verdict) for _band, verdict, _second in rows),
        unsure=sum(verdict == Verdict.UNSURE for _band, verdict, _second in rows),
        kappa=clerical.kappa(twice),
        twice=len(twice),
        drift_scores=_drift(before, run, "bands"),
        drift_levels=_drift(before, run, "levels"),
    )


def run_to_judge() -> LinkageRun | None:
    """The run of which the sample is judged: always the newest."""
    return LinkageRun.objects.order_by("-pk").first()


@dataclass(frozen=True)
class Line:
    """One threshold: what it is for, the persons counted at it, and how good it was found."""

    threshold: float
    persons: int
    found: clerical.Measured | None
    counting: bool


def rows(found: Quality) -> list[Line]:
    """The thresholds of the newest run, lowest first."""
    measured = {one.threshold: one for one in found.measured}
    return [
        Line(
            threshold,
            found.run.persons[f"{threshold:.2f}"],
            measured.get(threshold),
            threshold == STATISTICS,
        )
        for threshold in THRESHOLDS
    ]


def _drift(before: LinkageRun | None, now: LinkageRun, name: str) -> float | None:
    if before is None:
        return None
    counts = [getattr(run, name) for run in (before, now)]
    if name == "bands":
        counts = [{str(band): count for band, count in enumerate(each)} for each in counts]
    return clerical.drift(*counts)


def judge_sampled(*, by: Actor, pair: ClericalPair, verdict: str) -> None:
    """Write down what a registrar says of a pair of the sample. Joins nobody and settles nothing.

    Raises PermissionDenied, and ValueError where there is nothing left for this registrar to say.
    """
    require(by, "change", "linkage.ClericalPair")
    if verdict not in Verdict.values:
        raise ValueError("no such verdict")
    with transaction.atomic():
        open_ones = ClericalPair.objects.select_for_update().to_judge(by.actor_id)
        row = open_ones.filter(pk=pair.pk).first()
        if row is None:
            raise ValueError("judged already")
        ClericalPair.objects.filter(pk=row.pk).update(**row.take(verdict, by.actor_id))
        record(
            by=by,
            event=Event.CHANGE,
            object_type="sampled-pair",
            object_id=f"{row.run_id}-{row.place}",
            data=("verdict",),
        )
