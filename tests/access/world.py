"""Somebody of every role, and one of each thing that an address can name."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import STAFF_ROLES, Role, Scope
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.accounts.token_changes import create_token
from schakel.foundation.accounts.tokens import AccessToken
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.webhooks.actions import subscribe
from schakel.foundation.webhooks.models import Message, Subscription
from schakel.insight.analysis.actions import make_snapshot
from schakel.insight.analysis.models import SavedTable, Snapshot
from schakel.insight.analysis.questions import Question
from schakel.insight.delivery.actions import make_edition
from schakel.insight.delivery.models import Edition
from schakel.insight.disclosure.models import Release, Withdrawal
from schakel.knowledge.figures.models import PublishedEdition, PublishedTable, PublishedVersion
from schakel.knowledge.figures.tests.cubes import DIMENSIONS, published_overview
from schakel.knowledge.figures.tests.cubes import published as published_cubes
from schakel.knowledge.figures.tests.tables import published as published_table
from schakel.register.intake.actions import receive
from schakel.register.intake.attachments.keeping import add_to_report, look_at
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.deliveries import deliver, stage
from schakel.register.intake.drafting import start_draft
from schakel.register.intake.models import (
    Attachment,
    ImportBatch,
    Report,
    ReportDraft,
    ReportRestriction,
    Tip,
)
from schakel.register.intake.restricting import restrict
from schakel.register.intake.tipping import take_tip
from schakel.register.intake.withdrawing import withdraw_consent
from schakel.register.linkage.actions import join
from schakel.register.linkage.modelling import model_in_use
from schakel.register.linkage.models import ClusterDoubt, Decision, Judgement, Proposal, SecondLook
from schakel.register.persons.actions import register
from schakel.register.persons.handling import save_search
from schakel.register.persons.importing import run
from schakel.register.persons.models import Person, SavedSearch
from tests.access.housing import Housing

SYSTEM = SystemActor("tests")
PASSWORD = "long enough to be one"


class World:
    """Things are made when a row of the table first asks for them."""

    @cached_property
    def centre(self) -> Organisation:
        return Organisation.objects.create(name="Centre")

    @cached_property
    def partner(self) -> Organisation:
        """For whom everybody from outside the centre acts."""
        return Organisation.objects.create(name="Partner", reporter_type="POLICE")

    @cached_property
    def elsewhere(self) -> Organisation:
        """Nobody here acts for this one."""
        return Organisation.objects.create(name="Elsewhere", reporter_type="SHELTER")

    @cached_property
    def users(self) -> dict[Role, User]:
        """One per role, with a second factor."""
        return {role: self._user(role) for role in Role}

    @cached_property
    def housing(self) -> Housing:
        """What first shelter has."""
        return Housing(self.users[Role.PLACEMENT_COORDINATOR])

    def _user(self, role: Role) -> User:
        user = User.objects.create_user(f"{role}@example.org", PASSWORD, name=role.title())
        party = self.centre if role in STAFF_ROLES else self.partner
        Mandate.objects.create(user=user, organisation=party, role=role)
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=user, type=kind, data={})
        return user

    def client(self, role: Role | None) -> Client:
        """A fresh browser: of somebody with this role, or of a visitor."""
        client = Client()
        client.handler = self._handler
        if role is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[role]
        return client

    @cached_property
    def _handler(self) -> ClientHandler:
        """What answers; putting it together takes as long as an answer does."""
        return Client().handler

    @cached_property
    def _sessions(self) -> dict[Role, str]:
        """Everybody signed in once; what an address does to the session is undone with the rest."""
        keys = {}
        for role, user in self.users.items():
            client = Client()
            client.force_login(user)
            keys[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return keys

    @cached_property
    def colleague(self) -> User:
        """A user who is none of the others."""
        user = User.objects.create_user("colleague@example.org", name="Colleague")
        Mandate.objects.create(user=user, organisation=self.centre, role=Role.EDITOR)
        return user

    @cached_property
    def token(self) -> AccessToken:
        """With which a programme of `partner` reports."""
        token, _secret = create_token(
            by=SYSTEM,
            organisation=self.partner,
            name="Programme",
            scopes=Scope.values,
            expires_at=timezone.now() + timedelta(days=30),
        )
        return token

    def _report(self, sender: Organisation, reference: str) -> Report:
        data = ReportData(
            reporter_type=sender.reporter_type,
            reporter_reference=reference,
            reported_on=PartialDate(2024, 5, 3),
            surname="Zonnebloem",
            forms=(FormData("SEXUAL"),),
            purposes=(
                PurposeData("REGISTRATION", "BPG_4_2"),
                PurposeData("SHELTER", "CONSENT_VICTIM"),
            ),
        )
        return receive(by=SYSTEM, data=data, channel="PORTAL", organisation=sender)

    @cached_property
    def report(self) -> Report:
        """A report of `partner`, registered."""
        report = self._report(self.partner, "here")
        register(by=SYSTEM, report=report, new=True)
        return report

    @cached_property
    def report_elsewhere(self) -> Report:
        """A report of another organisation, registered."""
        report = self._report(self.elsewhere, "there")
        register(by=SYSTEM, report=report, new=True)
        return report

    @cached_property
    def report_waiting(self) -> Report:
        """A report of `partner` that nobody decided on yet."""
        return self._report(self.partner, "waiting")

    @cached_property
    def proposal(self) -> Proposal:
        """Two reports that may be about one person."""
        low, high = sorted((self.report.pk, self.report_waiting.pk))
        there = Proposal.objects.filter(low=low, high=high).first()
        return there or Proposal.objects.create(
            low_id=low, high_id=high, version=model_in_use(), score=0.5, levels={}
        )

    @cached_property
    def doubt(self) -> ClusterDoubt:
        """Two reports that the linkage unit no longer holds together."""
        low, high = sorted((self.report.pk, self.report_waiting.pk))
        return ClusterDoubt.objects.create(low_id=low, high_id=high)

    @cached_property
    def search(self) -> SavedSearch:
        """A search of the registrar."""
        registrar = self.users[Role.REGISTRAR]
        return save_search(by=registrar, name="Mine", query="assigned=me", shared=False)

    @cached_property
    def report_on_consent(self) -> Report:
        """A report of `partner` for which consent can be withdrawn."""
        return self._report(self.partner, "consent")

    @cached_property
    def report_withdrawn(self) -> Report:
        """A report of `partner` for which it was."""
        report = self._report(self.partner, "withdrawn")
        withdraw_consent(
            by=SYSTEM,
            report=report,
            purposes=("SHELTER",),
            withdrawn_on=timezone.localdate(),
            given_by="PERSON",
        )
        return report

    @cached_property
    def report_restricted(self) -> Report:
        """A report of another organisation that only the registrar sees."""
        report = self._report(self.elsewhere, "restricted")
        keeper = self.users[Role.REGISTRAR]
        restrict(by=SYSTEM, report=report, keeper=keeper, reason="SAFETY")
        return report

    @cached_property
    def restriction(self) -> ReportRestriction:
        """Who keeps it."""
        return ReportRestriction.objects.get(report=self.report_restricted)

    @cached_property
    def second_look(self) -> SecondLook:
        """A verdict of a colleague that is to be given again."""
        said = Judgement.objects.create(proposal=self.proposal, by="U-0000-0000", verdict="SAME")
        return SecondLook.objects.create(first=said)

    @cached_property
    def restriction_of_colleague(self) -> ReportRestriction:
        """A report that another registrar keeps."""
        report = self._report(self.elsewhere, "kept")
        user = User.objects.create_user("keeper@example.org", name="Keeper")
        Mandate.objects.create(user=user, organisation=self.centre, role=Role.REGISTRAR)
        restrict(by=SYSTEM, report=report, keeper=user, reason="SAFETY")
        return ReportRestriction.objects.get(report=report)

    @cached_property
    def tip(self) -> Tip:
        """What a citizen told."""
        return take_tip(by=SYSTEM, text="Something seen.")

    @cached_property
    def report_draft(self) -> ReportDraft:
        """What the reporter is writing."""
        return start_draft(
            by=self.users[Role.REPORTER],
            organisation=self.partner,
            token="0" * 32,
            answers={"reporter_reference": ["draft"]},
            step="person",
        )

    @cached_property
    def attachment(self) -> Attachment:
        """A file with the report of `partner`."""
        return self._file(self.report)

    @cached_property
    def attachment_elsewhere(self) -> Attachment:
        """A file with the report of another organisation."""
        return self._file(self.report_elsewhere)

    def _file(self, report: Report) -> Attachment:
        checked = look_at(by=SYSTEM, to=report, name="letter.txt", content=b"A letter.")
        return add_to_report(by=SYSTEM, report=report, file=checked)

    @cached_property
    def person(self) -> Person:
        return Person.objects.get(memberships__report=self.report)

    @cached_property
    def other_person(self) -> Person:
        """Somebody else, whom another organisation reported."""
        return Person.objects.get(memberships__report=self.report_elsewhere)

    @cached_property
    def decision(self) -> Decision:
        """That two persons are one; waits for a second registrar."""
        return join(by=SYSTEM, low=self.person, high=self.other_person, reason="Alike")

    @cached_property
    def batch(self) -> ImportBatch:
        """A file of reports that waits to be read in."""
        return stage(by=SYSTEM, content=b"person,list\n1,P\n", name="lists.csv").batch

    @cached_property
    def batch_held(self) -> ImportBatch:
        """A file with an error, held back."""
        return stage(by=SYSTEM, content=b"person,list\n1,P\n,P\n", name="lists.csv").batch

    @cached_property
    def batch_done(self) -> ImportBatch:
        """A file that was taken in."""
        return run(by=SYSTEM, batch=stage(by=SYSTEM, content=b"person,list\n9,P\n").batch)

    def _delivery(self, sender: Organisation) -> ImportBatch:
        content = b"reporter_reference,age\nhere-1,20\nhere-2,old\n"
        return deliver(by=SYSTEM, content=content, organisation=sender).batch

    @cached_property
    def delivery(self) -> ImportBatch:
        """A file that `partner` sent in itself, checked and not taken in yet."""
        return self._delivery(self.partner)

    @cached_property
    def delivery_elsewhere(self) -> ImportBatch:
        """A file of another organisation."""
        return self._delivery(self.elsewhere)

    @cached_property
    def subscription(self) -> Subscription:
        """The partner's own system gets status messages."""
        return subscribe(by=SYSTEM, organisation=self.partner, address="https://partner.example/")

    @cached_property
    def dead_message(self) -> Message:
        """One of them was given up."""
        return Message.objects.create(
            subscription=self.subscription, event="webhook.test", state="DEAD", at=timezone.now()
        )

    def _release(self, state: str, made_by: str, **more: Any) -> Release:
        now = timezone.now()
        release = Release.objects.create(
            state=state,
            created_by=made_by,
            created_at=now,
            cutoff=now,
            base=5,
            method="rounding",
            **more,
        )
        release.periods.create(period="2024", records=400)
        return release

    @cached_property
    def snapshot(self) -> Snapshot:
        """The register without identities."""
        return make_snapshot(by=SYSTEM)

    @cached_property
    def saved_table(self) -> SavedTable:
        """A table that somebody keeps."""
        return SavedTable.objects.create(
            owner=self.colleague,
            name="By sex",
            definition=Question("reports", "sex").definition,
            snapshot=self.snapshot,
            shared=True,
        )

    @cached_property
    def edition(self) -> Edition:
        """A draft of the annual overview."""
        assert self.figures.version
        return make_edition(by=SYSTEM, year=2024)

    @cached_property
    def overview(self) -> PublishedEdition:
        """A published overview, of one chart."""
        return published_overview(self.figures.version)

    @cached_property
    def draft(self) -> Release:
        """A release that the disclosure officer is making."""
        return self._release("draft", self.users[Role.DISCLOSURE_OFFICER].actor_id)

    @cached_property
    def offered(self) -> Release:
        """A release of a colleague, to be signed."""
        return self._release("offered", "U-OTHER")

    @cached_property
    def offered_own(self) -> Release:
        """A release that the disclosure officer made, to be signed by another."""
        return self._release("offered", self.users[Role.DISCLOSURE_OFFICER].actor_id)

    @cached_property
    def published(self) -> Release:
        """A release that stands, of which a colleague asks that it be withdrawn."""
        release = self._release("published", "U-OTHER", signed_by="U-THIRD")
        Withdrawal.objects.create(
            release=release,
            note_nl="Fout",
            note_en="Wrong",
            asked_at=release.cutoff,
            asked_by="U-OTHER",
        )
        return release

    @cached_property
    def table(self) -> PublishedTable:
        """A single table from before all figures came from one cube."""
        return published_table()

    @cached_property
    def figures(self) -> PublishedVersion:
        """Released figures of three years."""
        return published_cubes(dimensions=DIMENSIONS)
