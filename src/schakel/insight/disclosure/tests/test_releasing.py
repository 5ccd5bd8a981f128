"""Two officers make a release, sign it, and later withdraw it; what the rules refuse."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.insight.analysis.choices import UNKNOWN_YEAR
from schakel.insight.disclosure import building
from schakel.insight.disclosure.choices import TRANSITIONS, Kind, State
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.making import (
    Wish,
    attack_next,
    build_next,
    discard,
    offer,
    rebuild,
    start,
)
from schakel.insight.disclosure.models import Release, Step, Verdict
from schakel.insight.disclosure.signing import answer_withdrawal, ask_withdrawal, refuse, sign
from schakel.insight.disclosure.tests.scene import SYSTEM, offered, officer, people, published
from schakel.knowledge.figures.models import PublishedCube, PublishedVersion

pytestmark = pytest.mark.django_db
REASON = {"reason_nl": "Verbeterd", "reason_en": "Corrected"}
NOTE = {"note_nl": "Fout gevonden", "note_en": "A mistake was found"}


def wish(register, *periods, kind=Kind.REGULAR, **more):
    return Wish(register.snapshot(), kind, periods, **more)


def test_what_one_made_another_publishes_and_withdraws(register, maker, second):
    release = published(register, maker, second, "2023", "2024")
    version = PublishedVersion.objects.get(release_number=release.number)
    assert sorted(version.cubes.values_list("period", flat=True)) == ["2023", "2024"]
    assert (release.created_by, release.signed_by) == (maker.actor_id, second.actor_id)
    assert not release.periods.exclude(cube=None).exists()
    asked = ask_withdrawal(by=second, release=release, **NOTE)
    with pytest.raises(PermissionDenied):
        answer_withdrawal(by=second, withdrawal=asked, agree=True)
    assert answer_withdrawal(by=maker, withdrawal=asked, agree=True).state == State.WITHDRAWN
    version.refresh_from_db()
    assert version.withdrawal.note_en == NOTE["note_en"]
    told = list(release.steps.values_list("kind", flat=True))
    assert (told[0], told[-3:]) == ("started", ["signed", "withdrawal_asked", "withdrawn"])
    events = set(about("release", release.number).values_list("event", "actor"))
    assert {("release", second.actor_id), ("create", maker.actor_id)} <= events


def test_what_is_published_shows_nothing_from_1_to_4_in_any_unit(register, maker, second):
    published(register, maker, second, "2024")
    cells = building.pq.read_table(
        building.BytesIO(bytes(PublishedCube.objects.get(period="2024").parquet))
    )
    counts = cells["count"].to_pylist()
    assert len(counts) > 500
    assert min(counts) >= 5
    assert set(cells["unit"].to_pylist()) == {"REPORTS", "PERSONS", "NEW_PERSONS"}


def test_a_release_of_fewer_than_a_hundred_records_is_refused(register, maker):
    register.people = people(("2024", 2023), persons=0) + people((2024,), persons=60)
    with pytest.raises(RefusedError, match="100"):
        start(by=maker, wish=wish(register, "2024"))
    assert not Release.objects.exists()
    register.people = people((2023, 2024), persons=60)
    assert start(by=maker, wish=wish(register, "2023", "2024")).periods.count() == 2


def test_only_a_year_that_was_over_at_the_cut_off_and_what_has_no_year(register, maker):
    this_year = timezone.localtime().year
    register.people = people((2024, this_year, None))
    with pytest.raises(RefusedError, match=str(this_year)):
        start(by=maker, wish=wish(register, "2024", str(this_year)))
    assert start(by=maker, wish=wish(register, "2024", UNKNOWN_YEAR)).state == State.DRAFT
    early = register.snapshot(timezone.now().replace(year=2024, month=6, day=1))
    with pytest.raises(RefusedError, match="2024"):
        start(by=maker, wish=Wish(early, Kind.REGULAR, ("2024",)))


def test_a_period_is_published_once_and_then_revised_once_a_year(register, maker, second):
    published(register, maker, second, "2024")
    with pytest.raises(RefusedError, match="2024"):
        start(by=maker, wish=wish(register, "2024"))
    with pytest.raises(RefusedError):  # 2023 was never published: nothing to correct
        start(by=maker, wish=wish(register, "2023", kind=Kind.REVISION, **REASON))
    with pytest.raises(RefusedError):  # no reason
        start(by=maker, wish=wish(register, "2024", kind=Kind.REVISION))
    with pytest.raises(RefusedError, match="0"):  # nothing changed
        start(by=maker, wish=wish(register, "2024", kind=Kind.REVISION, **REASON))
    register.people += people((2024,), persons=120, seed=2)
    revised = published(register, maker, second, "2024", kind=Kind.REVISION, **REASON)
    assert revised.periods.get().changed_records >= 120
    assert PublishedCube.objects.filter(period="2024", revision=True).count() == 1
    register.people += people((2024,), persons=120, seed=3)
    with pytest.raises(RefusedError):
        start(by=maker, wish=wish(register, "2024", kind=Kind.REVISION, **REASON))


def test_a_revision_that_touches_few_records_of_a_period_leaves_it_out(register, maker, second):
    published(register, maker, second, "2023", "2024")
    register.people += people((2024,), persons=120, seed=2) + people((2023,), persons=3, seed=3)
    with pytest.raises(RefusedError, match="2023"):
        start(by=maker, wish=wish(register, "2023", "2024", kind=Kind.REVISION, **REASON))
    start(by=maker, wish=wish(register, "2024", kind=Kind.REVISION, **REASON))


def test_a_withdrawn_period_comes_back_as_a_revision_only(register, maker, second):
    release = published(register, maker, second, "2024")
    asked = ask_withdrawal(by=maker, release=release, **NOTE)
    answer_withdrawal(by=second, withdrawal=asked, agree=True)
    register.people += people((2024,), persons=120, seed=2)
    with pytest.raises(RefusedError):
        start(by=maker, wish=wish(register, "2024"))
    published(register, maker, second, "2024", kind=Kind.REVISION, **REASON)


def test_two_releases_with_one_period_of_which_the_second_signed_is_refused(
    register, maker, second
):
    one, other = (offered(register, maker, "2024") for _number in range(2))
    sign(by=second, release=one, content_hash=one.content_hash)
    with pytest.raises(RefusedError):
        sign(by=second, release=other, content_hash=other.content_hash)
    assert PublishedVersion.objects.count() == 1
    with pytest.raises(RefusedError):  # and twice is once
        sign(by=second, release=one, content_hash=one.content_hash)


def test_what_slips_through_at_the_same_moment_is_refused_by_the_database(
    register, maker, second, monkeypatch
):
    one, other = (offered(register, maker, "2024") for _number in range(2))
    sign(by=second, release=one, content_hash=one.content_hash)
    monkeypatch.setattr("schakel.insight.disclosure.signing.require_allowed", lambda _wish: None)
    with pytest.raises(RefusedError):
        sign(by=second, release=other, content_hash=other.content_hash)
    other.refresh_from_db()
    assert (other.state, PublishedVersion.objects.count()) == (State.OFFERED, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.periods.update(first=True)


def test_nobody_signs_what_they_did_not_see(register, maker, second):
    release = offered(register, maker, "2024")
    with pytest.raises(RefusedError):
        sign(by=second, release=release, content_hash="0" * 64)
    release.periods.update(content_hash="0" * 64)  # somebody at the database
    with pytest.raises(RefusedError):
        sign(by=second, release=release, content_hash=release.content_hash)
    assert not PublishedVersion.objects.exists()


def test_one_failed_verdict_keeps_everybody_from_signing(register, maker, second):
    release = offered(register, maker, "2024")
    Verdict.objects.filter(period__release=release, code="S1").update(measured=1, passed=False)
    with pytest.raises(RefusedError):
        sign(by=second, release=release, content_hash=release.content_hash)
    assert not PublishedVersion.objects.exists()


def test_without_the_attacks_nobody_signs(register, maker, second):
    release = offered(register, maker, "2024")
    Verdict.objects.filter(period__release=release, code="S1").delete()
    with pytest.raises(RefusedError):
        sign(by=second, release=release, content_hash=release.content_hash)


def test_the_attacks_find_a_cube_that_was_not_protected(register, maker, monkeypatch):
    """The verdicts are worth something: exact counts fail, and name a cell."""
    release = start(by=maker, wish=wish(register, "2024"))
    monkeypatch.setattr(building.protecting, "round_small_counts", lambda counts, *_rest: counts)
    monkeypatch.setattr(building, "build", building.build.__wrapped__)
    build_next(by=maker, release=release)
    attack_next(by=maker, release=release)
    failed = Verdict.objects.filter(period__release=release, passed=False)
    assert {"S1", "small"} <= set(failed.values_list("code", flat=True))
    assert "unit=" in failed.get(code="S1").worst_cell
    with pytest.raises(RefusedError):
        offer(by=maker, release=release)


def test_a_refusal_has_a_reason_and_ends_it(register, maker, second):
    release = offered(register, maker, "2024")
    with pytest.raises(RefusedError):
        refuse(by=second, release=release, reason=" ")
    refuse(by=second, release=release, reason="Eerst uitzoeken")
    assert release.steps.filter(kind="refused", note="Eerst uitzoeken").exists()
    with pytest.raises(RefusedError):
        sign(by=second, release=release, content_hash=release.content_hash)


def test_a_command_signs_nothing(register, maker):
    release = offered(register, maker, "2024")
    with pytest.raises(PermissionDenied):
        sign(by=SYSTEM, release=release, content_hash=release.content_hash)


@pytest.mark.parametrize("state", [state for state in State if state != State.OFFERED])
def test_only_what_is_offered_is_signed(maker, second, state):
    signed = {"signed_by": "U-OTHER"} if state in (State.PUBLISHED, State.WITHDRAWN) else {}
    now = timezone.now()
    kind = Kind.TABLE if state == State.SUPERSEDED else Kind.REGULAR
    release = Release.objects.create(
        state=state, kind=kind, cutoff=now, created_at=now, created_by="U-ONE", base=5, **signed
    )
    with pytest.raises(RefusedError):
        sign(by=second, release=release, content_hash="")
    assert (State.PUBLISHED in TRANSITIONS[state]) is False


def test_the_database_keeps_four_eyes_and_the_history(register, maker, second):
    release = offered(register, maker, "2024")
    alone = {"state": State.PUBLISHED, "signed_by": maker.actor_id}
    for change in (alone, {"state": State.PUBLISHED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**change)
    for change in (lambda rows: rows.update(by="U-ELSE"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            change(Step.objects.filter(release=release))
    sign(by=second, release=release, content_hash=release.content_hash)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(signed_by="U-ELSE")


def test_built_again_it_is_the_same_to_the_byte_whatever_the_order(register, maker, monkeypatch):
    monkeypatch.setattr(building, "build", building.build.__wrapped__)
    release = offered(register, maker, "2024")
    assert rebuild(by=maker, period=release.periods.get())
    first = building.build(register.snapshot(), "2024")
    register.people.reverse()
    again = building.build(register.snapshot(), "2024")
    assert (first.cube, first.content_hash) == (again.cube, again.content_hash)
    register.people = people(seed=2)
    monkeypatch.setattr(building, "_reports", lambda _row: building.snapshots.open(other).reports)
    other = register.snapshot().number
    assert not rebuild(by=maker, period=release.periods.get())
    with pytest.raises(RefusedError):
        sign(by=officer("x"), release=release, content_hash=release.content_hash)


def test_a_build_that_is_stopped_leaves_nothing_and_goes_on(register, maker, monkeypatch):
    release = start(by=maker, wish=wish(register, "2023", "2024"))
    build_next(by=maker, release=release)

    def stopped(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as at_the_end:
        at_the_end.setattr("schakel.insight.disclosure.making.note", stopped)
        with pytest.raises(KeyboardInterrupt):
            build_next(by=maker, release=release)
    half = release.periods.get(built_at=None)
    assert (half.period, half.cube, half.losses.count()) == ("2024", None, 0)
    with pytest.raises(RefusedError):
        offer(by=maker, release=release)
    assert build_next(by=maker, release=release)
    assert build_next(by=maker, release=release) is None


def test_a_changed_snapshot_is_not_built_from(register, maker):
    asked = wish(register, "2024")
    release = start(by=maker, wish=asked)
    path = building.snapshots.path_of(asked.snapshot.number) / "reports.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(RefusedError, match=asked.snapshot.number):
        building.periods_in(asked.snapshot)
    assert release.periods.get().built_at is None


class TestOnePerson(TestCase):
    """Whatever somebody does, in whatever order and with whatever roles: alone, nothing gets out."""

    @classmethod
    def setUpTestData(cls):
        cls.alone = officer("alone", Role.ANALYST, Role.ADMINISTRATOR)
        now = timezone.now()
        cls.release = Release.objects.create(
            cutoff=now, created_at=now, created_by=cls.alone.actor_id, base=5, content_hash="f" * 64
        )
        cls.release.periods.create(
            period="2024", records=400, built_at=now, attacked_at=now, content_hash="e" * 64
        )

    @given(
        st.lists(st.sampled_from(("offer", "sign", "refuse", "withdraw", "discard")), max_size=6)
    )
    @settings(max_examples=30)
    def test_no_order_of_actions_publishes(self, doings):
        for doing in doings:
            try:
                with transaction.atomic():
                    self._do(doing)
            except (PermissionDenied, RefusedError):
                continue
        self.release.refresh_from_db()
        assert self.release.state not in (State.PUBLISHED, State.WITHDRAWN)
        assert not PublishedVersion.objects.exists()

    def _do(self, doing):
        by, release = self.alone, self.release
        if doing == "offer":
            offer(by=by, release=release)
        elif doing == "sign":
            sign(by=by, release=release, content_hash=release.content_hash)
        elif doing == "refuse":
            refuse(by=by, release=release, reason="Nee")
        elif doing == "withdraw":
            asked = ask_withdrawal(by=by, release=release, **NOTE)
            answer_withdrawal(by=by, withdrawal=asked, agree=True)
        else:
            discard(by=by, release=release)
