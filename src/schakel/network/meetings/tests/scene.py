"""A platform with members, a meeting, and a signal on its way."""

from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, User
from schakel.network.meetings.actions import add_member, create_platform, plan_meeting
from schakel.network.meetings.models import AgendaItem, Meeting, Platform
from schakel.network.signals.actions import Move, raise_signal, step
from schakel.network.signals.choices import Kind, Level, State, Theme
from schakel.network.signals.models import Signal

BY = SystemActor("tests")
LONG_AGO = date(2020, 1, 1)


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


def platform(level: str = Level.SOM, name: str = "SOM") -> Platform:
    return create_platform(by=BY, name=name, slug=name.lower(), level=level, since=LONG_AGO)


def member(of: Platform, user: User, since: date = LONG_AGO, until: date | None = None) -> None:
    add_member(
        by=BY, platform=of, organisation=user.organisation, user=user, since=since, until=until
    )


def meeting(of: Platform, in_days: int = 3) -> Meeting:
    day = timezone.localdate() + timedelta(days=in_days)
    starts_at = timezone.make_aware(datetime.combine(day, time(10)))
    return plan_meeting(by=BY, platform=of, starts_at=starts_at, minutes=60)


def signal(by: User, level: str = Level.SOM) -> Signal:
    row = raise_signal(
        by=by, kind=Kind.BOTTLENECK, theme=Theme.HOUSING, text="Geen woningen na de opvang."
    )
    step(by=BY, signal=row, move=Move(state=State.ASSESSED, level=level))
    return row


def now(row: Signal) -> Signal:
    return Signal.objects.with_state().get(pk=row.pk)


def card(client: Client, item: AgendaItem, **typed: str) -> dict[str, str]:
    """What a browser would send of an item on the page of the minutes, with other words in some fields."""
    page = client.get(reverse("meetings:minutes", args=[item.meeting.number]))
    form = next(one["form"] for one in page.context["cards"] if one["item"] == item)
    stands = {field.html_name: field.value() or "" for field in form}
    return stands | {form.add_prefix(name): text for name, text in typed.items()}
