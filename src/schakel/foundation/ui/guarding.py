"""Free text that is looked at twice: in the browser on leaving the field, and here on sending."""

import json
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.ui.free_text import (
    BIRTH,
    EMAIL,
    NAME,
    SERVICE_NUMBER,
    TELEPHONE,
    findings,
    rule_table,
)

SENTENCES = {
    SERVICE_NUMBER: gettext_lazy(
        "This looks like a citizen service number (BSN). We never keep one: take it out."
    ),
    EMAIL: gettext_lazy("This looks like an e-mail address. Does it belong here?"),
    TELEPHONE: gettext_lazy("This looks like a telephone number. Does it belong here?"),
    BIRTH: gettext_lazy("This looks like a date of birth. Does it belong here?"),
    NAME: gettext_lazy("There may be a name in this text. Does it belong here?"),
}
CONFIRMED = "text_confirmed"


def _table() -> str:
    texts = {kind: str(text) for kind, text in SENTENCES.items()}
    return json.dumps({**rule_table(), "texts": texts})


_lazy_table = lazy(_table, str)


def guarded(widget: forms.Widget) -> forms.Widget:
    """The same control, which the browser looks at on leaving it; in the language of the page."""
    widget.attrs["data-free-text"] = _lazy_table()
    return widget


class ConfirmedTextForm(forms.Form):
    """Asks once whether what was found belongs in the text; a service number is refused by the field."""

    texts: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.texts:
            guarded(self.fields[name].widget)

    def clean(self) -> dict[str, Any]:
        """Refuse a doubtful text until the writer says that it is meant so."""
        given = super().clean() or self.cleaned_data
        doubts = [
            (name, kind)
            for name in self.texts
            # As it was typed: what a service number in it refused may hold more than that.
            for kind in findings(str(self[name].value() or ""))
            if kind != SERVICE_NUMBER
        ]
        if doubts:
            self.fields[CONFIRMED] = forms.BooleanField(
                label=_("This belongs in the text. Send it like this."), required=False
            )
            if not self.data.get(CONFIRMED):
                for name, kind in doubts:
                    self.add_error(name, str(SENTENCES[kind]))
        return given
