"""The second pair of eyes on what leaves the house: the answer of who looks, and that it is somebody."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor, SystemActor


def require_person(by: Actor) -> None:
    """A command has no eyes: what takes four of them takes two persons."""
    if isinstance(by, SystemActor):
        raise PermissionDenied("a signature is somebody's")


class SignForm(forms.Form):
    """Sign what was shown, or say why not."""

    content_hash = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            ("sign", _("I have looked at it: sign and publish")),
            ("refuse", _("I do not sign")),
        ],
    )
    reason = forms.CharField(
        label=_("If you do not sign: why?"),
        help_text=_("The maker reads this. Name no person."),
        max_length=300,
        required=False,
    )
