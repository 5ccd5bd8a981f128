"""A report under way: kept for its writer alone, complete in any order of pages, sent once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.drafting import PERIOD, discard_draft, save_answers, start_draft
from schakel.register.intake.models import Report, ReportDraft
from schakel.register.intake.steps import STEPS
from schakel.register.intake.tests.browsing import filled, send, write

pytestmark = pytest.mark.django_db
BSN = "123456782"


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True


@pytest.fixture
def as_officer(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def as_shelter(client, shelter_worker):
    client.force_login(shelter_worker)
    return client


def page(draft, name="check"):
    if name in {step.slug for step in STEPS}:
        return reverse("intake:draft", args=[draft.number, name])
    return reverse(f"intake:draft-{name}", args=[draft.number])


def begun(client, **answers):
    address = reverse("intake:new")
    client.post(address, filled(client, address, **{"reporter_reference": "K-9", **answers}))
    return ReportDraft.objects.latest("pk")


def test_the_police_never_see_the_question_of_consent_for_registration(as_officer):
    draft = begun(as_officer)
    for step in STEPS:
        form = as_officer.get(page(draft, step.slug)).context["form"]
        assert "consent" not in form.fields
    assert len(STEPS) <= 5


def test_asking_for_shelter_asks_the_police_for_consent_first(as_officer):
    draft = begun(as_officer)
    address = page(draft, "purpose")
    values = filled(as_officer, address, purposes=["REGISTRATION", "SHELTER"])
    assert as_officer.post(address, values)["Location"] == address
    shown = as_officer.get(address)
    assert "consent" in shown.context["form"].fields
    assert "omdat wij gegevens doorgeven" in shown.content.decode()
    values = filled(as_officer, address, consent="CONSENT_VICTIM")
    assert as_officer.post(address, values)["Location"] == page(draft, "person")
    as_officer.post(page(draft, "send"))
    bases = {p.purpose: p.legal_basis for p in Report.objects.get().purposes.all()}
    assert bases == {"REGISTRATION": "BPG_4_2", "SHELTER": "CONSENT_VICTIM"}


def test_a_name_does_not_outlive_the_consent_for_it(as_shelter):
    write(
        as_shelter,
        reporter_reference="K-9",
        consent="CONSENT_VICTIM",
        surname="Zonnebloem",
        date_of_birth_0="28",
        date_of_birth_1="2",
        date_of_birth_2="2001",
    )
    draft = ReportDraft.objects.get()
    address = page(draft, "purpose")
    as_shelter.post(address, filled(as_shelter, address, consent=""))
    draft.refresh_from_db()
    assert "Zonnebloem" not in draft.answers
    assert draft.given()["year_of_birth"] == ["2001"]
    as_shelter.post(page(draft, "send"))
    assert Report.objects.get().share_level == "NONE"


def test_each_page_says_how_far_it_is(as_officer):
    draft = begun(as_officer)
    for place, step in enumerate(STEPS, 1):
        content = as_officer.get(page(draft, step.slug)).content.decode()
        assert f"{place} van 5" in content


def test_back_keeps_even_what_is_not_right_yet_and_the_check_names_it(as_officer):
    draft = begun(as_officer)
    address = page(draft, "person")
    values = filled(as_officer, address, age="300", surname="Zonnebloem")
    assert as_officer.post(address, values).status_code == 200
    answer = as_officer.post(address, {**values, "to": "back"})
    assert answer["Location"] == page(draft, "purpose")
    assert filled(as_officer, address)["age"] == "300"
    check = as_officer.get(page(draft))
    assert not check.context["ready"]
    assert f"{address}?from=check" in check.content.decode()
    assert as_officer.post(page(draft, "send"))["Location"] == page(draft)
    assert not Report.objects.exists()


def test_a_change_from_the_check_leads_back_to_it(as_officer):
    address = write(as_officer, reporter_reference="K-9")
    draft = ReportDraft.objects.get()
    change = f"{page(draft, 'exploitation')}?from=check"
    shown = as_officer.get(address).content.decode()
    assert change in shown
    assert 'value="check"' in as_officer.get(change).content.decode()
    values = filled(as_officer, change, main_form="LABOUR", to="check")
    answer = as_officer.post(change, {**values, "to": "check"})
    assert answer["Location"] == address
    assert "LABOUR" in ReportDraft.objects.get().answers


def test_the_browsers_back_button_leads_to_the_receipt(as_officer):
    address = reverse("intake:new")
    first_page = filled(as_officer, address, reporter_reference="K-9")
    as_officer.post(address, first_page)
    draft = ReportDraft.objects.get()
    receipt = as_officer.post(page(draft, "send"))["Location"]
    draft.refresh_from_db()
    assert draft.answers == ""
    for old in (page(draft), *(page(draft, step.slug) for step in STEPS)):
        assert as_officer.get(old)["Location"] == receipt
    for name in ("send", "discard", "person"):
        assert as_officer.post(page(draft, name))["Location"] == receipt
    assert as_officer.post(address, first_page)["Location"] == receipt
    assert Report.objects.count() == 1


def test_the_first_page_sent_twice_is_one_draft(as_officer):
    address = reverse("intake:new")
    values = filled(as_officer, address, reporter_reference="K-9")
    first = as_officer.post(address, values)
    assert as_officer.post(address, values)["Location"] == first["Location"]
    assert ReportDraft.objects.count() == 1


def test_drafts_stand_in_the_list_of_their_writer_and_go_on_where_they_were(as_officer, officer):
    draft = begun(as_officer)
    address = page(draft, "exploitation")
    answer = as_officer.post(address, {**filled(as_officer, address), "to": "stop"})
    assert answer["Location"] == reverse("intake:own")
    for name in ("intake:own", "intake:new"):
        content = as_officer.get(reverse(name)).content.decode()
        assert address in content
        assert "K-9" in content
    as_officer.post(page(draft, "discard"))
    assert not ReportDraft.objects.exists()
    assert as_officer.get(address).status_code == 404
    events = about("draft", draft.number).values_list("event", flat=True)
    assert list(events) == [Event.DELETE, Event.CHANGE, Event.CREATE]


def test_a_draft_of_somebody_else_does_not_exist(as_officer, new_user, police, registrar, client):
    draft = begun(as_officer)
    for other in (new_user(police, Role.REPORTER), registrar):
        client.force_login(other)
        for step in STEPS:
            assert client.get(page(draft, step.slug)).status_code == 404
            assert client.post(page(draft, step.slug), {}).status_code == 404
        assert client.get(page(draft)).status_code == 404
        assert client.post(page(draft, "send")).status_code == 404
        assert client.post(page(draft, "discard")).status_code == 404
        assert draft.number not in client.get(reverse("intake:own")).content.decode()
        with pytest.raises(PermissionDenied):
            discard_draft(by=other, draft=draft)
    assert ReportDraft.objects.filter(pk=draft.pk, sent_as=None).exists()


def test_who_may_no_longer_report_finds_no_draft_either(as_officer, officer):
    draft = begun(as_officer)
    Mandate.objects.filter(user=officer).update(role=Role.ANALYST)
    assert as_officer.get(page(draft)).status_code == 403
    with pytest.raises(PermissionDenied):
        save_answers(
            by=type(officer).objects.get(pk=officer.pk),
            draft=draft,
            organisation=draft.organisation,
            answers={},
            step="report",
        )


def test_nothing_of_a_draft_stands_in_the_database_in_clear(as_officer):
    write(as_officer, reporter_reference="REF-77", surname="Zonnebloem", note="Geheime toelichting")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_reportdraft")
        stored = repr(cursor.fetchall())
    for secret in ("REF-77", "Zonnebloem", "Geheime"):
        assert secret not in stored
    line = about("draft", ReportDraft.objects.get().number).last()
    assert "Zonnebloem" not in repr(vars(line))


@pytest.mark.parametrize("wish", ["next", "back", "stop", "check"])
@pytest.mark.parametrize("name", ["surname", "note", "age", "reporter_reference"])
def test_a_bsn_is_not_kept_in_a_draft_whatever_button_is_pressed(as_officer, name, wish):
    draft = begun(as_officer)
    step = next(step for step in STEPS if name in step.questions)
    values = filled(as_officer, page(draft, step.slug), **{name: f"{BSN}"})
    answer = as_officer.post(page(draft, step.slug), {**values, "to": wish})
    assert answer.status_code == 200
    assert name in answer.context["form"].errors
    draft.refresh_from_db()
    assert BSN not in draft.answers


def test_an_action_refuses_a_bsn_too(officer, police):
    with pytest.raises(ValidationError):
        start_draft(
            by=officer,
            organisation=police,
            token="0" * 32,
            answers={"note": [f"bsn {BSN}"]},
            step="report",
        )
    assert not ReportDraft.objects.exists()


def test_a_telephone_number_is_asked_about_and_sent_all_the_same(as_officer):
    address = write(as_officer, reporter_reference="K-9", note="bel 06-12345678 of a@example.org")
    content = as_officer.get(address).content.decode()
    assert "Er lijkt een telefoonnummer te staan bij “Toelichting”. Klopt dat?" in content
    assert "Er lijkt een e-mailadres te staan bij “Toelichting”. Klopt dat?" in content
    as_officer.post(address.replace("/check/", "/send/"))
    assert Report.objects.get().identity.note.startswith("bel")


def test_old_drafts_are_gone_at_once_and_deleted_by_the_command(as_officer, officer, police):
    kept = begun(as_officer)
    old = begun(as_officer, reporter_reference="OLD")
    send(as_officer, reporter_reference="SENT")
    past = timezone.now() - timedelta(seconds=1)
    assert kept.expires_at - kept.updated_at == PERIOD == timedelta(days=14)
    ReportDraft.objects.exclude(pk=kept.pk).update(expires_at=past)
    assert as_officer.get(page(old)).status_code == 404
    assert old.number not in as_officer.get(reverse("intake:own")).content.decode()
    for expected in ("1 drafts deleted, 1 traces", "0 drafts deleted, 0 traces"):
        out = StringIO()
        call_command("delete_old_drafts", stdout=out)
        assert expected in out.getvalue()
    assert list(ReportDraft.objects.all()) == [kept]
    assert Report.objects.count() == 1
    assert about("draft", old.number).first().event == Event.DELETE


def test_a_change_counts_the_period_anew(as_officer):
    draft = begun(as_officer)
    nearly = timezone.now() + timedelta(hours=1)
    ReportDraft.objects.update(expires_at=nearly)
    address = page(draft, "procedures")
    as_officer.post(address, filled(as_officer, address))
    draft.refresh_from_db()
    assert draft.expires_at > nearly + timedelta(days=13)


def test_a_draft_thrown_away_elsewhere_is_not_saved(as_officer, officer):
    draft = begun(as_officer)
    discard_draft(by=officer, draft=ReportDraft.objects.get(pk=draft.pk))
    with pytest.raises(NotPossibleError):
        save_answers(
            by=officer, draft=draft, organisation=draft.organisation, answers={}, step="report"
        )


def test_the_pages_cost_a_bounded_number_of_queries(as_officer, django_assert_max_num_queries):
    for n in range(12):
        draft = begun(as_officer, reporter_reference=f"K-{n}")
    as_officer.get(page(draft))
    with django_assert_max_num_queries(14):
        as_officer.get(reverse("intake:own"))
    with django_assert_max_num_queries(16):
        as_officer.get(page(draft))
    for step in STEPS:
        with django_assert_max_num_queries(14):
            as_officer.get(page(draft, step.slug))
