"""A release and its periods as pages: what was lost, what was tried, and what may be done now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schakel.foundation.access.rules import allowed_verbs
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.disclosure.choices import Answer, Kind, State
from schakel.insight.disclosure.definition import dimensions, units
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.forms import AnswerForm, SignForm
from schakel.insight.disclosure.making import counting
from schakel.insight.disclosure.models import Release, ReleasePeriod, Step, Verdict, Withdrawal
from schakel.insight.disclosure.parts import chapter_of, part_label
from schakel.insight.disclosure.queries import failures
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.content import Category, Unit
from schakel.register.persons.queries import actor_names

ATTACK = "attack"
_VERBS = ("build", "discard", "offer", "sign", "withdraw")


def visible_period(release: Release, period: str) -> ReleasePeriod:
    """The period of this name; 404 where the release has none."""
    for one in release.periods.all():
        if one.period == period:
            return one
    raise Http404


def names_of(releases: Iterable[Release]) -> dict[str, str]:
    """The names of those who did something to these releases, by number."""
    numbers = {one for row in releases for one in (row.created_by, row.signed_by)}
    numbers |= set(Step.objects.filter(release__in=releases).values_list("by", flat=True))
    return actor_names(numbers)


def progress_of(release: Release, *, attacking: bool) -> dict[str, Any]:
    """How far building or attacking is, in periods."""
    column = "attacked_at" if attacking else "built_at"
    total = release.periods.count()
    left = release.periods.filter(**{column: None}).count()
    return {
        "release": release,
        "what": ATTACK if attacking else "build",
        "attacking": attacking,
        "done": total - left,
        "total": total,
        "left": left,
    }


@require_safe
@never_cache
@allowed("see", "disclosure.Release")
def release(request: SignedInRequest, number: str) -> HttpResponse:
    """A release: how far it is, what was lost, what was tried, who did what, and what may be done."""
    row = visible_or_404(Release.objects.select_related("snapshot"), request.user, number=number)
    record(by=request.user, event=Event.VIEW, object_type="release", object_id=row.number)
    return render(request, "disclosure/release.html", context_of(request, row))


def context_of(request: SignedInRequest, row: Release) -> dict[str, Any]:
    """Everything that the page of a release shows."""
    periods = list(row.periods.all())
    names = names_of([row])
    verbs = allowed_verbs(request.user, row, _VERBS)
    built = [one for one in periods if one.built_at]
    draft, offered = row.state == State.DRAFT, row.state == State.OFFERED
    asked = row.withdrawals.filter(answer=Answer.WAITING).first()
    return {
        "release": row,
        "periods": [(part_label(one.period), one) for one in periods],
        "facts": _facts(row, names),
        "lost": _lost(built),
        "verdicts": _told(_worst(row)),
        "failed": failures(row).exists(),
        "steps": _steps(row, names),
        "draft": draft,
        "build": progress_of(row, attacking=False) if draft and len(built) < len(periods) else None,
        "attack": _attack(row, periods) if draft else None,
        "may_offer": draft and "offer" in verbs and _ready(row, periods),
        "may_build": draft and "build" in verbs,
        "may_discard": "discard" in verbs and (draft or offered),
        "own": "sign" not in verbs,
        "sign": SignForm(initial={"content_hash": row.content_hash})
        if offered and "sign" in verbs
        else None,
        "may_withdraw": row.state == State.PUBLISHED
        and "withdraw" in verbs
        and row.kind != Kind.TABLE
        and asked is None,
        "asked": asked,
        "asked_by": names.get(asked.asked_by, asked.asked_by) if asked else "",
        "answer": AnswerForm()
        if asked and allowed_verbs(request.user, asked, ("answer",))
        else None,
        "withdrawn": row.withdrawals.filter(answer=Answer.AGREED).first(),
    }


def _attack(row: Release, periods: list[ReleasePeriod]) -> dict[str, Any] | None:
    """How far the attacks are, once everything is built and until all are done."""
    if not row.content_hash or all(one.attacked_at for one in periods):
        return None
    return progress_of(row, attacking=True)


def _ready(row: Release, periods: list[ReleasePeriod]) -> bool:
    return (
        bool(row.content_hash)
        and all(one.attacked_at and one.rebuilt_same is not False for one in periods)
        and not failures(row).exists()
    )


def _facts(row: Release, names: Mapping[str, str]) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Kind"), row.get_kind_display()),
        (_("Snapshot"), row.snapshot.number if row.snapshot else _("none: made before snapshots")),
        (_("Cut-off"), _moment(row.cutoff)),
        (_("Method"), f"{row.method}, {_('base')} {row.base}"),
        (_("Made by"), names.get(row.created_by, row.created_by)),
    ]
    if row.content_hash:
        facts.append((_("Hash of the content"), grouped(row.content_hash)))
    if row.published_at:
        signed_by = names.get(row.signed_by, row.signed_by)
        facts.append((_("Signed by"), f"{signed_by}, {_moment(row.published_at)}"))
    reason = row.reason_en if (get_language() or "").startswith("en") else row.reason_nl
    if reason:
        facts.append((_("What changed and why"), reason))
    return facts


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%d-%m-%Y %H:%M")


def grouped(digest: str) -> str:
    """A hash in groups of eight, so that it can be read aloud and fits a phone."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _lost(periods: list[ReleasePeriod]) -> dict[str, Any] | None:
    """Over all periods: how many numbers, how many changed, and by how much."""
    cells = sum(one.cells for one in periods)
    if not cells:
        return None
    return {
        "cells": cells,
        "small": sum(one.small_before for one in periods),
        "changed": sum(one.changed for one in periods),
        "mean": sum(one.mean_error * one.cells for one in periods) / cells,
        "largest": max(one.largest_error for one in periods),
    }


