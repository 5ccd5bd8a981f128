"""One's own choice about mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.notices import actions
from schakel.foundation.notices.forms import PreferenceForm
from schakel.foundation.notices.queries import preference_of


@require_http_methods(["GET", "HEAD", "POST"])
def preference(request: SignedInRequest) -> HttpResponse:
    """Mail or none, and in which language."""
    now = preference_of(request.user)
    form = PreferenceForm(
        request.POST if request.method == "POST" else None,
        initial={"by_mail": now.by_mail, "language": now.language},
    )
    if request.method == "POST" and form.is_valid():
        actions.choose(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your choice was saved."))
        return redirect("accounts:me")
    return render(request, "notices/preference.html", {"form": form})
