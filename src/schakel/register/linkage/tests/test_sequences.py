"""Whatever is joined, split, moved and undone, in whatever order: nothing is lost, and all can be rebuilt.

The register is held against a plain model of a few lines. `make sequences` does a thousand of them.
"""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schakel.foundation.access.actors import SystemActor
from schakel.register.intake.models import Report
from schakel.register.linkage.actions import join, move, second, split, undo
from schakel.register.linkage.choices import DecisionState
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.refusing import RefusedError
from schakel.register.linkage.tests.scene import person, state
from schakel.register.persons.models import Exploitation, Identity, Membership, Person
from schakel.register.persons.queries import counted_reports, states_rebuilt
from schakel.register.persons.tests.people import SHELTER

ONE, OTHER = SystemActor("one"), SystemActor("other")
# In the suite; `--hypothesis-profile=thousand` asks for more.
FEWEST = 30
MANY = settings.default.max_examples
EXAMPLES = MANY if MANY > 100 else FEWEST
WORDS = st.lists(
    st.tuples(
        st.sampled_from(["join", "split", "move", "undo"]), st.integers(0, 99), st.integers(0, 99)
    ),
    min_size=2,
    max_size=7,
)


@dataclass
class Plain:
    """The register as a child would keep it: a slip for each report, and a pile of slips under it."""

    about: dict[int, int]
    piles: dict[int, list[tuple[int, int]]] = field(
        default_factory=dict
    )  # (decision, person before)

    def put(self, decision: Decision, reports: list[int], target: int) -> None:
        for pk in reports:
            self.piles.setdefault(pk, []).append((decision.pk, self.about[pk]))
            self.about[pk] = target

    def may_undo(self, decision: Decision) -> bool:
        """Its slip lies on top of every pile it lies on."""
        return all(
            pile[-1][0] == decision.pk
            for pile in self.piles.values()
            if decision.pk in {number for number, _before in pile}
        )

    def undo(self, decision: Decision) -> None:
        for pk, pile in self.piles.items():
            if pile and pile[-1][0] == decision.pk:
                self.about[pk] = pile.pop()[1]


class Sequence:
    """One random sequence, done to the register and to the plain model alike."""

    def __init__(self) -> None:
        self.plain = Plain(_open())
        self.past: list[tuple[datetime, dict[int, int]]] = []
        self.made: list[tuple[Decision, dict[str, object]]] = []

    def do(self, word: str, one: int, other: int) -> None:
        getattr(self, word)(one, other)
        self.check()

    def join(self, one: int, other: int) -> None:
        people = self._people()
        low, high = sorted((people[one % len(people)], people[other % len(people)]))
        if low == high:
            return
        before, going = state(), self._reports(high)
        decision = join(by=ONE, low=_person(low), high=_person(high), reason="x", overrule=True)
        self._agreed(decision, before, going, low)

    def split(self, one: int, other: int) -> None:
        source = self._people()[one % len(self._people())]
        reports = self._reports(source)
        if len(reports) == 1:
            return
        chosen, before = reports[: 1 + other % (len(reports) - 1)], state()
        rows = list(Report.objects.filter(pk__in=chosen))
        decision = split(by=ONE, person=_person(source), reports=rows, reason="x")
        self._agreed(decision, before, chosen, decision.other_id)

    def move(self, one: int, other: int) -> None:
        pk = sorted(self.plain.about)[one % len(self.plain.about)]
        people = [None, *self._people()]
        target = people[other % len(people)]
        if target == self.plain.about[pk]:
            return
        before, row = state(), Report.objects.get(pk=pk)
        whom = _person(target) if target else None
        try:
            decision = move(by=ONE, report=row, person=whom, reason="x")
        except RefusedError as refused:
            if refused.code != "not_same":
                raise
            return  # parted by hand before: only an undo leads back
        self._agreed(decision, before, [pk], target or decision.other_id)

    def undo(self, one: int, _other: int) -> None:
        standing = [row for row, _before in self.made if _state(row) == DecisionState.EFFECTIVE]
        if not standing:
            return
        chosen = standing[one % len(standing)]
        if self.plain.may_undo(chosen):
            undo(by=OTHER, decision=chosen, reason="x")
            self.plain.undo(chosen)
        else:
            with pytest.raises(RefusedError, match="later"):
                undo(by=OTHER, decision=chosen, reason="x")

    def _agreed(
        self, decision: Decision, before: dict[str, object], reports: list[int], target: int
    ) -> None:
        if decision.state == DecisionState.AWAITS_SECOND:
            assert state() == before  # without effect until the other agrees
            second(by=OTHER, decision=decision, agree=True, reason="")
        self.plain.put(decision, reports, target)
        self.made.append((decision, before))

    def check(self) -> None:
        """The register says what the plain model says, and everything hangs where its report hangs."""
        held = _open()
        assert held == self.plain.about
        self.past.append((timezone.now(), held))
        for model in (Exploitation, Identity):
            assert all(held[pk] == who for pk, who in model.objects.values_list("report", "person"))
        counted = {(who, year) for year, _kind, who in counted_reports()}
        numbers = dict(Person.objects.values_list("pk", "number"))
        assert set(state()["registrations"]) == {(numbers[who], year) for who, year in counted}

    def check_past(self) -> None:
        """What was so at any earlier moment is still told so."""
        for moment, held in self.past:
            assert states_rebuilt(moment) == held

    def take_back_the_last(self) -> None:
        """What was just decided: all is as before, registrations and dossier types included."""
        decision, before = self.made[-1]
        undo(by=OTHER, decision=decision, reason="x")
        self.plain.undo(decision)
        assert state() == before

    def take_everything_back(self) -> None:
        """The newest first."""
        for decision, _before in reversed(self.made):
            if _state(decision) == DecisionState.EFFECTIVE:
                undo(by=OTHER, decision=decision, reason="x")
                self.plain.undo(decision)
                self.check()

    def _people(self) -> list[int]:
        return sorted(set(self.plain.about.values()))

    def _reports(self, who: int) -> list[int]:
        return sorted(pk for pk, held in self.plain.about.items() if held == who)


def _open() -> dict[int, int]:
    """Which report is about whom; fails where a report is about two."""
    pairs = list(Membership.objects.open().values_list("report", "person"))
    assert len(pairs) == len(dict(pairs))
    return dict(pairs)


def _person(pk: int) -> Person:
    return Person.objects.get(pk=pk)


def _state(decision: Decision) -> str:
    return Decision.objects.values_list("state", flat=True).get(pk=decision.pk)


@pytest.fixture
def register_of_seven(db: None) -> None:
    """Four persons with seven reports: shared years, a purpose that changes the dossier, names."""
    person(2023, 2024, days=(1, 10), surname="Zon", given_names="Ada")
    person(2024, 2024, days=(100, 50), purposes=(SHELTER,))
    person(2024, 2025, surname="Maan", given_names="Bo", forms=("LABOUR",))
    person(None)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.generate],
)
@given(words=WORDS)
def test_nothing_is_lost(register_of_seven: None, words: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        start = state()
        sequence = Sequence()
        for word in words:
            made = len(sequence.made)
            sequence.do(*word)
        if len(sequence.made) > made:
            sequence.take_back_the_last()
        sequence.take_everything_back()
        assert state() == start
        sequence.check_past()
        transaction.set_rollback(True)
