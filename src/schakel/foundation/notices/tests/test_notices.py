"""Mails on their way: once per moment, never lost to a broken server, never to who wants none."""

from datetime import timedelta
from random import Random
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.notices.actions import again, choose, post
from schakel.foundation.notices.models import Notice, Preference
from schakel.foundation.notices.tasks import send_round
from schakel.foundation.webhooks.backoff import LONGEST, TRIES
from schakel.foundation.webhooks.choices import State

pytestmark = pytest.mark.django_db

KIND = "intake/mail/question"


class Broken(BaseEmailBackend):
    """A mail server that fails as it is told to."""

    error: Exception = SMTPException("down")
    asked = 0

    def send_messages(self, _messages):
        type(self).asked += 1
        raise self.error


@pytest.fixture
def server(settings):
    """The mail server, which can be broken."""
    Broken.asked = 0

    def broken(error=None):
        Broken.error = error or SMTPException("down")
        settings.EMAIL_BACKEND = f"{__name__}.Broken"

    return broken


def tell(user, moment="1", number="M-7K3F-9QX0"):
    return post(to=[user], kind=KIND, object_type="report", object_number=number, moment=moment)


def test_a_mail_goes_out_once(system, user):
    assert tell(user) == 1
    assert tell(user) == 0  # the same moment
    assert mail.outbox == []  # nobody waited for the mail server
    assert send_round(by=system).delivered == 1
    assert send_round(by=system).delivered == 0
    (sent,) = mail.outbox
    assert sent.to == ["rob@example.org"]
    assert "M-7K3F-9QX0" in sent.subject
    assert "M-7K3F-9QX0" in sent.body
    assert tell(user, "2") == 1


def test_the_mail_names_nobody_and_holds_no_link(system, user):
    tell(user)
    send_round(by=system)
    text = mail.outbox[0].subject + mail.outbox[0].body
    assert "Rob" not in text
    assert "http" not in text
    assert "\n" not in mail.outbox[0].subject


def test_the_mail_is_dutch_unless_the_user_chose_english(system, user):
    tell(user)
    choose(by=user, by_mail=True, language="en")
    tell(user, "2")
    send_round(by=system)
    assert "sign in to schakel" in mail.outbox[1].body.lower()
    choose(by=user, by_mail=True, language="nl")
    tell(user, "3")
    send_round(by=system)
    assert "log in" in mail.outbox[2].body.lower()


def test_who_wants_no_mail_or_left_gets_none(system, user):
    choose(by=user, by_mail=False, language="nl")
    assert tell(user) == 0
    choose(by=user, by_mail=True, language="nl")
    assert tell(user) == 1
    user.is_active = False
    user.save()
    assert tell(user, "2") == 0
    send_round(by=system)
    assert mail.outbox == []
    assert Notice.objects.get().state == State.DROPPED


def test_a_broken_server_loses_nothing(system, user, server, settings):
    working = settings.EMAIL_BACKEND
    tell(user)
    tell(user, number="M-2222-2222")
    server()
    done = send_round(by=system)
    assert (done.delivered, done.waiting) == (0, 1)
    assert Broken.asked == 1  # the second would only wait for the same server
    settings.EMAIL_BACKEND = working
    assert send_round(by=system, clock=lambda: timezone.now() + LONGEST).delivered == 2
    assert len(mail.outbox) == 2


def test_after_the_last_try_it_is_given_up_and_can_be_mailed_again(system, user, server, settings):
    working = settings.EMAIL_BACKEND
    tell(user)
    server()
    for days in range(TRIES + 2):
        now = timezone.now() + timedelta(days=2 * days)
        send_round(by=system, clock=lambda now=now: now, chance=Random(1))
    assert (Notice.objects.get().state, Broken.asked) == (State.DEAD, TRIES)
    settings.EMAIL_BACKEND = working
    assert again(by=system) == 1
    assert send_round(by=system).delivered == 1


def test_an_address_that_takes_no_mail_is_not_tried_for_days(system, user, server):
    tell(user)
    server(SMTPRecipientsRefused({}))
    send_round(by=system)
    assert Notice.objects.get().state == State.DEAD


def test_mailing_is_for_the_worker_alone(user):
    tell(user)
    with pytest.raises(PermissionDenied):
        send_round(by=user)
    with pytest.raises(PermissionDenied):
        again(by=user)


def test_the_command_says_what_it_did(user, capsys):
    tell(user)
    call_command("send_notices", "--once")
    assert "1 mailed" in capsys.readouterr().out
    call_command("send_notices", "--once", "--again")
    assert "0 mailed" in capsys.readouterr().out


def test_a_user_chooses_on_a_page(user, settings):
    settings.SCHAKEL_DEMO = True  # no second factor is asked
    client = Client()
    client.force_login(user)
    address = reverse("notices:preference")
    assert client.get(address).context["form"].initial == {"by_mail": True, "language": "nl"}
    client.post(address, {"language": "en"})
    chosen = Preference.objects.get()
    assert (chosen.user, chosen.by_mail, chosen.language) == (user, False, "en")
    assert client.post(address, {"language": "xx"}).status_code == 200
    assert Preference.objects.get().language == "en"
