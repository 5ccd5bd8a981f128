"""A report without a name, with a code: the frame gives nothing away, and the report says how it stands."""

import json
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from schakel.register.intake.models import Report, ReportDraft
from schakel.register.intake.queries import data_of
from schakel.register.intake.tests.browsing import filled, write

pytestmark = pytest.mark.django_db
UNIT = "https://koppeleenheid.example"


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.SCHAKEL_DEMO = True
    settings.SCHAKEL_UNIT_URL = UNIT


@pytest.fixture
def as_shelter(client, shelter_worker):
    client.force_login(shelter_worker)
    return client


class Controls(HTMLParser):
    """What stands in the frame: the attributes of each control."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        start = html.index("<section", html.index("data-encoder") - 300)
        self.feed(html[start : html.index("</section>", start)])

    def handle_starttag(self, tag, attributes):
        if tag in {"input", "select", "textarea", "button"}:
            self.found.append(dict(attributes))


def drafted(client, **answers):
    """A draft with the choice for a code; answers the address of the page about the person."""
    answers = {"reporter_reference": "K-9", "consent": "ENCODED", **answers}
    address = reverse("intake:new")
    for _page in range(2):
        address = client.post(address, filled(client, address, **answers))["Location"]
    return address


def sent(client, **answers):
    check = write(client, **{"reporter_reference": "K-9", "consent": "ENCODED", **answers})
    client.post(check.replace("/check/", "/send/"))
    return Report.objects.with_rows().get()


def test_the_frame_has_nothing_that_could_be_sent(as_shelter):
    html = as_shelter.get(drafted(as_shelter)).content.decode()
    controls = Controls(html).found
    assert len(controls) == 10
    for control in controls:
        assert "name" not in control
        assert control.get("form") == "encoder-form" or control["type"] == "button"
    assert '<form id="encoder-form" method="dialog" hidden></form>' in html
    assert "schakel encode" in html, "what to do where no script runs"


def test_only_that_page_may_call_the_linkage_unit_and_nobody_else(as_shelter):
    person = drafted(as_shelter)
    policy = as_shelter.get(person)["Content-Security-Policy"]
    assert f"connect-src 'self' {UNIT};" in f"{policy};"
    for other in (person.replace("/person/", "/purpose/"), reverse("intake:own")):
        assert UNIT not in as_shelter.get(other)["Content-Security-Policy"]


def test_without_a_linkage_unit_the_code_is_saved_as_a_file(as_shelter, settings):
    settings.SCHAKEL_UNIT_URL = ""
    answer = as_shelter.get(drafted(as_shelter))
    assert "data-encoder-send" not in answer.content.decode()
    assert "data-encoder-save" in answer.content.decode()
    assert "connect-src 'self';" in f"{answer['Content-Security-Policy']};"


def test_the_frame_knows_sender_reference_and_year(as_shelter, shelter_worker):
    answer = as_shelter.get(drafted(as_shelter, reported_on_2="2024"))
    told = json.loads(answer.context["bench"].told())
    sender = ReportDraft.objects.get().organisation
    assert (told["partner"], told["reference"], told["reported"]) == (sender.number, "K-9", "2024")
    assert told["countries"]["ER"] == "ERI"
    assert told["unit"] == f"{UNIT}/api/v1/messages"


@pytest.mark.parametrize(
    ("code", "level"), [("SENT", "ENCODED"), ("", "ENCODED"), ("IMPOSSIBLE", "NONE")]
)
def test_the_report_says_that_a_code_was_made_and_holds_none(as_shelter, code, level):
    report = sent(as_shelter, code=code, year_of_birth=1994)
    assert report.share_level == level
    assert (report.identity.surname, report.identity.given_names) == ("", "")
    assert {one.legal_basis for one in report.purposes.all()} == {"NO_IDENTITY"}
    assert bool(data_of(report).encoded) == (level == "ENCODED")


def test_a_code_can_be_made_later_with_what_the_report_says(as_shelter):
    report = sent(as_shelter, gender="FEMALE", nationality="ER", year_of_birth=1994)
    address = reverse("intake:code", args=[report.number])
    assert (
        address in as_shelter.get(reverse("intake:detail", args=[report.number])).content.decode()
    )
    answer = as_shelter.get(address)
    asked = {"gender": "FEMALE", "nationality": "ER", "age": "", "year_of_birth": "1994"}
    assert json.loads(answer.context["bench"].told())["asked"] == asked
    assert all("name" not in one for one in Controls(answer.content.decode()).found)
    assert UNIT in answer["Content-Security-Policy"]


def test_a_report_that_was_sent_without_a_code_has_no_place_for_one(as_shelter):
    report = sent(as_shelter, consent="")
    detail, code = (reverse(f"intake:{name}", args=[report.number]) for name in ("detail", "code"))
    assert as_shelter.get(code)["Location"] == detail
    assert code not in as_shelter.get(detail).content.decode()


def test_a_reference_that_the_unit_does_not_take_is_said_before_sending(as_shelter):
    person = drafted(as_shelter, reporter_reference="Dossier 9, tweede")
    assert "data-encoder-bench" not in as_shelter.get(person).content.decode()
    check = as_shelter.get(person.replace("/person/", "/check/"))
    problems = [problem for section in check.context["sections"] for problem in section["problems"]]
    assert ["cijfers" in text for _label, text in problems] == [True]


def test_another_reference_needs_another_code(as_shelter):
    person = drafted(as_shelter)
    as_shelter.post(person, filled(as_shelter, person, code="SENT"))
    assert ReportDraft.objects.get().given()["code"] == ["SENT"]
    first = person.replace("/person/", "/report/")
    as_shelter.post(first, filled(as_shelter, first, reporter_reference="K-10"))
    assert ReportDraft.objects.get().given()["code"] == [""]


def test_who_has_the_right_to_share_names_is_not_asked(client, officer):
    client.force_login(officer)
    assert b"data-encoder" not in client.get(drafted(client)).content
