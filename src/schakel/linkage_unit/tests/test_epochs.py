"""A new epoch is a new key; numbers go on, codes go away, and two epochs are never compared."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from schakel.foundation.audit.models import Entry
from schakel.linkage_unit.choices import Strength
from schakel.linkage_unit.epochs import calibrate, delete_codes
from schakel.linkage_unit.linking import link
from schakel.linkage_unit.models import ClusterMember, CodeMessage, CodePair, Epoch
from schakel.linkage_unit.operators import OPERATOR
from schakel.linkage_unit.queries import shares, wants_calibration
from schakel.linkage_unit.tests.conftest import an_epoch
from schakel.linkage_unit.tests.senders import (
    ANNA,
    ANNA_AGAIN,
    BINTU,
    CARE,
    POLICE,
    Unit,
    message,
)

pytestmark = pytest.mark.django_db
NEW_KEY = b"n" * 32


def end(epoch: Epoch) -> None:
    """Its last day was yesterday."""
    Epoch.objects.filter(pk=epoch.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    epoch.refresh_from_db()


def numbers(epoch: Epoch) -> dict[str, str]:
    return {row.local_ref: row.cluster_no for row in ClusterMember.objects.filter(epoch=epoch)}


@pytest.fixture
def two_years(unit: Unit, epoch: Epoch) -> Epoch:
    """2026 is linked and over; in 2027 only Care has encoded anew. Returns 2027."""
    unit.send(CARE, message(CARE, {"Z-1": ANNA, "Z-2": BINTU}))
    unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN}))
    link(by=OPERATOR, epoch=epoch)
    end(epoch)
    later = an_epoch("2027", starts=0)
    renewed = {"Z-1": ANNA, "Z-2": BINTU}
    body = message(CARE, renewed, epoch="2027", key="a" * 16, with_key=NEW_KEY)
    assert unit.send(CARE, body).json()["new"] == 2
    link(by=OPERATOR, epoch=later)
    return later


def test_numbers_go_on_in_the_next_epoch(two_years: Epoch, epoch: Epoch) -> None:
    before, now = numbers(epoch), numbers(two_years)
    assert now == {"Z-1": before["Z-1"], "Z-2": before["Z-2"]}
    assert before["P-9"] == before["Z-1"]
    # By itself no code of 2027 is like one of 2026: the police's report is not among them.
    assert set(
        ClusterMember.objects.filter(epoch=two_years).values_list("strength", flat=True)
    ) == {Strength.ALONE}


def test_codes_of_two_epochs_are_never_compared(two_years: Epoch, epoch: Epoch) -> None:
    pairs = CodePair.objects.values_list("low__epoch__name", "high__epoch__name")
    assert set(pairs) == {("2026", "2026")}


def test_it_is_known_who_still_has_to_encode_anew(two_years: Epoch) -> None:
    missing = {one.partner.source: (one.codes, one.missing) for one in shares(two_years)}
    assert missing == {CARE: (2, 0), POLICE: (0, 1)}


def test_codes_go_with_proof_and_numbers_stay(two_years: Epoch, epoch: Epoch, unit: Unit) -> None:
    before = numbers(epoch)
    proof = delete_codes(by=OPERATOR, epoch=epoch)
    assert (proof.messages, proof.pairs, proof.left) == (3, 1, 0)
    assert not CodeMessage.objects.filter(epoch=epoch).exists()
    assert CodeMessage.objects.filter(epoch=two_years).count() == 2
    assert numbers(epoch) == before
    line = Entry.objects.get(sequence=proof.line)
    assert f"sha256:{proof.digest}" in line.data
    assert "messages:3" in line.data
    assert delete_codes(by=OPERATOR, epoch=epoch) == proof
    late = unit.send(CARE, message(CARE, {"Z-3": ANNA}))
    assert late.status_code == 409


def test_an_epoch_that_takes_codes_keeps_them(unit: Unit, epoch: Epoch) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA}))
    with pytest.raises(ValidationError):
        delete_codes(by=OPERATOR, epoch=epoch)
    call_command("carry_out_retention", "--yes", stdout=StringIO())
    assert CodeMessage.objects.count() == 1


def test_forgotten_codes_go_by_themselves_a_month_later(two_years: Epoch, epoch: Epoch) -> None:
    Epoch.objects.filter(pk=epoch.pk).update(closes_on=timezone.localdate() - timedelta(days=40))
    call_command("carry_out_retention", "--yes", stdout=StringIO())
    assert not CodeMessage.objects.filter(epoch=epoch).exists()
    assert CodeMessage.objects.filter(epoch=two_years).exists()


def test_a_stopped_run_goes_on_where_it_stopped(
    unit: Unit, epoch: Epoch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between two batches, it finds what one run finds."""
    unit.send(CARE, message(CARE, {"Z-1": ANNA, "Z-2": BINTU}))
    unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN}))
    monkeypatch.setattr("schakel.linkage_unit.linking.BATCH", 1)
    killed = iter([False, True])

    def alive(*given: object) -> object:
        if next(killed, False):
            raise KeyboardInterrupt
        return original(*given)

    original = link.__globals__["_compare"]
    monkeypatch.setitem(link.__globals__, "_compare", alive)
    with pytest.raises(KeyboardInterrupt):
        link(by=OPERATOR, epoch=epoch)
    assert CodeMessage.objects.filter(linked_at=None).count() == 2
    monkeypatch.setitem(link.__globals__, "_compare", original)
    run = link(by=OPERATOR, epoch=epoch)
    assert (run.compared, CodePair.objects.count()) == (2, 1)
    found = numbers(epoch)
    assert found["Z-1"] == found["P-9"] != found["Z-2"]


def test_a_cluster_that_falls_apart_keeps_its_number_with_the_larger_part(
    unit: Unit, epoch: Epoch
) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA, "Z-2": ANNA_AGAIN}))
    unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN}))
    link(by=OPERATOR, epoch=epoch)
    before = numbers(epoch)
    assert len(set(before.values())) == 1
    unit.send(POLICE, message(POLICE, {"P-9": BINTU}))  # corrected by the police
    link(by=OPERATOR, epoch=epoch)
    now = numbers(epoch)
    assert now["Z-1"] == now["Z-2"] == before["Z-1"] != now["P-9"]


def test_a_higher_threshold_takes_weak_pairs_apart(unit: Unit, epoch: Epoch) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA}))
    unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN}))
    link(by=OPERATOR, epoch=epoch)
    likeness = CodePair.objects.get().likeness
    calibrate(by=OPERATOR, epoch=epoch, threshold=min(1, likeness + 0.01))
    link(by=OPERATOR, epoch=epoch)
    found = numbers(epoch)
    assert found["Z-1"] != found["P-9"]


def test_twice_as_many_codes_ask_for_a_new_threshold(unit: Unit, epoch: Epoch) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA}))
    link(by=OPERATOR, epoch=epoch)
    epoch.refresh_from_db()
    assert not wants_calibration(epoch)
    unit.send(CARE, message(CARE, {"Z-2": BINTU}))
    told = StringIO()
    call_command("unit_link", stdout=told)
    assert wants_calibration(epoch)
    assert "calibrate 2026" in told.getvalue()
