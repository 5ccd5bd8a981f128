"""The rules about who fits where: which hold on a day, and how each came about."""

import json
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from schakel.care.placement.models import RuleVersion
from schakel.care.placement.owners import owner_names
from schakel.care.placement.rule_forms import RulesFilter
from schakel.care.placement.ruled import LEVELS
from schakel.care.placement.showing import Shown, shown_of
from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest


@require_GET
@allowed("see", "placement.RuleVersion")
def index(request: SignedInRequest) -> HttpResponse:
    """The rules that hold on a day, from every shelter down to one unit, and those to come or ended."""
    form = RulesFilter(request.GET)
    on = (form.is_valid() and form.cleaned_data["on"]) or timezone.localdate()
    rows = list(RuleVersion.objects.in_force(on))
    held = {row.code for row in rows}
    others = [row for row in RuleVersion.objects.newest() if row.code not in held]
    names = owner_names([*rows, *others])
    context = {
        "form": form,
        "on": on,
        "sections": _sections(rows, names),
        "others": [shown_of(row, names) for row in others],
        "may_change": may(request.user, "change", "placement.RuleVersion"),
        "number": len(rows),
    }
    return render(request, "placement/rules.html", context)


def _sections(rows: list[RuleVersion], names: dict[str, str]) -> list[dict[str, Any]]:
    """By level from high to low, then by whom they are for; conditions before preferences."""
    found: dict[tuple[int, str, str], list[Shown]] = {}
    order = list(LEVELS)
    for row in rows:
        shown = shown_of(row, names)
        heading = shown.owner if row.owner else str(_("every shelter"))
        found.setdefault((order.index(row.level), row.owner and heading, heading), []).append(shown)
    return [
        {
            "level": LEVELS[order[place]],
            "owner": heading,
            "general": not owner,
            "rules": sorted(rules, key=lambda one: (one.row.kind == "prefer", one.text)),
        }
        for (place, owner, heading), rules in sorted(found.items(), key=lambda pair: pair[0])
    ]


@require_GET
@allowed("see", "placement.RuleVersion")
def rule(request: SignedInRequest, code: str) -> HttpResponse:
    """One rule: what it says, its versions with who and why, and two versions beside each other."""
    rows = versions_of(request, code)
    names = owner_names(rows)
    shown = [shown_of(row, names) for row in rows]
    last = shown[-1]
    today = timezone.localdate()
    holds = RuleVersion.objects.in_force(today).filter(code=code).first()
    context = {
        "shown": last,
        "holds": holds,
        "ended": last.row.valid_to,
        "history": [_told(one, _people(rows)) for one in reversed(shown)],
        "comparison": _comparison(request, shown),
        "json": json.dumps(last.row.expression, indent=2, ensure_ascii=False),
        "may_change": may(request.user, "change", "placement.RuleVersion"),
        "may_end": last.row.valid_to is None,
    }
    return render(request, "placement/rule.html", context)


def versions_of(request: SignedInRequest, code: str) -> list[RuleVersion]:
    rows = RuleVersion.objects.visible_to(request.user).filter(code=code).order_by("version")
    if not rows:
        raise Http404
    return list(rows)


def _people(rows: list[RuleVersion]) -> dict[str, str]:
    users = User.objects.filter(number__in={row.by for row in rows})
    return dict(users.values_list("number", "name"))


def _told(one: Shown, people: dict[str, str]) -> dict[str, Any]:
    row = one.row
    by = people.get(row.by, _("the system"))
    since = (
        _("from %(day)s") % {"day": _day(row.valid_from)} if row.valid_from else _("from the start")
    )
    until = _(", no longer from %(day)s") % {"day": _day(row.valid_to)} if row.valid_to else ""
    title = _("Version %(number)s, %(since)s%(until)s") % {
        "number": row.version,
        "since": since,
        "until": until,
    }
    why = row.why or _("comes with Schakel")
    return {"time": row.at, "title": title, "text": f"{by}: {why}"}


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def _comparison(request: SignedInRequest, shown: list[Shown]) -> dict[str, Any] | None:
    """Two versions, the last two unless others are asked for; None where there is one."""
    if len(shown) == 1:
        return None
    by_number = {str(one.row.version): one for one in shown}
    old = by_number.get(request.GET.get("old", ""), shown[-2])
    new = by_number.get(request.GET.get("new", ""), shown[-1])
    rows = [
        (label, before, after, before != after)
        for (label, before), (_label, after) in zip(_values(old), _values(new), strict=True)
    ]
    return {
        "old": old.row.version,
        "new": new.row.version,
        "rows": rows,
        "versions": list(by_number),
    }


def _values(one: Shown) -> list[tuple[str, Any]]:
    row = one.row
    return [
        (_("For which shelter"), one.owner),
        (_("Condition or preference"), one.kind),
        (_("Conditions"), one.sentence),
        (_("Text"), one.text),
        (_("Counts for"), one.criterion),
        (_("Weight"), row.weight or ""),
        (_("Holds from"), _day(row.valid_from) if row.valid_from else _("the start")),
        (_("Ended on"), _day(row.valid_to) if row.valid_to else ""),
        (_("Reason is secret"), _("yes") if row.secret else _("no")),
        (_("Source"), row.source),
    ]
