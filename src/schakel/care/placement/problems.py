"""Every reason why something cannot be done in first shelter, in words that say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.actions import NotPossibleError

WHY_NOT: dict[str, Promise] = {
    "again": _("This place has been offered already, and the shelter still has to answer."),
    "answered": _("This offer has been answered already. Look at the answer below."),
    "clock": _("This clock does not stand so that this can happen. Look at where it stands."),
    "consent": _(
        "The client has not agreed yet that data are passed on. Ask for consent first, and write it down."
    ),
    "deviation": _("You choose otherwise than the ranking says. Write down why."),
    "done": _("This request is closed. Is a place still needed? Then ask for shelter again."),
    "early": _("Nobody can leave before they arrived. Look at the day and the time."),
    "empty": _("Write down what it is about: nothing was filled in."),
    "ended": _("This placement has ended already."),
    "expired": _("The time to answer is over. Make a new offer if the place is still wanted."),
    "future": _("This day has not come yet. Write down what happened, not what will happen."),
    "ground": _("Write down which decision or letter says so."),
    "housed": _("These people have a place already. Let them move to another one instead."),
    "long": _("This last day lies before the beginning, or later than the law allows."),
    "meanwhile": _("A colleague changed this meanwhile. Look at it once more and try again."),
    "newest": _(
        "Only the newest fact about a clock can be taken back. Take back the later one first."
    ),
    "no_asker": _("Whoever asked does not use this system. Call them."),
    "no_question": _("No question waits for an answer (any more)."),
    "nobody": _("Say who needs a place: at least one person."),
    "not_accepted": _("The shelter has not accepted yet. Wait for its answer, or write it down."),
    "not_there": _("Nobody of this group is there now. Write down first that they arrived."),
    "offers": _("A shelter still has to answer. Take that offer back first."),
    "open": _("It is open already."),
    "order": _(
        "Something later was written down already. Take that back first, or give a later day."
    ),
    "past": _("This day has passed. Give today or a later day."),
    "proper": _("This refusal rests on a ground that is allowed. There is nothing to question."),
    "reason": _("Somebody stays past the agreed day. Fill in until when, and why."),
    "reviewed": _("This has been reviewed already."),
    "rule_ended": _("This rule has ended already, or begins later than that."),
    "state": _("This is no longer possible as the request stands now. Look at where it stands."),
    "taken": _("Somebody was first: this place is not free any more."),
    "there": _("Somebody has arrived already. Write down that they left instead."),
    "waits": _("These people wait for a place already. Go on with the request that is open."),
}


def in_words(error: NotPossibleError) -> str:
    """Why it is not possible, and what to do, in the language of the page."""
    return str(WHY_NOT[error.code])
