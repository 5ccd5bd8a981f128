"""Minutes on two screens: what one writes stands on the other, and no word is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.models import Entry
from schakel.network.meetings.choices import MeetingState, Outcome
from schakel.network.meetings.minuting import add_topic, put_on_agenda
from schakel.network.meetings.models import Action, AgendaItem
from schakel.network.meetings.tests import scene
from schakel.network.meetings.tests.scene import BY, card

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def table():
    """A meeting with a signal on its agenda, and two secretaries with a screen each."""
    som = scene.platform()
    meeting = scene.meeting(som)
    signal = scene.signal(scene.somebody(Role.REPORTER))
    item = put_on_agenda(by=BY, meeting=meeting, signal=signal)
    screens = [
        scene.signed_in(scene.somebody(Role.SECRETARY, name)) for name in ("first", "second")
    ]
    return item, reverse("meetings:minutes", args=[meeting.number]), *screens


def keep(client, page: str, sent: dict, item: AgendaItem):
    return client.post(page, sent | {"do": f"item-{item.pk}"}, **HTMX)


def test_two_people_write_in_one_item_and_both_are_kept(table, django_assert_max_num_queries):
    item, page, first, second = table
    mine = card(first, item, minutes="Het speelt\r\noveral. ")
    theirs = card(second, item, decision="Naar de Taskforce.")
    seen = first.get(page).context["version"]
    asks = {"seen": seen, f"i{item.pk}-revision": 0}
    assert first.get(page, asks, **HTMX).status_code == 204
    assert keep(first, page, mine, item).status_code == 200
    assert keep(second, page, theirs, item).status_code == 200
    item.refresh_from_db()
    assert (item.minutes, item.decision) == ("Het speelt\noveral.", "Naar de Taskforce.")
    follows = second.get(page, asks, **HTMX)
    assert [one["item"] for one in follows.context["cards"]] == [item]
    now = {"seen": follows.context["version"]}
    with django_assert_max_num_queries(11):
        assert second.get(page, now, **HTMX).status_code == 204
    assert Entry.objects.filter(data__contains=f"minutes:{item.pk}").count() == 2
    assert keep(second, page, card(second, item, decision="Anders."), item).status_code == 200
    assert Entry.objects.filter(data__contains=f"minutes:{item.pk}").count() == 2


@pytest.mark.parametrize(
    ("choice", "stands"),
    [("mine", "Van twee."), ("theirs", "Van een."), ("both", "Van een.\n\nVan twee.")],
)
def test_words_in_the_same_field_stand_side_by_side(table, choice: str, stands: str):
    item, page, first, second = table
    mine = card(first, item, minutes="Van een.")
    theirs = card(second, item, minutes="Van twee.", decision="Samen.")
    assert keep(first, page, mine, item).status_code == 200
    for sent in (theirs, {**theirs, "do": f"item-{item.pk}"}):  # as often as it is sent
        answer = keep(second, page, sent, item)
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "Van een." in shown
        assert "Van twee." in shown
    item.refresh_from_db()
    assert (item.minutes, item.decision) == ("Van een.", "Samen.")
    plain = second.post(page, {**theirs, "do": f"item-{item.pk}"})  # without a script
    assert plain.status_code == 409
    form = plain.context["cards"][0]["form"]
    again = {field.html_name: field.value() or "" for field in form}
    again[f"i{item.pk}-keep_minutes"] = choice
    again[f"i{item.pk}-theirs_minutes"] = form.clashes[0].theirs_mark
    assert second.post(page, {**again, "do": f"item-{item.pk}"}).status_code == 302
    item.refresh_from_db()
    assert (item.minutes, item.decision) == (stands, "Samen.")


def test_every_button_keeps_all_words_and_a_second_press_doubles_nothing(table):
    item, page, first, _second = table
    other = add_topic(by=BY, meeting=item.meeting, title="Rondvraag")
    add_topic(by=BY, meeting=item.meeting, title="Rondvraag")
    first_user = scene.now(item.signal).raised_by
    scene.member(item.platform, first_user)
    member = item.platform.memberships.get().pk
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    act = {f"a{item.pk}-text": "Bellen", f"a{item.pk}-who": member, f"a{item.pk}-due": due}
    words = card(first, item, minutes="Een.") | card(first, other, minutes="Twee.")
    for _press in range(2):
        assert first.post(page, {**words, **act, "do": f"act-{item.pk}"}).status_code == 302
    assert Action.objects.count() == 1
    assert list(item.meeting.items.values_list("minutes", flat=True)) == ["Een.", "Twee."]
    wrong = card(first, item, minutes="Zijn nummer is 111222333.", decision="Ja.")
    answer = first.post(page, {**wrong, "do": "save"})
    assert answer.status_code == 422
    item.refresh_from_db()
    assert (item.minutes, item.decision) == ("Een.", "Ja.")
    assert first.post(page, {"do": "save"}).status_code == 302
    assert first.post(page, {"do": "nothing"}).status_code == 404


def test_closing_asks_about_names_and_says_what_is_missing(table):
    item, page, first, second = table
    late = card(second, item, minutes="Te laat.")
    said = {"minutes": "Gebeld met Mirabella Zonnebloem.", "outcome": Outcome.PARKED}
    words = card(first, item, **said)
    asked = first.post(page, {**words, "do": "close-meeting"})
    assert asked.status_code == 422
    assert asked.context["doubts"]
    sure = {"do": "close-meeting", "text_confirmed": "on"}
    missing = first.post(page, sure)
    assert missing.status_code == 422
    assert item.title in missing.content.decode()
    words = card(first, item, decision="Wacht op de wet.", until="2099-01-01")
    assert first.post(page, {**words, **sure}).status_code == 302
    item.meeting.refresh_from_db()
    assert item.meeting.state == MeetingState.CLOSED
    assert keep(second, page, late, item).status_code == 422  # the words stay on that page
    assert second.post(page, sure).status_code == 302
    item.refresh_from_db()
    assert item.minutes == said["minutes"]


def test_the_screen_of_a_member_follows(table, django_assert_max_num_queries):
    item, writing, first, _second = table
    member = scene.somebody(Role.REPORTER, "member")
    scene.member(item.platform, member)
    client, page = scene.signed_in(member), reverse("meetings:meeting", args=[item.meeting.number])
    seen = {"seen": client.get(page).context["version"]}
    with django_assert_max_num_queries(12):
        assert client.get(page, seen, **HTMX).status_code == 204
    keep(first, writing, card(first, item, minutes="Het speelt overal."), item)
    answer = client.get(page, seen, **HTMX)
    assert "Het speelt overal." in answer.content.decode()
    assert "<html" not in answer.content.decode()
