"""On which ground data may be shared: the rule table, what it answers, and how it changes."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.foundation.terms.queries import codes
from schakel.register.intake import legal, reference
from schakel.register.intake.actions import receive
from schakel.register.intake.data import PurposeData, ReportData
from schakel.register.intake.grounds import AgeBand, LegalRule
from schakel.register.intake.legal_changes import (
    EndedBeforeError,
    StaysOpenError,
    add_rule,
    end_rule,
)
from schakel.register.intake.queries import facts

TODAY = date(2026, 3, 2)
STATUTORY = {"POLICE": "BPG_4_2", "KMAR": "BPG_4_2", "NLA": "BPG_BOD_2_2"}
ages = st.none() | st.integers(0, 120)
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@pytest.fixture(autouse=True)
def rules_of_this_test() -> Iterator[None]:
    """What one test changed in the table is undone; so must be what the process remembers of it."""
    legal.forget()
    yield
    legal.forget()


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SCHAKEL_DEMO = True  # the second factor has its own tests, in accounts


@pytest.fixture
def administrator(new_user: Callable[..., User]) -> User:
    return new_user(Organisation.objects.create(name="Het centrum"), Role.ADMINISTRATOR)


def codes_of(kind: str, purpose: str, age: int | None, on: date = TODAY) -> list[str]:
    return [ground.legal_basis for ground in legal.decide(kind, purpose, age, on)]


def new_rule(**given: object) -> LegalRule:
    values = {
        "reporter_type": "SHELTER",
        "purpose": "SHELTER",
        "age_group": AgeBand.ANY,
        "legal_basis": "LEGITIMATE_INTEREST",
        "citation_nl": "Te bevestigen door de jurist van het centrum.",
        "citation_en": "To be confirmed by the centre's lawyer.",
        "valid_from": TODAY,
        **given,
    }
    return LegalRule(**values)


class EverybodyHasAGroundTests(TestCase):
    """For every kind of reporter, purpose, age and day."""

    def setUp(self) -> None:
        legal.forget()

    @examples(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data(), age=ages, on=days)
    def test_there_is_always_a_way(self, data: st.DataObject, age: int | None, on: date) -> None:
        kind = data.draw(st.sampled_from(codes("reporter_type")))
        purpose = data.draw(st.sampled_from(codes("purpose")))
        grounds = legal.decide(kind, purpose, age, on)
        found = {ground.legal_basis: ground for ground in grounds}
        assert found
        assert len(found) == len(grounds), "each ground once"
        assert all(ground.citation for ground in grounds)
        assert legal.NO_IDENTITY in found
        statutory = STATUTORY.get(kind) if purpose == legal.REGISTRATION else None
        assert {code for code in STATUTORY.values() if code in found} == {statutory} - {None}
        if statutory:
            assert grounds[0].legal_basis == statutory
            assert not grounds[0].needs_document
        else:
            assert all(
                one.needs_document == (one.legal_basis != legal.NO_IDENTITY) for one in grounds
            )
        signers = set(found) & legal.CONSENT
        assert (
            signers
            == {
                AgeBand.FROM_16: {legal.CONSENT_VICTIM},
                AgeBand.UNDER_16: {legal.CONSENT_PARENT},
                AgeBand.UNKNOWN: {legal.CONSENT_VICTIM, legal.CONSENT_PARENT},
            }[AgeBand.of(age)]
        )

    @examples(max_examples=100, deadline=None)
    @given(data=st.data(), age=ages, consent=st.booleans())
    def test_the_proposal_is_one_of_the_grounds(
        self, data: st.DataObject, age: int | None, consent: bool
    ) -> None:
        kind = data.draw(st.sampled_from(codes("reporter_type")))
        purpose = data.draw(st.sampled_from(codes("purpose")))
        basis = legal.proposed_basis(kind, purpose, consent=consent, age=age, on=TODAY)
        assert basis in codes_of(kind, purpose, age)
        if not consent and not (kind in STATUTORY and purpose == legal.REGISTRATION):
            assert basis == legal.NO_IDENTITY


@pytest.mark.django_db
def test_a_new_rule_is_offered_from_its_first_day_and_ends(administrator: User) -> None:
    today = timezone.localdate()
    rule = add_rule(by=administrator, rule=new_rule(valid_from=today))
    yesterday, week = today - timedelta(days=1), today + timedelta(days=7)
    assert "LEGITIMATE_INTEREST" not in codes_of("SHELTER", "SHELTER", 30, yesterday)
    assert "LEGITIMATE_INTEREST" in codes_of("SHELTER", "SHELTER", 30, today)
    assert "LEGITIMATE_INTEREST" not in codes_of("LAWYER", "SHELTER", 30, today)
    end_rule(by=administrator, rule=rule, on=week)
    assert "LEGITIMATE_INTEREST" in codes_of("SHELTER", "SHELTER", 30, week - timedelta(days=1))
    assert "LEGITIMATE_INTEREST" not in codes_of("SHELTER", "SHELTER", 30, week)
    lines = about("legal_rule", str(rule.pk))
    assert [line.event for line in lines] == [Event.CHANGE, Event.CREATE]


@pytest.mark.django_db
def test_an_ended_rule_still_explains_the_reports_made_under_it(
    administrator: User, shelter: Organisation, shelter_worker: User
) -> None:
    today = timezone.localdate()
    rule = add_rule(
        by=administrator, rule=new_rule(purpose="REGISTRATION", citation_nl="Besluit 12.")
    )
    data = ReportData(
        reporter_type="SHELTER",
        reporter_reference="A-1",
        purposes=(PurposeData("REGISTRATION", "LEGITIMATE_INTEREST"),),
    )
    report = receive(by=shelter_worker, data=data, channel="PORTAL", organisation=shelter)
    end_rule(by=administrator, rule=rule, on=today)
    with override("nl"):
        assert "Besluit 12." in dict(facts(report))["Waarom deze grondslag"]
    assert "LEGITIMATE_INTEREST" not in codes_of("SHELTER", "REGISTRATION", None, today)


@pytest.mark.django_db
def test_the_route_without_an_identity_cannot_be_closed(administrator: User) -> None:
    for rule in LegalRule.objects.filter(legal_basis=legal.NO_IDENTITY):
        with pytest.raises(StaysOpenError):
            end_rule(by=administrator, rule=rule, on=timezone.localdate())


@pytest.mark.django_db
def test_a_rule_ends_once_and_not_before_it_begins(administrator: User) -> None:
    later = timezone.localdate() + timedelta(days=30)
    rule = add_rule(by=administrator, rule=new_rule(valid_from=later))
    with pytest.raises(EndedBeforeError):
        end_rule(by=administrator, rule=rule, on=later - timedelta(days=1))
    end_rule(by=administrator, rule=rule, on=later)
    with pytest.raises(EndedBeforeError):
        end_rule(by=administrator, rule=rule, on=later)


@pytest.mark.django_db
def test_a_registrar_reads_and_changes_nothing(registrar: User) -> None:
    rule = LegalRule.objects.get(key="police-registration")
    with pytest.raises(PermissionDenied):
        end_rule(by=registrar, rule=rule, on=timezone.localdate())
    with pytest.raises(PermissionDenied):
        add_rule(by=registrar, rule=new_rule())


@pytest.mark.django_db
def test_loading_again_keeps_what_administrators_did(administrator: User) -> None:
    own = add_rule(by=administrator, rule=new_rule())
    rule = LegalRule.objects.get(key="nla-registration")
    end_rule(by=administrator, rule=rule, on=timezone.localdate())
    before = list(LegalRule.objects.order_by("pk").values())
    counts = reference.load()["legal_rules"]
    assert not counts.touched
    assert list(LegalRule.objects.order_by("pk").values()) == before
    assert LegalRule.objects.filter(pk=own.pk, valid_to=None).exists()


@pytest.mark.django_db
def test_a_file_can_add_and_end_rules_but_not_rewrite_them(tmp_path: Path) -> None:
    head, first, *rest = reference.FILE.read_text(encoding="utf-8").splitlines()
    ended = first.replace(",no,,,", ",no,,2027-01-01,").replace("Besluit", "Iets anders")
    added = ended.replace("police-registration", "police-registration-2")
    file = tmp_path / "rules.csv"
    file.write_text("\n".join([head, ended, added, *rest]), encoding="utf-8")
    counts = reference.load(file=file)["legal_rules"]
    assert (counts.created, counts.ended) == (1, 1)
    rule = LegalRule.objects.get(key="police-registration")
    assert rule.valid_to == date(2027, 1, 1)
    assert "Iets anders" not in rule.citation_nl


@pytest.mark.django_db
def test_a_question_costs_no_query(django_assert_num_queries: Callable) -> None:
    legal.decide("POLICE", "SHELTER", 30, TODAY)
    with django_assert_num_queries(0):
        for kind in codes("reporter_type"):
            legal.decide(kind, "SHELTER", 15, TODAY)


@pytest.mark.django_db
def test_the_page_shows_what_applies_on_a_day(
    client: Client, administrator: User, django_assert_max_num_queries: Callable
) -> None:
    add_rule(by=administrator, rule=new_rule(valid_from=date(2031, 1, 1), citation_nl="Later."))
    client.force_login(administrator)
    address = reverse("intake:legal-rules")
    client.get(address)
    with django_assert_max_num_queries(8):
        now = client.get(address, {"on": "2030-12-31"})
    then = client.get(address, {"on": "2031-01-01"})
    assert ["Later." in {r.citation_nl for r in a.context["others"]} for a in (now, then)] == [
        True,
        False,
    ]
    only = client.get(address, {"kind": "KMAR", "on": "2031-01-01"})
    headings = [section.heading for section in only.context["sections"]]
    assert headings == ["Elke soort melder", "Koninklijke Marechaussee"]
    assert "art. 4:2 lid 1 onder b" in only.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("basis", ["LEGITIMATE_INTEREST", "VITAL_INTEREST"])
def test_what_must_be_weighed_is_offered_and_never_proposed(
    administrator: User, basis: str
) -> None:
    rule = new_rule(purpose="REGISTRATION", legal_basis=basis, order=1)
    add_rule(by=administrator, rule=rule)
    assert codes_of("SHELTER", "REGISTRATION", 30)[0] == basis
    assert not legal.has_statutory_basis("SHELTER")
    for consent, proposed in ((False, legal.NO_IDENTITY), (True, legal.CONSENT_VICTIM)):
        found = legal.proposed_basis("SHELTER", "REGISTRATION", consent=consent, age=30, on=TODAY)
        assert found == proposed


@pytest.mark.django_db
@pytest.mark.parametrize(("basis", "signed"), [("CONSENT_VICTIM", ""), ("NO_IDENTITY", "on")])
def test_consent_is_signed_and_nothing_else_is_without_an_identity(
    client: Client, administrator: User, basis: str, signed: str
) -> None:
    client.force_login(administrator)
    answer = client.post(
        reverse("intake:legal-rule-new"),
        {
            "purpose": "REGISTRATION",
            "age_group": "ANY",
            "legal_basis": basis,
            "needs_document": signed,
            "valid_from": "2026-01-01",
            "citation_nl": "x",
            "citation_en": "x",
            "order": "5",
        },
    )
    assert set(answer.context["form"].errors) == {"needs_document"}
    assert not LegalRule.objects.filter(key=None).exists()


@pytest.mark.django_db
def test_an_administrator_adds_and_ends_a_rule(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    today = timezone.localdate()
    answer = client.post(
        reverse("intake:legal-rule-new"),
        {
            "reporter_type": "YOUTH_CARE",
            "purpose": "SHELTER",
            "age_group": "ANY",
            "legal_basis": "VITAL_INTEREST",
            "valid_from": today.isoformat(),
            "citation_nl": "Te bevestigen.",
            "citation_en": "To be confirmed.",
            "order": "40",
        },
    )
    assert answer.status_code == 302
    assert "VITAL_INTEREST" in codes_of("YOUTH_CARE", "SHELTER", 15, today)
    rule = LegalRule.objects.get(legal_basis="VITAL_INTEREST")
    address = reverse("intake:legal-rule-end", args=[rule.pk])
    past = client.post(address, {"on": (today - timedelta(days=1)).isoformat()})
    assert "Deze dag is voorbij" in past.content.decode()
    assert client.post(address, {"on": today.isoformat()}).status_code == 302
    assert "VITAL_INTEREST" not in codes_of("YOUTH_CARE", "SHELTER", 15, today)
    assert client.get(address).status_code == 404
