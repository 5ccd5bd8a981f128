"""The registrar's pages of decisions, used as two registrars use them."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about_subject
from schakel.register.linkage.actions import join
from schakel.register.linkage.decisions import Decision
from schakel.register.linkage.tests.scene import certain, person, registrars, reports_of, state
from schakel.register.persons.tests.people import SHELTER, user

pytestmark = pytest.mark.django_db
GROUND = {"identity-ground": "REGISTRATION", "identity-explanation": "Compare two persons"}


@pytest.fixture
def two():
    """Two registrars' browsers."""
    clients = []
    for one in registrars():
        client = Client()
        client.force_login(one)
        clients.append(client)
    return clients


def seen(client, name, *args, **query):
    response = client.get(reverse(f"linkage:{name}", args=args), query)
    assert response.status_code == 200
    return response


def text(response):
    return response.content.decode()


def join_by_hand(client, low, high, **more):
    page = seen(client, "join", low.number, high.number)
    data = {"reason": "The same scar", "seen": page.context["form"]["seen"].value(), **more}
    return page, client.post(
        reverse("linkage:join", args=[low.number, high.number]), data, follow=True
    )


def test_a_mistaken_join_of_two_people_in_shelter_is_made_and_undone(two):
    first, second = two
    low = person(2023, 2024, purposes=(SHELTER,), surname="Zon")
    high = person(2024, 2025, purposes=(SHELTER,), surname="Maan", kind="SHELTER")
    before = state()
    chosen = first.post(reverse("linkage:choose", args=[high.number]), {"number": low.number})
    assert chosen["Location"] == reverse("linkage:join", args=[high.number, low.number])
    page, answer = join_by_hand(first, high, low)
    assert [one.kind for one in page.context["conflicts"]] == ["SHELTER_ASKED"]
    assert len(page.context["why_two"]) == 3  # weak, shelter, conflict: told before
    assert "Zon" not in text(page)
    assert state() == before
    decision = Decision.objects.get()
    for client, count in ((first, 0), (second, 1)):
        told = {item["url_name"]: item["count"] for item in client.get("/desk/").context["waiting"]}
        assert told["linkage:decisions"] == count  # nobody answers their own
    assert answer.redirect_chain[-1][0] == reverse("linkage:decision", args=[decision.number])
    assert decision.number in text(seen(second, "decisions"))
    address = reverse("linkage:second", args=[decision.number])
    assert second.post(address, {"second-answer": "refuse"}).status_code == 422
    first.post(address, {"second-answer": "agree"})  # one's own: refused
    assert state() == before
    second.post(address, {"second-answer": "agree"})
    assert len(reports_of(low)) == 4
    person_page = text(first.get(reverse("persons:person", args=[low.number])))
    assert decision.number in person_page
    undo = reverse("linkage:undo", args=[decision.number])
    assert first.post(undo, {}).status_code == 422
    first.post(undo, {"undo-reason": "Two people after all"})
    assert state() == before
    for one in (low, high):
        assert about_subject(one.number).filter(object_id=decision.number).exists()
    assert "Two people after all" in text(seen(second, "decision", decision.undone_by.number))


def test_identities_are_compared_on_a_ground(two):
    client, _other = two
    low, high = person(2023, surname="Zon"), person(2024, surname="Maan")
    address = reverse("linkage:identities", args=[low.number, high.number])
    assert "Maan" not in text(client.post(address, {"identity-ground": "REGISTRATION"}))
    shown = text(client.post(address, GROUND))
    assert "Zon" in shown
    assert "Maan" in shown
    for one in (low, high):
        assert about_subject(one.number).filter(ground="REGISTRATION").exists()


def test_pressing_twice_leads_to_what_was_decided(two):
    client, _other = two
    low, high = person(2023), person(2024)
    certain(low, high)
    page, first = join_by_hand(client, low, high)
    data = {"reason": "The same scar", "seen": page.context["form"]["seen"].value()}
    again = client.post(reverse("linkage:join", args=[low.number, high.number]), data)
    assert Decision.objects.count() == 1
    assert again["Location"] == first.redirect_chain[-1][0]


def test_moving_a_report_to_somebody_known_is_asked_of_a_second(two):
    client, other = two
    low, high = person(2023), person(2024, 2025)
    goes = reports_of(high)[0]
    address = reverse("persons:move", args=[high.number])
    moved = {"move-report": goes.number, "move-person": "other", "move-number": low.number}
    answer = client.post(address, {**moved, "move-reason": "Wrong person"}, follow=True)
    decision = Decision.objects.get(kind="MOVE")
    assert answer.redirect_chain[-1][0] == reverse("linkage:decision", args=[decision.number])
    assert goes in reports_of(high)
    other.post(reverse("linkage:second", args=[decision.number]), {"second-answer": "agree"})
    assert goes in reports_of(low)


def test_reports_are_parted_and_the_way_back_is_told(two):
    client, _other = two
    low, high = person(2023), person(2024, 2025)
    joined = join(
        by=registrars_of(client), low=low, high=high, reason="x", proposal=certain(low, high)
    )
    page = seen(client, "split", low.number)
    address = reverse("linkage:split", args=[low.number])
    data = {"reports": [reports_of(low)[-1].number], "reason": "Another", "seen": "old"}
    client.post(address, data)
    assert Decision.objects.count() == 1  # what was seen has changed
    data["seen"] = page.context["form"]["seen"].value()
    client.post(address, data)
    parted = Decision.objects.get(kind="SPLIT")
    assert parted.number in text(seen(client, "decision", joined.number))
    kept = text(seen(client, "join", low.number, parted.other.number))
    assert parted.number in kept


def registrars_of(client):
    return user(Role.REGISTRAR, "third@example.org")


def test_a_person_of_one_report_is_not_parted(two):
    low = person(2023)
    assert 'name="reports"' not in text(seen(two[0], "split", low.number))
    assert two[0].get(reverse("linkage:join", args=[low.number, low.number])).status_code == 404


def test_lists_take_a_bounded_number_of_queries(two, django_assert_max_num_queries):
    first = user(Role.REGISTRAR, "third@example.org")
    low = person(2020)
    for year in range(2021, 2027):
        join(by=first, low=low, high=person(year), reason="x")
    decision = Decision.objects.first()
    for name, args, most in (
        ("decisions", [], 12),
        ("decision", [decision.number], 34),
        ("join", [decision.person.number, decision.other.number], 40),
    ):
        with django_assert_max_num_queries(most):
            seen(two[0], name, *args)
