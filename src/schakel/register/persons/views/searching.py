"""Finding a person: by POST, so that what is looked for stands in no address, log or history."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.intake.models import Report
from schakel.register.persons.models import Person
from schakel.register.persons.search_forms import SearchForm
from schakel.register.persons.seeking import MOST_FOUND, Found, TooWideError, seeker


@dataclass
class Hit:
    """A person (None: a report that waits), with the reports that answer, the best first."""

    person: Person | None
    score: float
    reasons: list[str]
    differences: list[str]
    reports: list[Report] = field(default_factory=list)

    @property
    def how_well(self) -> str:
        if self.score >= 0.85:
            return _("all of it agrees")
        return _("most of it agrees") if self.score >= 0.6 else _("part of it agrees")

    @property
    def kind(self) -> str:
        return "success" if self.score >= 0.85 else "info" if self.score >= 0.6 else "neutral"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("see", "persons.Identity")
def search(request: SignedInRequest) -> HttpResponse:
    """One page: what to look for, and under it whom that finds, without any name.

    That somebody searched is logged, with which questions were filled in; never with the answers.
    """
    if request.method != "POST":
        return render(request, "persons/search.html", {"form": SearchForm()})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "persons/search.html", {"form": form}, status=422)
    record(by=request.user, event=Event.SEARCH, object_type="person", data=form.filled())
    looking = seeker()
    try:
        found = looking.find(form.terms(), request.user) if looking else []
    except TooWideError:
        form.add_error(
            None, _("This occurs too often to show. Add a second name, a year or a number.")
        )
        return render(request, "persons/search.html", {"form": form}, status=422)
    context = {
        "form": form,
        "asked": True,
        "hits": _by_person(found),
        "full": len(found) >= MOST_FOUND,
    }
    return render(request, "persons/search.html", context)


def _by_person(found: Iterable[Found]) -> list[Hit]:
    """The best report of each person speaks for that person."""
    hits: dict[tuple[str, int], Hit] = {}
    for one in found:
        key = ("person", one.person.pk) if one.person else ("report", one.report.pk)
        hit = Hit(one.person, one.score, one.reasons, one.differences)
        hits.setdefault(key, hit).reports.append(one.report)
    return list(hits.values())
