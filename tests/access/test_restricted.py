"""A restricted report is nowhere for a registrar who does not keep it: on no page and in no list."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django.utils.translation import override

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.actions import ask, receive
from schakel.register.intake.attachments.keeping import add_to_report, look_at
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.models import Report
from schakel.register.intake.restricting import restrict
from schakel.register.linkage.actions import join, move
from schakel.register.linkage.modelling import model_in_use
from schakel.register.linkage.models import ClusterDoubt, Proposal
from schakel.register.persons.actions import open_identity, register
from schakel.register.persons.models import Person
from schakel.register.persons.queries import person_of
from tests.access.test_every_url import names

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("tests")
GROUND = {"ground": "REGISTRATION", "explanation": "Compare"}
# What a restricted report says, and nothing else in the register does.
MARKS = ("Zwijgzaam", "Mirjana", "GEHEIM", "geheim.txt")
EXAMPLES = 3


def _registrar(name: str) -> User:
    centre, _made = Organisation.objects.get_or_create(name="Centre")
    user = User.objects.create_user(f"{name.lower()}@example.org", "x" * 16, name=name)
    Mandate.objects.create(user=user, organisation=centre, role=Role.REGISTRAR)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def _sent(reference: str, year: int = 2024, **given: object) -> Report:
    sender, _made = Organisation.objects.get_or_create(name="Sender", reporter_type="POLICE")
    data = ReportData(
        reporter_type="POLICE",
        reporter_reference=reference,
        reported_on=PartialDate(year, 5, 3),
        forms=(FormData("SEXUAL"),),
        purposes=(PurposeData("REGISTRATION", "BPG_4_2"),),
        gender="FEMALE",
        **given,
    )
    return receive(by=SYSTEM, data=data, channel="PORTAL", organisation=sender)


def _secret(number: int) -> Report:
    return _sent(
        f"GEHEIM-{number}",
        2019,
        surname="Zwijgzaam",
        given_names="Mirjana",
        date_of_birth=PartialDate(1993, 4, number),
        nationalities=("BA",),
        place_municipality="GM0294",
    )


def _alike(one: Report, other: Report) -> Proposal:
    low, high = sorted((one.pk, other.pk))
    found, _made = Proposal.objects.get_or_create(
        low_id=low,
        high_id=high,
        defaults={"version": model_in_use(), "score": 0.9, "levels": {}},
    )
    return found


@dataclass
class Scene:
    """Three restricted reports: the only one about a person, one beside another, and one that waits."""

    keeper: User
    other: User
    secrets: list[Report]
    hidden: Person
    partly: Person
    waiting: Report
    known: Report


@pytest.fixture
def scene() -> Scene:
    keeper, other = _registrar("Keeper"), _registrar("Other")
    secrets = [_secret(number) for number in (1, 2, 3)]
    alone, beside, unregistered = secrets
    attached = look_at(by=SYSTEM, to=alone, name="geheim.txt", content=b"A letter.")
    add_to_report(by=SYSTEM, report=alone, file=attached)
    hidden = register(by=SYSTEM, report=alone, new=True)
    known = _sent("open-1", surname="Helder", given_names="Anna")
    partly = register(by=SYSTEM, report=known, new=True)
    register(by=SYSTEM, report=beside, person=partly)
    third = register(by=SYSTEM, report=_sent("open-2", surname="Derde"), new=True)
    waiting = _sent("open-3", surname="Wachter")
    # Everything that can name them: pairs, doubts, decisions, moves, openings, questions, files.
    for secret in secrets:
        _alike(secret, waiting)
    ClusterDoubt.objects.create(low=beside, high=known)
    join(by=SYSTEM, low=hidden, high=third, reason="Alike")
    moved = _secret(4)
    register(by=SYSTEM, report=moved, person=third)
    move(by=SYSTEM, report=moved, person=None, reason="Somebody else")
    for person in (hidden, partly):
        open_identity(by=SYSTEM, row=person, **GROUND)
    ask(by=SYSTEM, report=unregistered, question="When?")
    for secret in (*secrets, moved):
        restrict(by=SYSTEM, report=secret, keeper=keeper, reason="SAFETY", note="GEHEIM")
    return Scene(keeper, other, [*secrets, moved], hidden, partly, waiting, known)


def _traces(scene: Scene) -> list[str]:
    people = [scene.hidden, person_of(scene.secrets[3])]
    numbers = [row.number for row in (*scene.secrets, *filter(None, people))]
    return [*MARKS, *numbers]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name == "href" and value]


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _walk(client: Client) -> Iterator[tuple[str, str]]:
    """(address, page) of everything that can be opened, following links as far as they lead."""
    with override("nl"):
        waiting = [path for name in sorted(set(names(get_resolver()))) if (path := _plain(name))]
    seen: set[str] = set()
    opened: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        if path in seen or not path.startswith("/") or path.startswith(("/en/", "/static/")):
            continue
        seen.add(path)
        name = _name(path)
        opened[name] = opened.get(name, 0) + 1
        if opened[name] > EXAMPLES + 5 * ("?" in path):
            continue
        cache.clear()
        answer = client.get(path)
        if answer.status_code != 200 or answer.streaming:
            continue
        page = answer.content.decode(errors="replace")
        yield path, page
        if "html" in answer["Content-Type"]:
            reader = _Links()
            reader.feed(page)
            base = urlsplit(path).path
            waiting += [base + link if link.startswith("?") else link for link in reader.found]


def _plain(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _name(path: str) -> str:
    with override("nl"):
        try:
            return resolve(urlsplit(path).path).view_name
        except Exception:
            return path


def test_no_page_and_no_list_shows_a_trace(scene: Scene) -> None:
    found = dict(_walk(_browser(scene.other)))
    visited = {_name(path) for path in found}
    assert {
        "desk",
        "persons:triage",
        "persons:reports",
        "persons:report",
        "persons:persons",
        "persons:person",
        "persons:restrictions",
        "linkage:review",
        "linkage:decisions",
        "linkage:encoded",
        "linkage:quality",
    } <= visited
    traces = _traces(scene)
    for path, page in found.items():
        assert [trace for trace in traces if trace in page] == [], path


def test_its_keeper_finds_it(scene: Scene) -> None:
    """Else the test above could look for what is nowhere."""
    client = _browser(scene.keeper)
    reports = client.get(reverse("persons:reports")).content.decode()
    assert all(secret.number in reports for secret in scene.secrets)
    assert scene.hidden.number in client.get(reverse("persons:persons")).content.decode()


def test_an_address_of_it_does_not_exist(scene: Scene) -> None:
    client = _browser(scene.other)
    for name in sorted(set(names(get_resolver()))):
        for number in (scene.secrets[0].number, scene.hidden.number):
            try:
                path = reverse(name, kwargs={"number": number})
            except NoReverseMatch:
                continue
            for answer in (client.get(path), client.post(path, {"prefix": ""})):
                assert answer.status_code in (401, 403, 404, 405), (name, answer.status_code)


def test_searching_and_opening_show_no_trace(scene: Scene) -> None:
    client, traces = _browser(scene.other), _traces(scene)
    search = reverse("persons:search")
    sought = [{"names": "Zwijgzaam Mirjana"}, {"names": "Zwijgzaam", "number": ""}]
    sought += [{"number": trace} for trace in traces if "-" in trace] + [{"number": "GEHEIM-1"}]
    for terms in sought:
        answer = client.post(search, terms)
        asked = set(terms.values())
        page = answer.content.decode().split("</form>")[-1]
        assert answer.status_code == 200, terms
        assert [trace for trace in traces if trace in page and trace not in asked] == [], terms
        assert "Niemand gevonden" in page, terms
    given = {f"identity-{name}": value for name, value in GROUND.items()}
    address = reverse("persons:person-identity", args=[scene.partly.number])
    opened = client.post(address, given).content.decode()
    assert "Helder" in opened
    assert [trace for trace in traces if trace in opened] == []


def test_a_person_with_more_says_so_and_names_the_keeper(scene: Scene) -> None:
    page = (
        _browser(scene.other).get(reverse("persons:person", args=[scene.partly.number])).content
    ).decode()
    assert "Er is meer over deze persoon" in page
    assert "Keeper" in page
    assert "2019" not in page
    assert reverse("linkage:split", args=[scene.partly.number]) not in page


def test_a_match_says_whom_to_ask_and_nothing_else(scene: Scene) -> None:
    address = reverse("persons:report", args=[scene.waiting.number])
    page = _browser(scene.other).get(address).content.decode()
    assert "Vraag het aan Keeper" in page
    assert "in 100" not in page
