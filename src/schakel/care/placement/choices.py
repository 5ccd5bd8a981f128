"""Schemes of shelter, states of requests and offers and which may follow which, and coded reasons."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Scheme(TextChoices):
    """Kinds of shelter."""

    COSM = "COSM", _("COSM: categorical shelter during the reflection period")
    OMM = "OMM", _("OMM: victims with several problems at once")
    NLA = "NLA", _("Beds for victims of labour exploitation")
    ACM = "ACM", _("72-hour places: not yet clear whether a victim")
    WOMENS_SHELTER = "WOMENS_SHELTER", _("Women's shelter")
    MENS_SHELTER = "MENS_SHELTER", _("Men's shelter")
    HOMELESS_SHELTER = "HOMELESS_SHELTER", _("Homeless shelter")
    EMERGENCY_BED = "EMERGENCY_BED", _("Emergency bed")
    BO = "BO", _("Protected shelter for minors")
    YOUTH_CARE = "YOUTH_CARE", _("Specialised youth care")
    AZC = "AZC", _("Asylum reception")


class Authority(TextChoices):
    """What the centre may do in a scheme."""

    EXCLUSIVE = "EXCLUSIVE", _("only the centre places")
    VIA_CENTRE = "VIA_CENTRE", _("placement goes through the centre, with the professionals")
    MEDIATION = "MEDIATION", _("the centre only mediates; somebody else decides")
    OTHER = "OTHER", _("another authority places")


AUTHORITY: dict[str, Authority] = {
    Scheme.COSM: Authority.EXCLUSIVE,
    Scheme.OMM: Authority.VIA_CENTRE,
    Scheme.NLA: Authority.VIA_CENTRE,
    Scheme.ACM: Authority.OTHER,
    Scheme.WOMENS_SHELTER: Authority.MEDIATION,
    Scheme.MENS_SHELTER: Authority.MEDIATION,
    Scheme.HOMELESS_SHELTER: Authority.MEDIATION,
    Scheme.EMERGENCY_BED: Authority.OTHER,
    Scheme.BO: Authority.OTHER,
    Scheme.YOUTH_CARE: Authority.OTHER,
    Scheme.AZC: Authority.OTHER,
}
# Months that a stay lasts unless extended with a reason.
TERM_MONTHS: dict[str, int] = {Scheme.COSM: 3}


class State(TextChoices):
    """Where a request stands."""

    NEW = "NEW", _("new")
    TRIAGE = "TRIAGE", _("being looked at")
    MATCHING = "MATCHING", _("looking for a place")
    WAITLISTED = "WAITLISTED", _("on the waiting list")
    OFFERED = "OFFERED", _("offered to a shelter")
    ACCEPTED = "ACCEPTED", _("accepted by a shelter")
    PLACED = "PLACED", _("placed")
    NO_SHOW = "NO_SHOW", _("did not arrive")
    ENDED = "ENDED", _("stay ended")
    WITHDRAWN = "WITHDRAWN", _("withdrawn by who asked")
    REFUSED_BY_CLIENT = "REFUSED_BY_CLIENT", _("the client does not want it")
    NOT_PLACEABLE = "NOT_PLACEABLE", _("no suitable place exists")
    REDIRECTED = "REDIRECTED", _("sent on to another scheme")


CLOSING = frozenset(
    {State.WITHDRAWN, State.REFUSED_BY_CLIENT, State.NOT_PLACEABLE, State.REDIRECTED}
)
_SEEKING = frozenset({State.MATCHING, State.WAITLISTED, State.OFFERED, *CLOSING})
TRANSITIONS: dict[str, frozenset[str]] = {
    State.NEW: frozenset({State.TRIAGE, *_SEEKING}),
    State.TRIAGE: _SEEKING,
    State.MATCHING: _SEEKING - {State.MATCHING},
    State.WAITLISTED: _SEEKING - {State.WAITLISTED},
    # One more site in the same round leaves it offered; the last refusal brings it back to matching.
    State.OFFERED: frozenset({State.ACCEPTED, State.MATCHING, State.WAITLISTED, *CLOSING}),
    State.ACCEPTED: frozenset({State.PLACED, State.MATCHING, *CLOSING}),
    State.PLACED: frozenset({State.ENDED, State.NO_SHOW}),
    State.NO_SHOW: frozenset({State.MATCHING, State.WAITLISTED, *CLOSING}),
    State.ENDED: frozenset(),
    **dict.fromkeys(CLOSING, frozenset()),
}
# Somebody still waits for a place.
WAITING = frozenset(
    {State.NEW, State.TRIAGE, State.MATCHING, State.WAITLISTED, State.OFFERED, State.NO_SHOW}
)
DONE = frozenset({State.ENDED, *CLOSING})


class Priority(TextChoices):
    """How soon a place is needed."""

    TONIGHT = "1_TONIGHT", _("tonight")
    DAYS = "2_DAYS", _("within days")
    NORMAL = "3_NORMAL", _("as soon as there is a place")


class Channel(TextChoices):
    """How the request came in."""

    PHONE = "PHONE", _("by telephone")
    PORTAL = "PORTAL", _("in this system")
    REPORT = "REPORT", _("with a report")


class Consent(TextChoices):
    """May data be passed on to a shelter?"""

    YES = "YES", _("yes, the client agrees")
    REPRESENTATIVE = "REPRESENTATIVE", _("yes, a parent or guardian agrees")
    NO = "NO", _("no")
    NOT_ASKED = "NOT_ASKED", _("not asked yet")


MAY_PASS_ON = frozenset({Consent.YES, Consent.REPRESENTATIVE})


class Kin(TextChoices):
    """Who a client is in the group that stays together."""

    MAIN = "MAIN", _("who the request is about")
    CHILD = "CHILD", _("child")
    PARENT = "PARENT", _("parent")
    SIBLING = "SIBLING", _("brother or sister")
    PARTNER = "PARTNER", _("partner")
    OTHER = "OTHER", _("somebody else who comes along")


class Sexes(TextChoices):
    """For whom a unit is."""

    WOMEN = "WOMEN", _("women")
    MEN = "MEN", _("men")
    ANY = "ANY", _("women and men")


class Safety(IntegerChoices):
    """How well a unit is guarded."""

    OPEN = 0, _("open house")
    WATCHED = 1, _("the door is watched")
    STAFFED = 2, _("staff day and night")
    SECRET = 3, _("staff day and night, and a secret address")


class OccupancyKind(TextChoices):
    """Why a unit is not free."""

    HOLD = "HOLD", _("held for an offer")
    STAY = "STAY", _("somebody stays there")
    CLOSED = "CLOSED", _("closed for a time")


class UnitState(TextChoices):
    """How a unit stands at one moment."""

    FREE = "FREE", _("free")
    HELD = "HELD", _("held")
    EXPECTED = "EXPECTED", _("somebody is expected")
    STAY = "STAY", _("occupied")
    CLOSED = "CLOSED", _("closed")


class Word(TextChoices):
    """What a shelter says of a unit on the weekly list."""

    STAYS = "STAYS", _("Still there")
    LEFT = "LEFT", _("Left")
    COMING = "COMING", _("Not there yet")
    ARRIVED = "ARRIVED", _("Arrived")
    NO_SHOW = "NO_SHOW", _("Did not come")
    FREE = "FREE", _("Free")
    CLOSED = "CLOSED", _("Closed")


# What can be said of a unit that stands so; the first is how it stands. A held unit is the centre's word.
WORDS: dict[str, tuple[Word, ...]] = {
    UnitState.STAY: (Word.STAYS, Word.LEFT),
    UnitState.EXPECTED: (Word.COMING, Word.ARRIVED, Word.NO_SHOW),
    UnitState.FREE: (Word.FREE, Word.CLOSED),
    UnitState.CLOSED: (Word.CLOSED, Word.FREE),
    UnitState.HELD: (),
}


class ClosureReason(TextChoices):
    """Why a unit is closed for a time."""

    REPAIR = "REPAIR", _("repair or cleaning")
    STAFF = "STAFF", _("too few staff")
    SAFETY = "SAFETY", _("not safe at the moment")
    OWN_USE = "OWN_USE", _("in use for somebody else")
    OTHER = "OTHER", _("other")


class AnswerKind(TextChoices):
    """How an offer ended."""

    ACCEPTED = "ACCEPTED", _("accepted")
    REFUSED = "REFUSED", _("refused")
    EXPIRED = "EXPIRED", _("not answered in time")
    TAKEN_BACK = "TAKEN_BACK", _("taken back by the centre")


class RefusalReason(TextChoices):
    """Why a shelter refuses."""

    FULL = "FULL", _("full")
    # Regiobinding may not be a contra-indication; it is recorded as a fact, and counted as improper.
    REGION_TIE = "REGION_TIE", _("region: the client has no tie with this region")
    TARGET_GROUP = "TARGET_GROUP", _("outside the target group")
    ADDICTION = "ADDICTION", _("addiction")
    PSYCHIATRIC = "PSYCHIATRIC", _("acute psychiatric problems")
    AGGRESSION = "AGGRESSION", _("aggression")
    LVB = "LVB", _("mild intellectual disability")
    SAFETY = "SAFETY", _("too unsafe here: the offender is in the region")
    CHILDREN = "CHILDREN", _("no room for children")
    GENDER = "GENDER", _("sex")
    NO_B8 = "NO_B8", _("no B8 status, so no funding")
    FUNDING = "FUNDING", _("no funding")
    INFO_MISSING = "INFO_MISSING", _("information is missing")
    OTHER = "OTHER", _("other")


IMPROPER = frozenset({RefusalReason.REGION_TIE})


class Origin(TextChoices):
    """Where a placement came from."""

    REQUEST = "REQUEST", _("on a request")
    TRANSFER = "TRANSFER", _("flowed through from another place")
    DIRECT = "DIRECT", _("placed by the police or another authority")


class Destination(TextChoices):
    """Where somebody went after a stay."""

    TRANSFER = "TRANSFER", _("another shelter")
    OWN_HOME = "OWN_HOME", _("own home")
    FAMILY = "FAMILY", _("family or friends")
    RETURNED = "RETURNED", _("back to the country of origin")
    ASYLUM = "ASYLUM", _("asylum reception")
    CARE = "CARE", _("hospital or clinic")
    DETENTION = "DETENTION", _("detention")
    LEFT_UNKNOWN = "LEFT_UNKNOWN", _("left, not known where to")
    UNKNOWN = "UNKNOWN", _("not known")


class OverstayReason(TextChoices):
    """Why a stay lasts longer than its term."""

    NO_HOUSING = "NO_HOUSING", _("no home to move on to")
    B8_PENDING = "B8_PENDING", _("decision on B8 is awaited")
    MEDICAL = "MEDICAL", _("medical")
    DUBLIN = "DUBLIN", _("Dublin procedure")
    SAFETY = "SAFETY", _("nowhere else is safe")
    OTHER = "OTHER", _("other")


class Happening(TextChoices):
    """The kinds of event in the one history of requests, offers, placements and stays."""

    ASKED = "ASKED", _("shelter asked for")
    STATE = "STATE", _("state changed")
    OFFERED = "OFFERED", _("offered to a shelter")
    ANSWERED = "ANSWERED", _("offer answered")
    ESCALATED = "ESCALATED", _("refusal questioned")
    PLACED = "PLACED", _("placed")
    ARRIVED = "ARRIVED", _("arrived")
    NO_SHOW = "NO_SHOW", _("did not arrive")
    EXTENDED = "EXTENDED", _("stays longer than the term")
    LEFT = "LEFT", _("left")
    HANDED_OVER = "HANDED_OVER", _("handed over to care coordination")
    NOTE = "NOTE", _("note for the next shift")
    CHANGED = "CHANGED", _("facts changed")
    RESTRICTED = "RESTRICTED", _("restricted to one coordinator")
    OPENED = "OPENED", _("opened with a reason although restricted")
    QUESTION = "QUESTION", _("question to who asked")
    REPLY = "REPLY", _("question answered")
    SKIPPED = "SKIPPED", _("place in the order was not free at its turn")
    TAKEN_OVER = "TAKEN_OVER", _("care coordination taken over")


class Language(TextChoices):
    """Languages that clients and staff speak most (ISO 639-1)."""

    NL = "nl", _("Dutch")
    EN = "en", _("English")
    FR = "fr", _("French")
    ES = "es", _("Spanish")
    PT = "pt", _("Portuguese")
    RO = "ro", _("Romanian")
    BG = "bg", _("Bulgarian")
    HU = "hu", _("Hungarian")
    PL = "pl", _("Polish")
    SQ = "sq", _("Albanian")
    UK = "uk", _("Ukrainian")
    TR = "tr", _("Turkish")
    AR = "ar", _("Arabic")
    TI = "ti", _("Tigrinya")
    SO = "so", _("Somali")
    VI = "vi", _("Vietnamese")
    ZH = "zh", _("Chinese")
    TL = "tl", _("Tagalog")
