"""How a report came to belong to a person, and on what ground an identity is opened."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MembershipKind(TextChoices):
    """Why the register holds that a report is about a person."""

    REGISTERED = "REGISTERED", _("new person, registered with this report")
    SAME_KEY = "SAME_KEY", _("the same sender used the same key")
    CORRECTION = "CORRECTION", _("corrects a report about this person")
    JOINED_BY_HAND = "JOINED_BY_HAND", _("a registrar decided: the same person")
    MOVED = "MOVED", _("a registrar moved the report to this person")
    JOINED = "JOINED", _("two persons were found to be one")
    SPLIT = "SPLIT", _("found to be about another person than the reports it was with")
    UNDONE = "UNDONE", _("a decision was undone: as it was before")
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN", _("consent withdrawn: stands alone, without identity")


# Decisions about persons: nobody looked at the single report, so no answer of a reporter was read either.
ABOUT_PERSONS = (MembershipKind.JOINED, MembershipKind.SPLIT, MembershipKind.UNDONE)


class IdentityGround(TextChoices):
    """Why somebody needs to see a name and a date of birth (AVG art. 5 lid 1 onder b: doelbinding)."""

    REGISTRATION = "REGISTRATION", _("decide whether two reports are about one person")
    QUESTION = "QUESTION", _("ask the reporter about missing or doubtful facts")
    RIGHTS = "RIGHTS", _("a person asks to see, correct or remove their data")
    SUPERVISION = "SUPERVISION", _("check of quality or lawfulness")


class ReportState(TextChoices):
    """Where a report stands in the register; worked out, never stored."""

    WAITING = "waiting", _("to register")
    REGISTERED = "registered", _("registered")
    INCOMPLETE = "incomplete", _("registered, facts missing")
    SUPERSEDED = "superseded", _("corrected or withdrawn")


class Queue(TextChoices):
    """Where a report stands for the centre; worked out from its history, never stored."""

    INCOMING = "incoming", _("New and complete")
    INCOMPLETE = "incomplete", _("Facts missing")
    QUESTION = "question", _("Question out")
    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Given back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# The queues in which the centre has something to do.
FOR_THE_CENTRE = (Queue.INCOMING, Queue.INCOMPLETE, Queue.ANSWERED)


class TriageStepKind(TextChoices):
    """What a registrar did with a report that changes neither the report nor its status."""

    ASSIGNED = "ASSIGNED", _("assigned")
    RELEASED = "RELEASED", _("no longer assigned")
    ANSWER_READ = "ANSWER_READ", _("answer dealt with")


class ReadyQuestion(TextChoices):
    """Questions to a reporter that stand ready; each can be changed before it is sent."""

    MISSING = "missing", _("What is missing")
    DATES = "dates", _("A date that is not clear")
    SHELTER = "shelter", _("About the shelter asked for")
    CONSENT = "consent", _("About consent")
    ONE_PERSON = "one_person", _("One report for each person")
    OWN_WORDS = "own_words", _("In my own words")


class Obstacle(TextChoices):
    """Why a report is not accepted without a registrar looking at it."""

    REGISTERED = "already_registered", _("it was registered already")
    NOT_COUNTING = "does_not_count", _("it was corrected, withdrawn or given back")
    QUESTION_OUT = "question_out", _("a question to the reporter is open")
    SEVERAL_PERSONS = "several_persons", _("its key names more than one person")
    MAY_BE_KNOWN = "may_be_known", _("it may be about somebody who is in the register")
    ALIKE_HERE = "alike_here", _("it may be about the same person as another report chosen here")
    MISSING = "missing", _("facts are missing")


class Clock(TextChoices):
    """A period that runs with a report; how long, and where that stands, is in `clocks.csv`."""

    FIRST_LOOK = "FIRST_LOOK", _("first look by the centre")
    DECISION = "DECISION", _("decision by the centre")
    ANSWER = "ANSWER", _("answer of the reporter")
    ANSWER_READ = "ANSWER_READ", _("the centre deals with the answer")
    REFLECTION = "REFLECTION", _("reflection period")
    REFLECTION_DUBLIN = "REFLECTION_DUBLIN", _("reflection period (Dublin)")


# What a purpose asked by a reporter makes of the dossier (domain: dossier type is a dynamic attribute).
DOSSIER_TYPE_OF_PURPOSE = {
    "SHELTER": "REGISTRATION_SHELTER",
    "INFO_ADVICE": "REGISTRATION_INFO_ADVICE",
    "REGISTRATION": "REGISTRATION",
}
