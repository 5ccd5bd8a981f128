"""From somebody in the chain to an answer: raised without a person in it, answered, and fixed."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, User
from schakel.foundation.geography.models import PoliceUnit
from schakel.foundation.notices.models import Notice
from schakel.network.signals.actions import (
    Counted,
    Move,
    NotPossibleError,
    hand_up,
    join,
    raise_signal,
    step,
    wake,
)
from schakel.network.signals.choices import Kind, Level, State, Theme
from schakel.network.signals.heat import heat
from schakel.network.signals.ladder import rungs
from schakel.network.signals.models import Signal, SignalStep
from schakel.network.signals.queries import way

pytestmark = pytest.mark.django_db
BY = SystemActor("tests")
FIELDS = {"kind": Kind.BOTTLENECK, "theme": Theme.HOUSING, "text": "Geen woningen na de opvang."}


def somebody(role: Role, name: str = "") -> User:
    user = User.objects.create_user(f"{name or role}@example.org", name=name or str(role))
    party = create_organisation(by=BY, name=f"Party of {name or role}", reporter_type="")
    Mandate.objects.create(user=user, organisation=party, role=role)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def raised(by: User, **more) -> Signal:
    return raise_signal(by=by, **{**FIELDS, **more})


def test_raised_in_one_form_followed_and_answered() -> None:
    worker, secretary = somebody(Role.SHELTER), somebody(Role.SECRETARY)
    sent = signed_in(worker).post(reverse("signals:new"), FIELDS)
    row = Signal.objects.with_state().get()
    assert sent.url == reverse("signals:signal", args=[row.number])
    assert (row.state, row.raised_for) == (State.NEW, worker.organisation)
    page = reverse("signals:signal", args=[row.number])
    seen = signed_in(secretary).post(
        page, {"state": State.ASSESSED, "text": "Zelf nagebeld", "answer": "We pakken dit op."}
    )
    assert seen.status_code == 302
    told = signed_in(worker).get(page).content.decode()
    assert "We pakken dit op." in told
    assert "Zelf nagebeld" not in told
    assert Notice.objects.get().user == worker
    assert signed_in(somebody(Role.REPORTER)).get(page).status_code == 404
    assert row.number in signed_in(worker).get(reverse("signals:own")).content.decode()


@pytest.mark.parametrize(
    ("text", "confirmed", "status"),
    [
        ("bsn 123456782", True, 422),
        ("zie O-0000-0007", False, 302),  # mistyped, so no number of ours
        ("gaat over Mirabella Zonnebloem", False, 422),
        ("overleg met Mirabella Zonnebloem", True, 302),
        ("bel 06-12345678", False, 422),
    ],
)
def test_a_text_with_a_person_in_it_is_held_back(text: str, confirmed: bool, status: int) -> None:
    client = signed_in(somebody(Role.REPORTER))
    more = {"text_confirmed": "on"} if confirmed else {}
    sent = client.post(reverse("signals:new"), {**FIELDS, "text": text, **more})
    assert sent.status_code == status
    assert Signal.objects.count() == (status == 302)


def test_the_number_of_a_case_stays_behind() -> None:
    worker = somebody(Role.REPORTER)
    number = raised(worker).number
    for text in (f"zie {number}", f"zie {number.replace('-', '').lower()}"):
        sent = signed_in(worker).post(
            reverse("signals:new"), {**FIELDS, "text": text, "text_confirmed": "on"}
        )
        assert sent.status_code == 422
    assert Signal.objects.count() == 1


def test_who_raised_a_duplicate_hears_the_answer_to_the_other() -> None:
    first, second = somebody(Role.REPORTER), somebody(Role.SHELTER)
    main, double = raised(first), raised(second)
    client = signed_in(somebody(Role.SECRETARY))
    page = reverse("signals:signal", args=[double.number])
    assert client.post(page, {"do": "join", "same_as": main.pk}).status_code == 302
    step(by=BY, signal=main, move=Move(answer="Er komt een proef."))
    assert {one.user for one in Notice.objects.all()} == {first, second}
    told = signed_in(second).get(page).content.decode()
    assert "Er komt een proef." in told
    assert Signal.objects.with_state().get(pk=main.pk).times == 2


def test_parking_wants_a_reason_and_a_day_and_ends_by_itself() -> None:
    row, today = raised(somebody(Role.REPORTER)), timezone.localdate()
    with pytest.raises(NotPossibleError):
        step(by=BY, signal=row, move=Move(state=State.PARKED, text="wacht op de wet"))
    until = today + timedelta(days=30)
    step(by=BY, signal=row, move=Move(state=State.PARKED, text="wacht op de wet", until=until))
    assert wake(by=BY, today=until - timedelta(days=1)) == 0
    assert wake(by=BY, today=until) == 1
    assert Signal.objects.with_state().get().state == State.ASSESSED


def test_a_signal_is_taken_up_only() -> None:
    row = raised(somebody(Role.REPORTER))
    step(by=BY, signal=row, move=Move(state=State.ASSESSED, level=Level.SOM))
    for level in ("", Level.SOM, Level.OPERATIONAL):
        with pytest.raises(NotPossibleError):
            step(by=BY, signal=row, move=Move(state=State.ESCALATED, level=level))
    up = Move(state=State.ESCALATED, level=Level.TASK_FORCE, forum="SOM, 3 maart")
    step(by=BY, signal=row, move=up)
    found = {rung.level: rung for rung in rungs(way(row))}
    assert [stop.forum for stop in found[Level.SOM].stops] == ["", "SOM, 3 maart"]
    assert found[Level.TASK_FORCE].current
    assert found[Level.MINISTRY].reached is None


def test_the_database_keeps_what_was_said() -> None:
    row = raised(somebody(Role.REPORTER))
    other = raised(somebody(Role.SHELTER))
    join(by=BY, signal=other, same_as=row)
    refused = (
        lambda: SignalStep.objects.update(text="anders"),
        lambda: SignalStep.objects.all().delete(),
        lambda: Signal.objects.update(text="anders"),
        lambda: Signal.objects.filter(pk=other.pk).update(same_as=None),
        lambda: Signal.objects.filter(pk=other.pk)._raw_delete("default"),
    )
    for change in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Signal.objects.filter(text=FIELDS["text"]).count() == 2


def test_whose_cases_were_counted_hear_of_it_and_see_no_institution() -> None:
    asker, stranger = somebody(Role.SHELTER, "asker"), somebody(Role.SHELTER, "stranger")
    refuser = create_organisation(by=BY, name="Huis dat weigert", reporter_type="SHELTER")
    counted = Counted(
        Theme.REGION_TIE,
        4,
        date(2026, 1, 1),
        date(2026, 3, 31),
        organisation=refuser,
        concerns=[asker.organisation.pk],
    )
    row = hand_up(by=BY, counted=counted)
    hand_up(by=BY, counted=counted)
    step(by=BY, signal=row, move=Move(answer="De Task Force sprak met de instelling."))
    page = reverse("signals:signal", args=[row.number])
    told = signed_in(asker).get(page).content.decode()
    assert "De Task Force sprak met de instelling." in told
    assert refuser.name not in told
    assert signed_in(stranger).get(page).status_code == 404
    assert [one.user for one in Notice.objects.all()] == [asker]


def test_it_is_warm_where_much_is_raised(django_assert_max_num_queries) -> None:
    worker = somebody(Role.REPORTER)
    for _number in range(3):
        raised(worker)
    theme = raised(worker)
    step(by=BY, signal=theme, move=Move(theme=Theme.CARE))
    client = signed_in(somebody(Role.EDITOR))
    with django_assert_max_num_queries(9):
        assert client.get(reverse("signals:heat")).status_code == 200
    found = heat(BY)
    assert [total for _theme, _cells, total in found.by_region.rows] == [3, 1]
    assert max(cell.shade for _t, cells, _n in found.by_quarter.rows for cell in cells) == 4
    assert heat(BY, 1999).by_region.total == 0


def test_it_is_asked_how_warm_one_theme_is_in_one_region() -> None:
    worker = somebody(Role.REPORTER)
    east = PoliceUnit.objects.get(pk="ON")
    raised(worker, region=east)
    raised(worker)
    step(by=BY, signal=raised(worker, region=east), move=Move(theme=Theme.CARE))
    found = heat(BY, theme=FIELDS["theme"], region="ON")
    assert (found.by_region.total, found.by_quarter.total) == (1, 1)
    assert found.by_region.columns == [east.name]
    client, page = signed_in(somebody(Role.EDITOR)), reverse("signals:heat")
    asked = client.get(page, {"theme": Theme.CARE, "region": "ON"}).context["found"]
    assert asked.by_region.total == 1
    assert client.get(page, {"theme": "nonsense", "region": "nowhere"}).status_code == 200


def test_two_at_once_hear_of_each_other_and_lose_nothing() -> None:
    row = raised(somebody(Role.REPORTER))
    one, other = somebody(Role.SECRETARY), somebody(Role.PLACEMENT_COORDINATOR)
    page = reverse("signals:signal", args=[row.number])
    seen = signed_in(one).get(page).context["seen"]
    first = {"seen": seen, "state": State.ASSESSED}
    assert signed_in(one).post(page, first).status_code == 302
    parking = {"state": State.PARKED, "until": "2030-01-01", "text": "Wacht op de wet"}
    told = signed_in(other).post(page, {**parking, "seen": seen})
    assert told.status_code == 422
    assert one.name in told.content.decode()
    assert "Wacht op de wet" in told.content.decode()
    assert Signal.objects.with_state().get().state == State.ASSESSED
    again = {**parking, "seen": told.context["seen"]}
    assert signed_in(other).post(page, again).status_code == 302
    assert Signal.objects.with_state().get().state == State.PARKED
    # What is not possible any more is said in words, without the code of the state.
    late = signed_in(one).post(page, {"seen": seen, "state": State.ACTION})
    assert late.status_code == 422
    assert "“ACTION”" not in late.content.decode()


def test_an_answer_with_a_person_in_it_is_asked_about() -> None:
    row = raised(somebody(Role.REPORTER))
    client, page = signed_in(somebody(Role.SECRETARY)), reverse("signals:signal", args=[row.number])
    sent = {"state": State.ASSESSED, "answer": "bel 06-12345678"}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, {**sent, "text_confirmed": "on"}).status_code == 302


def test_all_that_is_found_in_a_text_is_said_at_once() -> None:
    client = signed_in(somebody(Role.REPORTER))
    both = {**FIELDS, "text": "bsn 123456782, bel 06-12345678"}
    errors = client.post(reverse("signals:new"), both).context["form"].errors["text"]
    assert len(errors) == 2
