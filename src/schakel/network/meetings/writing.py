"""The page on which minutes are written while the meeting goes on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.network.meetings.actions import NotPossibleError
from schakel.network.meetings.forms import ActionForm, MinutesForm, StepForm
from schakel.network.meetings.minuting import (
    WrittenMeanwhileError,
    agree_action,
    close_meeting,
    note_action,
    write_minutes,
)
from schakel.network.meetings.models import AgendaItem, Meeting
from schakel.network.meetings.queries import agreed_by_item, open_actions


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("manage", "meetings.Meeting")
def minutes(request: SignedInRequest, number: str) -> HttpResponse:
    """All items of a meeting with what was said, decided and agreed; each is saved by itself."""
    rows = Meeting.objects.select_related("platform")
    row = visible_or_404(rows, request.user, "manage", number=number)
    if not row.is_planned:
        return redirect("meetings:meeting", number=number)
    page = _Page(request, row)
    if request.method == "POST":
        answer = page.take()
        if answer is not None:
            return answer
    return render(request, "meetings/minutes.html", page.context(), status=page.status)


class _Page:
    """The forms of the page, of which one was sent."""

    def __init__(self, request: SignedInRequest, row: Meeting) -> None:
        self.request, self.row, self.status = request, row, 200
        self.items = list(row.items.select_related("signal", "came_from__meeting__platform"))
        self.actions = list(open_actions(request.user).filter(platform=row.platform))
        sent = request.POST.get("do", "")
        self.what, _sign, self.key = sent.partition("-")
        self.notes = {
            item.pk: MinutesForm(self._data("item", item.pk), item=item) for item in self.items
        }
        self.acts = {
            item.pk: ActionForm(
                self._data("act", item.pk), platform=row.platform, prefix=f"a{item.pk}"
            )
            for item in self.items
        }
        self.steps = {
            one.pk: StepForm(self._data("step", one.pk), prefix=f"s{one.pk}")
            for one in self.actions
        }

    def _data(self, what: str, key: int) -> Any:
        return self.request.POST if (self.what, self.key) == (what, str(key)) else None

    def take(self) -> HttpResponse | None:
        """Do what was sent, and lead back to where it was; None where it was not right."""
        takers = {
            "item": self._item,
            "act": self._act,
            "step": self._step,
            "close": self._close,
        }
        if self.what not in takers:
            raise Http404
        try:
            place = takers[self.what]()
        except NotPossibleError:
            self._error(_("This is not possible as it stands now. Look once more."))
            place = None
        if place is None:
            self.status = 422
            return None
        return redirect(place)

    def _error(self, text: str) -> None:
        messages.error(self.request, text)

    def _here(self, anchor: str) -> str:
        return f"{reverse('meetings:minutes', args=[self.row.number])}#{anchor}"

    def _of(self, rows: list[Any]) -> Any:
        found = next((one for one in rows if str(one.pk) == self.key), None)
        if found is None:
            raise Http404
        return found

    def _item(self) -> str | None:
        item: AgendaItem = self._of(self.items)
        form = self.notes[item.pk]
        if not form.is_valid():
            return None
        try:
            write_minutes(by=self.request.user, item=item, **form.given)
        except WrittenMeanwhileError:
            form.add_error(
                None,
                _(
                    "A colleague wrote here since you opened the page. Copy your text, open the page "
                    "anew, and put both together."
                ),
            )
            return None
        return self._here(f"item-{item.pk}")

    def _act(self) -> str | None:
        item: AgendaItem = self._of(self.items)
        form = self.acts[item.pk]
        if not form.is_valid():
            return None
        agree_action(by=self.request.user, platform=self.row.platform, item=item, **form.given)
        return self._here(f"item-{item.pk}")

    def _step(self) -> str | None:
        action = self._of(self.actions)
        form = self.steps[action.pk]
        if not form.is_valid():
            return None
        note_action(by=self.request.user, action=action, **form.cleaned_data)
        return self._here("actions")

    def _close(self) -> str:
        left = close_meeting(by=self.request.user, meeting=self.row)
        text = ngettext(
            "The minutes are ready. %(left)s item goes to the next meeting.",
            "The minutes are ready. %(left)s items go to the next meeting.",
            left,
        )
        messages.success(self.request, text % {"left": left})
        return reverse("meetings:meeting", args=[self.row.number])

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        agreed = agreed_by_item(self.row)
        return {
            "row": self.row,
            "items": [
                (item, self.notes[item.pk], self.acts[item.pk], agreed.get(item.pk, []))
                for item in self.items
            ],
            "actions": [
                (one, self.steps[one.pk])
                for one in self.actions
                if one.item is None or one.item.meeting_id != self.row.pk
            ],
            "open": sum(not item.outcome for item in self.items),
            "may_manage": may(self.request.user, "manage", self.row),
        }