def _worst(row: Release) -> list[Verdict]:
    """For each check the period in which it came out worst: not passed before not measured before passed."""
    found = Verdict.objects.filter(period__release=row).select_related("period")
    by_code: dict[str, list[Verdict]] = defaultdict(list)
    for one in found:
        by_code[one.code].append(one)
    rank = {False: 0, None: 1, True: 2}
    return [
        min(rows, key=lambda one: (rank[one.passed], -((one.measured or 0) - (one.limit or 0))))
        for _code, rows in sorted(by_code.items())
    ]


def _told(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """Verdicts with the worst cell in words."""
    english = (get_language() or "").startswith("en")
    axes: list[tuple[str, str, Sequence[Category | Unit]]] = []
    for chapter in Chapter:
        axes.append(("unit", "", units(chapter)))
        axes += [
            (one.code, f"{one.en if english else one.nl}: ", one.categories)
            for one in dimensions(chapter)
        ]
    labels = {
        f"{code}={one.code}": f"{name}{one.en if english else one.nl}"
        for code, name, categories in axes
        for one in categories
    }
    return [
        {
            "verdict": one,
            "part": part_label(one.period.period),
            "measured": _plain(one.measured),
            "limit": _plain(one.limit),
            "cell": ", ".join(labels.get(part, part) for part in one.worst_cell.split(", ")),
        }
        for one in verdicts
    ]


def _plain(value: float | None) -> float | int | None:
    """A whole number without decimals: most verdicts count something."""
    return int(value) if value is not None and value.is_integer() else value


def _steps(row: Release, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "time": step.at,
            "title": f"{step.get_kind_display()}: {names.get(step.by, step.by)}",
            "text": step.note,
        }
        for step in row.steps.all()
    ]


@require_safe
@never_cache
@allowed("see", "disclosure.Release")
def period(request: SignedInRequest, number: str, period: str) -> HttpResponse:
    """One period of a release: every loss, every verdict, and the protected counts themselves."""
    row = visible_or_404(Release.objects.select_related("snapshot"), request.user, number=number)
    one = visible_period(row, period)
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="release",
        object_id=row.number,
        data=[one.period],
    )
    return render(
        request,
        "disclosure/period.html",
        {
            "release": row,
            "period": one,
            "name": part_label(one.period),
            "hash": grouped(one.content_hash),
            "losses": _by_dimension(one),
            "tables": _by_table(one),
            "verdicts": _told(one.verdicts.select_related("period")),
            "counts": _counts(one) if one.cube else None,
            "bases": _bases(request, one) if "bases" in request.GET else None,
            "may_rebuild": "build" in allowed_verbs(request.user, row, ("build",))
            and one.built_at
            and row.state in (State.DRAFT, State.OFFERED, State.PUBLISHED),
        },
    )


def _bases(request: SignedInRequest, one: ReleasePeriod) -> list[dict[str, Any]] | None:
    """The base in use beside the others, lowest first; None where the snapshot cannot be read any more."""
    try:
        others = counting().other_bases(one)
    except RefusedError as problem:
        messages.error(request, str(problem))
        return None
    used = {
        "base": one.release.base,
        "changed": one.changed,
        "mean": one.mean_error,
        "largest": one.largest_error,
        "total": one.total_error,
    }
    return sorted([used, *others], key=lambda found: found["base"])


def _names(period: ReleasePeriod) -> dict[str, str]:
    english = (get_language() or "").startswith("en")
    found = dimensions(chapter_of(period.period))
    return {one.code: one.en if english else one.nl for one in found}


def _by_dimension(one: ReleasePeriod) -> list[dict[str, Any]]:
    """What was lost in the tables in which a dimension takes part."""
    found = []
    for code, name in _names(one).items():
        tables = [loss for loss in one.losses.all() if code in loss.dimensions.split("|")]
        cells = sum(loss.cells for loss in tables)
        if cells:
            found.append(
                {
                    "name": name,
                    "cells": cells,
                    "mean": sum(loss.mean_error * loss.cells for loss in tables) / cells,
                    "largest": max(loss.largest_error for loss in tables),
                }
            )
    return found


def _by_table(one: ReleasePeriod) -> list[dict[str, Any]]:
    names = _names(one)
    return [
        {
            "name": " × ".join(names.get(code, code) for code in loss.dimensions.split("|"))
            if loss.dimensions
            else _("Totals"),
            "cells": loss.cells,
            "mean": loss.mean_error,
            "largest": loss.largest_error,
        }
        for loss in one.losses.all()
    ]


def _counts(one: ReleasePeriod) -> list[dict[str, Any]]:
    """The protected counts of the whole and of each dimension by itself."""
    return list(counting().previews(one, english=(get_language() or "").startswith("en")))


def withdrawal_of(release: Release) -> Withdrawal:
    """The withdrawal that waits for an answer; 404 where none does."""
    asked = release.withdrawals.filter(answer=Answer.WAITING).first()
    if asked is None:
        raise Http404
    return asked
