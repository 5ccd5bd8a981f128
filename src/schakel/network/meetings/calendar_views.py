"""Meetings for calendars: the file of one platform or meeting, and the private address of a member."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.presses import shown_once
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.files.responses import download
from schakel.network.meetings.calendars import MEDIA_TYPE, Entry, calendar
from schakel.network.meetings.choices import MeetingState
from schakel.network.meetings.models import CalendarAddress, Meeting, Platform
from schakel.network.meetings.subscribing import holder, make_address, withdraw_address

# Calendars keep what they have; so far back changes still reach them.
PAST = timedelta(days=400)


@require_GET
@allowed("see", "meetings.Platform")
def platform_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """The meetings of a platform as a calendar file, those that were skipped too."""
    row = visible_or_404(Platform.objects.all(), request.user, slug=slug)
    rows = row.meetings.select_related("platform").order_by("starts_at")
    return _file(request, row.name, rows, row.slug)


@require_GET
@allowed("see", "meetings.Meeting")
def meeting_file(request: SignedInRequest, number: str) -> HttpResponse:
    """One meeting as a calendar file."""
    rows = Meeting.objects.select_related("platform")
    row = visible_or_404(rows, request.user, number=number)
    return _file(request, row.platform.name, [row], row.number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("see", "meetings.Platform")
def address(request: SignedInRequest) -> HttpResponse:
    """One's private address. Its secret stands on the answer and nowhere else: nothing to reload."""
    made = ""
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        withdraw_address(by=request.user)
        messages.success(request, _("The address was withdrawn. It opens nothing any more."))
        return redirect("meetings:address")
    if request.method == "POST":
        made = request.build_absolute_uri(
            reverse("meetings:feed", args=[make_address(by=request.user)])
        )
    row = CalendarAddress.objects.filter(user=request.user).first()
    context = {"row": row, "made": made, "subscribe": made.replace("https:", "webcal:", 1)}
    answer = render(request, "meetings/address.html", context)
    return shown_once(answer) if made else answer


@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """All meetings that the holder of the address may see, for a calendar that fetches them by itself.

    Whatever else a calendar asks than to read gets an answer without content: an error would put the
    address into the log.
    """
    user = holder(secret)
    if user is None:
        return HttpResponse(status=404)
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=204, headers={"Allow": "GET, HEAD"})
    rows = Meeting.objects.visible_to(user).filter(starts_at__gte=timezone.now() - PAST)
    rows = rows.select_related("platform").order_by("starts_at", "pk")
    return _file(request, _("Meetings (Schakel)"), rows, "schakel")


def _file(request: HttpRequest, title: str, rows: Iterable[Meeting], name: str) -> HttpResponse:
    entries = [
        Entry(
            uid=f"{one.number}@schakel",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            title=f"{one.platform.name} ({one.number})",
            place=one.place,
            url=request.build_absolute_uri(reverse("meetings:meeting", args=[one.number])),
            revision=one.revision,
            changed_at=one.changed_at,
            cancelled=one.state == MeetingState.SKIPPED,
        )
        for one in rows
    ]
    return download(calendar(title, entries).encode(), f"{name}.ics", MEDIA_TYPE)
