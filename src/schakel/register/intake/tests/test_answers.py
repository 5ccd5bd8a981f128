"""Whatever is answered, in whatever order of pages, arrives as it was given."""

import secrets

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.geography.models import PoliceUnit
from schakel.foundation.terms.queries import codes
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.actions import receive
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.forms.correction import CorrectionForm, values_of
from schakel.register.intake.forms.guided import GuidedForm
from schakel.register.intake.models import Report, ReportDraft
from schakel.register.intake.queries import data_of, senders_for
from schakel.register.intake.steps import STEPS
from schakel.register.intake.tests.browsing import filled
from schakel.register.intake.tests.contents import parts

NATIONS = ["NL", "PL", "BG", "STATELESS", "NG"]
texts = st.text("abc de-ë'", max_size=12).map(str.strip)
dates = st.sampled_from(["", "2001", "2001-02", "2001-02-28", "2001~", "2001-01-01"])
PARTS = tuple(parts())


@st.composite
def answers(draw):
    """Answers to questions of several pages, as a report and as a browser would send them."""
    born = draw(dates)
    forms = draw(st.lists(st.sampled_from(["SEXUAL", "LABOUR", "CRIMINAL"]), unique=True))
    nations = draw(
        st.lists(st.sampled_from(NATIONS), unique=True, max_size=2)
        | st.sampled_from([["NOT_ASKED"], ["REFUSED"]])
    )
    consent = draw(st.sampled_from(["CONSENT_VICTIM", "CONSENT_PARENT"]))
    purposes = draw(st.lists(st.sampled_from(codes("purpose")), min_size=1, unique=True))
    said = ReportData(
        "SHELTER",
        reporter_reference="K-1",
        reported_on=PartialDate(2024, 5),
        surname=draw(texts),
        given_names=draw(texts),
        date_of_birth=PartialDate.parse(born) if born else None,
        person_key=draw(texts),
        age=draw(st.none() | st.integers(0, 120)),
        gender=draw(st.sampled_from(codes("gender"))),
        nationalities=tuple(nations),
        country_of_birth=draw(st.sampled_from([None, "NL", "RO"])),
        residence_status=draw(st.sampled_from(codes("residence_status"))),
        forms=tuple(FormData(one, "HOTEL" if n == 0 else "") for n, one in enumerate(forms)),
        place_municipality=draw(st.sampled_from([None, "GM0363"])),
        place_country=draw(st.sampled_from([None, "BE"])),
        domestic_crossborder=draw(st.sampled_from(codes("domestic_crossborder"))),
        purposes=tuple(PurposeData(one, consent, PartialDate(2024)) for one in purposes),
        **{name: draw(one) for name, one in parts().items()},
        police_report_status=draw(st.sampled_from(codes("police_report_status"))),
        reflection_period_status=draw(st.sampled_from(codes("reflection_period_status"))),
        note=draw(texts),
    )
    return said


def as_sent(data):
    """What somebody who means this report fills in."""
    sent = {}
    for name, value in values_of(data).items():
        if name in ("reported_on", "date_of_birth", "consent_date", "period_start", "period_end"):
            date = PartialDate.parse(value) if value else None
            boxes = (date.day, date.month, date.year) if date else ("", "", "")
            sent |= {f"{name}_{n}": box or "" for n, box in enumerate(boxes)}
            if date and date.about:
                sent[f"{name}_3"] = "on"
        else:
            sent[name] = "" if value is None else value
    order = {code: n for n, code in enumerate(codes("exploitation_form"))}
    sent["other_forms"] = sorted(sent["other_forms"], key=order.get)
    return sent


class AnswersTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.shelter = Organisation.objects.create(name="Opvang", reporter_type="SHELTER")
        cls.user = User.objects.create_user("s@example.org", name="S")
        Mandate.objects.create(user=cls.user, organisation=cls.shelter, role=Role.SHELTER)

    def setUp(self):
        self.enterContext(self.settings(SCHAKEL_DEMO=True))

    def form(self, given):
        return GuidedForm(
            given,
            sender=self.shelter,
            senders=senders_for(self.user),
            by_centre=False,
            checked=True,
        )

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        said=answers(),
        walk=st.lists(
            st.tuples(
                st.sampled_from([step.slug for step in STEPS[1:]]),
                st.sampled_from(["next", "back", "stop", "check"]),
            ),
            max_size=8,
        ),
    )
    def test_pages_in_any_order_say_what_one_page_said(self, said, walk):
        sent = as_sent(said)
        client = Client()
        client.force_login(self.user)
        start = reverse("intake:new")
        token = secrets.token_hex(16)
        answer = client.post(start, {**filled(client, start, **sent), "token": token})
        assert answer.status_code == 302, answer.context["form"].errors
        draft = ReportDraft.objects.get(token=token)
        # Every page once in order, and then some more pages as they are shown.
        for slug in [step.slug for step in STEPS[1:]]:
            address = reverse("intake:draft", args=[draft.number, slug])
            client.post(address, filled(client, address, **sent))
        for slug, wish in walk:
            address = reverse("intake:draft", args=[draft.number, slug])
            client.post(address, {**filled(client, address), "to": wish})
        draft.refresh_from_db()
        form = self.form({**draft.given(), "token": [token]})
        assert form.is_valid(), form.errors
        one_page = {
            name: one if isinstance(one, list) else [str(one)] for name, one in sent.items()
        }
        direct = self.form({**one_page, "token": [token]})
        assert direct.is_valid(), direct.errors
        got, wanted = form.to_data(self.shelter), direct.to_data(self.shelter)
        assert got == wanted
        assert set(got.purposes) == set(said.purposes)
        assert got.forms[:1] == said.forms[:1]
        assert set(got.forms) == set(said.forms)
        assert got.periods == said.periods
        for name in PARTS:
            assert set(getattr(got, name)) == set(getattr(said, name)), name
        assert (got.surname, got.note, got.nationalities, got.age, got.date_of_birth) == (
            said.surname,
            said.note,
            said.nationalities,
            said.age,
            said.date_of_birth,
        )


sectors = st.sampled_from(["", *("HOTEL", "STREET")])
basis = st.sampled_from(
    ["BPG_4_2", "CONSENT_VICTIM", "CONSENT_PARENT", "LEGITIMATE_INTEREST", "NO_IDENTITY"]
)


@st.composite
def from_files(draw):
    """Reports as files may bring them: more rows than the form shows."""
    named = draw(st.booleans())
    purposes = draw(st.lists(st.sampled_from(codes("purpose")), min_size=1, unique=True))
    bases = [draw(basis) for _one in purposes]
    with_ground = any(one != "NO_IDENTITY" for one in bases)
    pairs = draw(st.lists(st.tuples(st.sampled_from(["SEXUAL", "LABOUR"]), sectors), unique=True))
    return ReportData(
        "SHELTER",
        reporter_reference="K-1",
        surname="Zonnebloem" if named and with_ground else "",
        date_of_birth=draw(
            st.sampled_from([None, PartialDate(2001), PartialDate(2001, about=True)])
        ),
        **{name: draw(one) for name, one in parts().items()},
        nationalities=tuple(draw(st.lists(st.sampled_from(NATIONS), unique=True))),
        forms=tuple(FormData(*pair) for pair in pairs),
        purposes=tuple(map(PurposeData, purposes, bases)),
        police_unit=draw(st.sampled_from([None, "MN"])),
        sub3_only=draw(st.sampled_from([None, True, False])),
    )


class CorrectionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.parties = [
            Organisation.objects.create(name="Opvang", reporter_type="SHELTER"),
            Organisation.objects.create(
                name="Politie",
                reporter_type="POLICE",
                police_unit=PoliceUnit.objects.get(code="MN"),
            ),
        ]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(said=from_files(), party=st.integers(0, 1), more=st.booleans())
    def test_a_correction_sent_as_shown_says_all_the_report_said(self, said, party, more):
        sender = self.parties[party]
        old = said.sent_by(sender)
        values = values_of(old)
        form = CorrectionForm(
            {**as_sent(old), "token": "t", **({"gender": "MALE"} if more else {})},
            initial=values,
            sender=sender,
            with_identity=old.has_identity or bool(values["consent"]),
            old=old,
        )
        assert form.is_valid(), form.errors
        new = form.corrected()
        assert new.gender == ("MALE" if more else old.gender)
        for name in ("nationalities", "forms", "police_unit", "sub3_only", "surname"):
            assert getattr(new, name) == getattr(old, name), name
        assert set(new.purposes) == set(old.purposes)
        assert new.periods == old.periods
        for name in PARTS:
            assert set(getattr(new, name)) == set(getattr(old, name)), name
        assert new.date_of_birth == old.date_of_birth


@pytest.mark.django_db
def test_a_report_reads_back_as_it_was_sent(officer, police, identified):
    made = receive(by=officer, data=identified, channel="PORTAL", organisation=police)
    stored = Report.objects.with_rows().get(pk=made.pk)
    assert data_of(stored) == identified.sent_by(police)
