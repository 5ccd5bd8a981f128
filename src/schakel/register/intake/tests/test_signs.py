"""The list of signals: more never lowers the urgency, danger comes first, and nothing is kept unasked."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.audit.models import Entry
from schakel.foundation.terms.queries import known
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.signs.advice import Step, Urgency, advise, urgency_of
from schakel.register.intake.signs.reading import forms, main_form, signs

numbers = st.integers(0, 30)
switches = st.booleans()


@given(numbers, numbers, numbers, numbers, switches, switches)
def test_more_never_lowers_the_urgency(seen, more, serious, worse, danger, escalates) -> None:
    before = urgency_of(seen, min(serious, seen), danger)
    after = urgency_of(seen + more, min(serious, seen) + worse, danger or escalates)
    assert after >= before


@given(st.sets(st.sampled_from(["SEXUAL", "LABOUR", "CRIMINAL"])), numbers, numbers, switches)
def test_danger_is_112_first(found, seen, serious, minor) -> None:
    advice = advise(found, seen, serious, danger=True, minor=minor)
    assert advice.urgency == Urgency.DANGER
    assert advice.steps[0] == Step.EMERGENCY


@given(numbers, numbers, switches)
def test_a_minor_is_reported_to_safe_at_home_before_the_centre(seen, serious, danger) -> None:
    steps = advise(set(), seen, serious, danger=danger, minor=True).steps
    if Step.CENTRE_ASK in steps:
        assert steps.index(Step.SAFE_AT_HOME) < steps.index(Step.CENTRE_ASK)


def test_nothing_seen_is_no_reassurance() -> None:
    assert advise(set(), 0, 0, danger=False, minor=True).steps == (Step.WATCH,)


@pytest.mark.django_db
def test_every_sign_has_a_form_two_languages_and_a_source() -> None:
    codes = [sign.code for sign in signs()]
    assert len(codes) == len(set(codes))
    for sign in signs():
        assert known("exploitation_form", sign.form)
        assert sign.nl
        assert sign.en
        assert bool(sign.source.url) == sign.source.checked


def test_the_form_with_most_signs_is_the_main_one() -> None:
    labour = [sign for sign in signs() if sign.form == "LABOUR"]
    criminal = [sign for sign in signs() if sign.form == "CRIMINAL"]
    assert main_form(labour[:1] + criminal[:2]) == "CRIMINAL"
    assert main_form([]) == ""
    assert forms()[0] == "SEXUAL"


@pytest.fixture
def ticked() -> dict[str, object]:
    return {"labour": ["labour-papers", "labour-hours"], "minor": "on"}


@pytest.mark.django_db
def test_the_advice_keeps_and_logs_nothing(client, ticked) -> None:
    lines = Entry.objects.count()
    page = client.post(reverse("intake:signals"), ticked)
    assert "0800-2000" in page.text
    assert "0800-5151" in page.text
    assert "labour-papers" not in page.request["QUERY_STRING"]
    assert not ReportDraft.objects.exists()
    assert Entry.objects.count() == lines


@pytest.mark.django_db
def test_a_reporter_makes_a_draft_of_it_without_typing(
    client, settings, shelter_worker, ticked
) -> None:
    settings.SCHAKEL_DEMO = True
    client.force_login(shelter_worker)
    asked = client.post(reverse("intake:signals-keep"), ticked)
    assert "paspoort" in asked.text
    assert not ReportDraft.objects.exists()  # coming from a page that knows nobody, it only asks
    answer = client.post(reverse("intake:signals-draft"), ticked)
    draft = ReportDraft.objects.get()
    assert draft.number in answer["Location"]
    assert draft.given()["main_form"] == ["LABOUR"]
    assert "paspoort" in draft.given()["note"][0]


@pytest.mark.django_db
def test_without_signals_or_without_signing_in_there_is_no_draft(
    client, settings, shelter_worker, ticked
) -> None:
    settings.SCHAKEL_DEMO = True
    assert client.post(reverse("intake:signals-draft"), ticked).status_code == 302
    client.force_login(shelter_worker)
    assert client.post(reverse("intake:signals-draft"), {})["Location"] == reverse("intake:signals")
    assert not ReportDraft.objects.exists()


@pytest.mark.django_db
def test_another_site_cannot_keep_a_draft_in_somebodys_name(
    settings, shelter_worker, ticked
) -> None:
    settings.SCHAKEL_DEMO = True
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(shelter_worker)
    assert strict.post(reverse("intake:signals-draft"), ticked).status_code == 403
    assert not ReportDraft.objects.exists()
