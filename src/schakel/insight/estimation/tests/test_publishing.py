"""Out of the house: protected, offered by one, signed by another, fixed, and withdrawn with a note."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override

from schakel.foundation.accounts.choices import Role
from schakel.insight.disclosure.tests.scene import officer
from schakel.insight.estimation import protecting, signing
from schakel.insight.estimation.choices import State
from schakel.insight.estimation.demo import table
from schakel.insight.estimation.faults import RefusedError
from schakel.insight.estimation.models import Run
from schakel.insight.estimation.queries import waiting
from schakel.insight.estimation.tests.scene import ANALYST_OF_TESTS, SPARSE, WORDS, begun, finished
from schakel.knowledge.unseen.models import PublishedEstimate
from schakel.knowledge.unseen.queries import present
from schakel.methods.estimation.reading import records_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_factor(settings):
    settings.SCHAKEL_DEMO = True


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_one_offers_another_signs_everybody_reads_and_it_can_be_withdrawn(client):
    maker, signer = officer("maker", Role.ANALYST), officer("signer")
    run = finished(by=maker)
    page = reverse("estimation:run", args=[run.number])
    client.force_login(maker)
    address = reverse("estimation:offer", args=[run.number])
    assert client.post(address, {**WORDS, "title_en": ""}).status_code == 422
    for _twice in range(2):
        assert client.post(address, WORDS).status_code == 302
    assert Run.objects.get().state == State.OFFERED
    # Whoever made or offered it cannot sign it.
    assert client.post(reverse("estimation:answer", args=[run.number])).status_code == 404
    with pytest.raises(PermissionDenied):
        signing.sign(by=ANALYST_OF_TESTS, run=run)
    assert waiting(signer)[0]["count"] == 1
    client.force_login(signer)
    assert "People on four lists." in client.get(page).content.decode()
    answer = reverse("estimation:answer", args=[run.number])
    assert client.post(answer, {"answer": "refuse"}).status_code == 422
    client.post(answer, {"answer": "sign"})
    client.logout()
    public = client.get(reverse("unseen:page")).content.decode()
    # Three digits, and by year beside what others found.
    assert "14,300" in public
    assert "Four lists" in public
    assert "6,250" in public
    row = PublishedEstimate.objects.get()
    assert run.sha256 not in str(row.content), "the true counts could be tried until it fits"
    for change in (row.delete, lambda: PublishedEstimate.objects.update(digest="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    client.force_login(signer)
    gone = reverse("estimation:withdraw", args=[run.number])
    assert client.post(gone, {"nl": "Fout."}).status_code == 422
    client.post(gone, {"nl": "Fout.", "en": "Wrong lists."})
    assert present() is None
    client.logout()
    public = client.get(reverse("unseen:page")).content.decode()
    assert "Wrong lists." in public
    assert "14,300" not in public
    assert client.get(reverse("unseen:data", args=[run.number])).status_code == 404


def test_a_refusal_goes_back_with_its_reason(client):
    maker, signer = officer("maker", Role.ANALYST), officer("signer")
    run = signing.offer(by=maker, run=finished(by=maker), words=WORDS)
    client.force_login(signer)
    for _twice in range(2):
        answer = {"answer": "refuse", "reason": "Which years?"}
        client.post(reverse("estimation:answer", args=[run.number]), answer)
    client.force_login(maker)
    page = client.get(reverse("estimation:run", args=[run.number])).content.decode()
    assert "Which years?" in page
    assert not PublishedEstimate.objects.exists()


def test_what_carries_no_number_cannot_be_offered():
    run = finished(SPARSE)
    with pytest.raises(RefusedError, match="cannot carry"):
        signing.offer(by=ANALYST_OF_TESTS, run=run, words=WORDS)


def test_no_small_number_leaves_and_totals_are_sums():
    """The six Dutch lists have combinations of one, two and four people."""
    run = begun(table())
    run.plan = {"treatments": [], "traits": []}
    found = protecting.protected(run)
    numbers = list(found.values())
    true = {cell: people for cell, _codes, people in records_in(table(), "six").rows}
    assert any(0 < people < 5 for people in true.values())
    assert not any(0 < people < 5 for people in numbers)
    assert abs(sum(numbers) - 8_234) <= 5
    for one in range(6):
        for two in range(one):
            both = [n for cell, n in found.items() if cell >> one & 1 and cell >> two & 1]
            assert not 0 < sum(both) < 5
    assert all(found[cell] == people for cell, people in true.items() if people >= 5)
