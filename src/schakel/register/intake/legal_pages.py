"""Pages of the rule table, for administrators and registrars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.terms.queries import choices, codes, label
from schakel.register.intake.grounds import LegalRule
from schakel.register.intake.legal import NO_IDENTITY, legal_rules
from schakel.register.intake.legal_changes import (
    EndedBeforeError,
    StaysOpenError,
    add_rule,
    end_rule,
)
from schakel.register.intake.legal_forms import EndRuleForm, LegalRuleForm, RulesFilter


@dataclass(frozen=True)
class Section:
    """The rules that name one kind of reporter; those for every kind come first."""

    heading: str
    rules: list[LegalRule]


@require_GET
@allowed("see", "intake.LegalRule")
def rules(request: SignedInRequest) -> HttpResponse:
    """Which grounds apply on a day, by kind of reporter, and those that ended or are still to come."""
    form = RulesFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    on = given.get("on") or timezone.localdate()
    kinds = {"", given["kind"]} if given.get("kind") else {"", *dict(choices("reporter_type"))}
    found = [rule for rule in legal_rules() if rule.reporter_type in kinds]
    context = {
        "form": form,
        "on": on,
        "sections": _sections(rule for rule in found if rule.applies_on(on)),
        "others": [rule for rule in found if not rule.applies_on(on)],
        "narrowed": bool(given.get("kind") or given.get("on")),
        "may_change": may(request.user, "create", "intake.LegalRule"),
        "stays_open": NO_IDENTITY,
    }
    return _page(request, "legal_rules", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "intake.LegalRule")
def new_rule(request: SignedInRequest) -> HttpResponse:
    """Add a rule."""
    initial = {"valid_from": timezone.localdate()}
    form = LegalRuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        add_rule(by=request.user, rule=form.save(commit=False))
        messages.success(request, _("The rule has been added."))
        return redirect("intake:legal-rules")
    return _page(request, "legal_rule_new", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("end", "intake.LegalRule")
def rule_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a rule."""
    open_rules = LegalRule.objects.filter(valid_to=None).exclude(legal_basis=NO_IDENTITY)
    rule = visible_or_404(open_rules, request.user, "end", pk=pk)
    form = EndRuleForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        refusal = _end(request, rule, form.cleaned_data["on"])
        if not refusal:
            messages.success(request, _("The rule ends. It still explains earlier reports."))
            return redirect("intake:legal-rules")
        form.add_error("on", refusal)
    facts = [
        (_("Kind of reporter"), _kind(rule.reporter_type)),
        (_("Purpose"), label("purpose", rule.purpose)),
        (_("Age of the person"), rule.get_age_group_display()),
        (_("Legal basis"), label("legal_basis", rule.legal_basis)),
        (_("Citation"), rule.citation),
    ]
    return _page(request, "legal_rule_end", {"form": form, "facts": facts})


def _end(request: SignedInRequest, rule: LegalRule, on: date) -> str:
    try:
        end_rule(by=request.user, rule=rule, on=on)
    except EndedBeforeError:
        return _("The rule begins later, or it has ended meanwhile.")
    except StaysOpenError:
        return _("The route without a name always stays open.")
    return ""


def _sections(rules: Iterable[LegalRule]) -> list[Section]:
    found: dict[str, list[LegalRule]] = {}
    for rule in rules:
        found.setdefault(rule.reporter_type, []).append(rule)
    purposes = codes("purpose")
    for of_kind in found.values():
        of_kind.sort(key=lambda rule: (purposes.index(rule.purpose), rule.order))
    order = [code for code in codes("reporter_type") if code in found]
    return [Section(_kind(code), found[code]) for code in ("", *order) if code in found]


def _kind(code: str) -> str:
    return label("reporter_type", code) if code else _("Every kind of reporter")


def _page(request: SignedInRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"intake/{name}.html", context)
