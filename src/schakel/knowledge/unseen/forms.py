"""The choice beside the picture: a form that is asked by GET and needs no script."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.knowledge.unseen.pond import USUAL


class PondForm(forms.Form):
    """Whether two nets depend on each other."""

    nets = forms.ChoiceField(
        label=_("How do the two nets catch?"),
        choices=[
            (
                "apart",
                _("Independently: a fish from the first net is as easily caught by the second"),
            ),
            (
                "together",
                _(
                    "Together: who is in one net is sooner in the other, as when lists send people on"
                ),
            ),
            (
                "avoid",
                _(
                    "Apart: who is in one net is seldom in the other, as when lists see other people"
                ),
            ),
        ],
        initial=USUAL,
        widget=forms.RadioSelect,
        required=False,
    )
