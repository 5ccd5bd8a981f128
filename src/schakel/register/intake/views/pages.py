"""What the pages of reporters share: their shell, and what is in the way of sending."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.actions import NotPossibleError, ReferenceInUseError
from schakel.register.intake.forms.guided import reference_in_use
from schakel.register.intake.models import Report


def page(request: SignedInRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """A page of this app, in the shell of whoever asks for it."""
    shell = "ui/staff.html" if request.user.works_at_centre else "ui/partner.html"
    list_label = (
        _("Reports that you are writing") if request.user.works_at_centre else _("Our reports")
    )
    context = {
        "shell": shell,
        "list_url": reverse("intake:own"),
        "list_label": list_label,
        **context,
    }
    return render(request, f"intake/{name}.html", context)


def attempt(form: Form, send: Any) -> Report | None:
    """Send, or put what is in the way beside the field that it is about."""
    try:
        return send()
    except ValidationError as refusal:
        for name, texts in refusal.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
    except ReferenceInUseError as refusal:
        by_centre = getattr(form, "by_centre", False)
        form.add_error("reporter_reference", reference_in_use(refusal.number, by_centre=by_centre))
    except NotPossibleError:
        form.add_error(None, _("This report has meanwhile been corrected or withdrawn."))
    return None
