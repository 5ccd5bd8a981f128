"""Why something is not possible at a meeting or a platform, in words."""

from django.utils.translation import gettext as _

from schakel.network.meetings.actions import NotPossibleError


def sentence(why: NotPossibleError) -> str:
    """What stands in the way, after the item of the agenda where there is one."""
    code, title = (*why.args, "", "")[:2]
    said = {
        "reason": _("Say why it is parked, and when it is looked at again."),
        "level": _("No level stands above the one that deals with it now."),
        "organisation": _("This person does not act for that organisation."),
        "twice": _("This organisation is a member in that time already, with the same person."),
        "until": _("The last day lies before the first."),
    }
    text = said.get(code, _("This is not possible as it stands now. Look once more."))
    return f"{title}: {text}" if title else text
