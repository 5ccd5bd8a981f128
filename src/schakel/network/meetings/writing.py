"""The page on which minutes are written while the meeting goes on, on as many screens as there are."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.ui.guarding import CONFIRMED
from schakel.foundation.ui.whole import whole
from schakel.network.meetings.actions import NotPossibleError
from schakel.network.meetings.forms import ActionForm, StepForm
from schakel.network.meetings.minutes_forms import MinutesForm
from schakel.network.meetings.minuting import (
    agree_action,
    close_meeting,
    note_action,
    write_minutes,
)
from schakel.network.meetings.models import Action, AgendaItem, Meeting
from schakel.network.meetings.queries import agreed_by_item, open_actions, version
from schakel.network.meetings.wording import sentence

NO_CONTENT, CLASH, WRONG = 204, 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("manage", "meetings.Meeting")
def minutes(request: SignedInRequest, number: str) -> HttpResponse:
    """All items of a meeting with what was said, decided and agreed.

    The browser saves a card by itself while somebody types (a POST by htmx), and asks now and then what
    others wrote (a GET by htmx with the version that it shows): nothing, or the cards that changed.
    """
    rows = Meeting.objects.select_related("platform")
    row = visible_or_404(rows, request.user, "manage", number=number)
    if request.htmx and request.GET.get("seen") == version(row):
        return HttpResponse(status=NO_CONTENT)
    if not row.is_planned:
        return _over(request, row)
    page = _Page(request, row)
    if request.method == "POST":
        return page.take()
    return page.changed() if request.htmx else page.whole()


def _over(request: SignedInRequest, row: Meeting) -> HttpResponse:
    """The minutes are ready: nothing is written down any more; words that stand on a page stay there."""
    if request.htmx:
        return render(request, "meetings/_over.html", {"row": row}, status=WRONG)
    if request.method == "POST":
        messages.error(
            request, _("The minutes are ready since. What you sent was not written down.")
        )
    return redirect("meetings:meeting", number=row.number)


class _Page:
    """The cards of the page with their forms, of which any number was sent."""

    def __init__(self, request: SignedInRequest, row: Meeting) -> None:
        self.request, self.row, self.status = request, row, 200
        self.what, _sign, self.key = request.POST.get("do", "").partition("-")
        self.items = list(row.items.all())
        self.notes = {
            item.pk: MinutesForm(self._sent(f"i{item.pk}-minutes"), item=item)
            for item in self.items
        }
        self.doubts: list[tuple[AgendaItem, str]] = []
        # The form that was sent with one of the other buttons, by button.
        self.used: dict[str, Any] = {}

    def _sent(self, name: str) -> Any:
        return self.request.POST if name in self.request.POST else None

    def take(self) -> HttpResponse:
        """Keep the words of every card that was sent; then do what the button says."""
        self._write()
        takers = {
            "save": self._stay,
            "item": self._stay,
            "act": self._agree,
            "step": self._note,
            "close": self._close,
        }
        if self.what not in takers:
            raise Http404
        if self.status != 200 and self.what == "close":
            return self._answer("")
        try:
            place = takers[self.what]()
        except NotPossibleError as why:
            messages.error(self.request, sentence(why))
            self.status, place = WRONG, ""
        return self._answer(place)

    def _answer(self, place: str) -> HttpResponse:
        if self.request.htmx:
            key = whole(self.key)
            return self._cards(set() if key is None else {key})
        return redirect(place) if place and self.status == 200 else self.whole()

    def _write(self) -> None:
        for item in self.items:
            form = self.notes[item.pk]
            if not form.is_bound:
                continue
            if not form.is_valid():
                self.status = WRONG
            done = write_minutes(by=self.request.user, item=item, said=form.said, seen=form.seen)
            form.show_clashes(done.clashes)
            if form.clashes:
                self.status = CLASH
            self.notes[item.pk] = form.after(done.item)
        self.items = [self.notes[item.pk].item for item in self.items]

    def _here(self, anchor: str) -> str:
        return f"{reverse('meetings:minutes', args=[self.row.number])}#{anchor}"

    def _of(self, rows: list[Any]) -> Any:
        found = next((one for one in rows if str(one.pk) == self.key), None)
        if found is None:
            raise Http404
        return found

    def _stay(self) -> str:
        return self._here(f"item-{self.key}" if self.key else "main")

    def _agree(self) -> str:
        item: AgendaItem = self._of(self.items)
        form = self._used(ActionForm(self.request.POST, **self._act_names(item)))
        if form.is_valid():
            agree_action(by=self.request.user, platform=self.row.platform, item=item, **form.given)
            self.used.clear()
        return self._here(f"item-{item.pk}")

    def _note(self) -> str:
        action = self._of(list(open_actions(self.request.user).filter(platform=self.row.platform)))
        form = self._used(StepForm(self.request.POST, prefix=f"s{action.pk}"))
        if form.is_valid():
            note_action(by=self.request.user, action=action, **form.cleaned_data)
            self.used.clear()
        return self._here("actions")

    def _used(self, form: Any) -> Any:
        self.used[f"{self.what}-{self.key}"] = form
        self.status = self.status if form.is_valid() else WRONG
        return form

    def _act_names(self, item: AgendaItem) -> dict[str, Any]:
        return {"platform": self.row.platform, "prefix": f"a{item.pk}"}

    def _close(self) -> str:
        self.doubts = [
            (item, text)
            for item in self.items
            for text in dict.fromkeys(said for _name, said in self.notes[item.pk].doubts())
        ]
        if self.doubts and not self.request.POST.get(CONFIRMED):
            self.status = WRONG
            return ""
        left = close_meeting(by=self.request.user, meeting=self.row)
        text = ngettext(
            "The minutes are ready. %(left)s item goes to the next meeting.",
            "The minutes are ready. %(left)s items go to the next meeting.",
            left,
        )
        messages.success(self.request, text % {"left": left})
        return reverse("meetings:meeting", args=[self.row.number])

    def whole(self) -> HttpResponse:
        """The page."""
        return self._shown("meetings/minutes.html", self.items)

    def changed(self) -> HttpResponse:
        """The cards that are newer than those on the screen that asks."""
        seen = self.request.GET
        keys = {
            item.pk for item in self.items if seen.get(f"i{item.pk}-revision") != str(item.revision)
        }
        return self._cards(keys)

    def _cards(self, keys: set[int]) -> HttpResponse:
        return self._shown("meetings/_live.html", [one for one in self.items if one.pk in keys])

    def _shown(self, template: str, items: list[AgendaItem]) -> HttpResponse:
        agreed = agreed_by_item(self.row)
        names = _names(items)
        places = {item.pk: place for place, item in enumerate(self.items, 1)}
        context = {
            "row": self.row,
            "version": version(self.row),
            "cards": [
                {
                    "item": item,
                    "place": places[item.pk],
                    "form": self.notes[item.pk],
                    "act": self.used.get(f"act-{item.pk}") or ActionForm(**self._act_names(item)),
                    "agreed": agreed.get(item.pk, []),
                    "writer": names.get(item.written_by, ""),
                }
                for item in items
            ],
            "actions": self._earlier(),
            "open": sum(not item.outcome for item in self.items),
            "doubts": self.doubts,
            "confirmed": CONFIRMED,
        }
        return render(self.request, template, context, status=self.status)

    def _earlier(self) -> list[tuple[Action, StepForm]]:
        rows = open_actions(self.request.user).filter(platform=self.row.platform)
        return [
            (one, self.used.get(f"step-{one.pk}") or StepForm(prefix=f"s{one.pk}"))
            for one in rows
            if one.item is None or one.item.meeting_id != self.row.pk
        ]


def _names(items: list[AgendaItem]) -> Mapping[str, str]:
    numbers = {item.written_by for item in items if item.written_by}
    return dict(User.objects.filter(number__in=numbers).values_list("number", "name"))
