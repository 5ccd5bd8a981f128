"""Kinds, themes and levels of signals, where they come from, and which state may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What kind of news it is."""

    BOTTLENECK = "BOTTLENECK", _("bottleneck")
    TREND = "TREND", _("trend")
    SUCCESS = "SUCCESS", _("success factor")


class Theme(TextChoices):
    """What it is about. The first four are counted by the system too."""

    REGION_TIE = "REGION_TIE", _("shelter refused for a tie to a region")
    SCHEME_FULL = "SCHEME_FULL", _("a kind of shelter is full")
    WAITING_LIST = "WAITING_LIST", _("the waiting list for shelter is too long")
    OVERSTAY = "OVERSTAY", _("stays that last longer than their term")
    HOUSING = "HOUSING", _("a home after shelter")
    CARE = "CARE", _("health care and counselling")
    RESIDENCE = "RESIDENCE", _("reflection period and right of residence")
    POLICE_REPORT = "POLICE_REPORT", _("reporting to the police")
    MINORS = "MINORS", _("minors")
    LABOUR = "LABOUR", _("labour exploitation")
    CRIMINAL = "CRIMINAL", _("criminal exploitation")
    ONLINE = "ONLINE", _("recruitment and exploitation online")
    DATA_SHARING = "DATA_SHARING", _("sharing data")
    MUNICIPALITY = "MUNICIPALITY", _("policy and care coordination of municipalities")
    COOPERATION = "COOPERATION", _("working together in the chain")
    OTHER = "OTHER", _("other")


class Level(TextChoices):
    """Where it is to be dealt with, from practice upwards: the order is that of the ladder."""

    OPERATIONAL = "OPERATIONAL", _("practice (operational)")
    SOM = "SOM", _("SOM")
    TASK_FORCE = "TASK_FORCE", _("Task Force")
    MINISTRY = "MINISTRY", _("ministry")


class Scale(TextChoices):
    """How far it reaches."""

    LOCAL = "LOCAL", _("local")
    REGIONAL = "REGIONAL", _("regional")
    NATIONAL = "NATIONAL", _("national")
    INTERNATIONAL = "INTERNATIONAL", _("international")


class Origin(TextChoices):
    """Who saw it."""

    SYSTEM = "SYSTEM", _("counted by the system")
    PERSON = "PERSON", _("raised by somebody")


class State(TextChoices):
    """Where it stands."""

    NEW = "NEW", _("new")
    ASSESSED = "ASSESSED", _("assessed")
    ON_AGENDA = "ON_AGENDA", _("on an agenda")
    ESCALATED = "ESCALATED", _("taken a level up")
    ACTION = "ACTION", _("action agreed")
    RESOLVED = "RESOLVED", _("resolved")
    PARKED = "PARKED", _("parked")


_ANY_TIME = frozenset(
    {State.ON_AGENDA, State.ESCALATED, State.ACTION, State.RESOLVED, State.PARKED}
)
TRANSITIONS: dict[str, frozenset[str]] = {
    State.NEW: frozenset({State.ASSESSED, State.PARKED}),
    State.ASSESSED: _ANY_TIME,
    # One meeting after another may look at it, and one that is skipped hands it to the next.
    State.ON_AGENDA: _ANY_TIME,
    # A level higher it may be put on an agenda, or taken up once more.
    State.ESCALATED: _ANY_TIME,
    State.ACTION: _ANY_TIME - {State.ACTION},
    # What was thought to be over may come back.
    State.RESOLVED: frozenset({State.ASSESSED}),
    State.PARKED: frozenset({State.ASSESSED}),
}
OPEN = frozenset(set(State) - {State.RESOLVED, State.PARKED})
# What a meeting may be asked to look at.
FOR_AGENDA = frozenset({State.ASSESSED, State.ON_AGENDA, State.ESCALATED, State.ACTION})


def is_higher(level: str, than: str) -> bool:
    """Does `level` stand further up the ladder?"""
    order = list(Level)
    return order.index(Level(level)) > order.index(Level(than))
