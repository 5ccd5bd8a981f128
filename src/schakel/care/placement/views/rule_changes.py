"""Changing the rules about who fits where: conditions by choosing, a preview of whom it touches, the end."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.blocks import Blocks, blocks_of
from schakel.care.placement.models import RuleVersion
from schakel.care.placement.owners import owner_names
from schakel.care.placement.problems import in_words
from schakel.care.placement.rule_forms import EndForm, RuleForm, blocks_in, initial_of
from schakel.care.placement.rulebook import book
from schakel.care.placement.ruling import (
    effect,
    end_rule,
    new_code,
    save_rule,
    with_rule,
    without_rule,
)
from schakel.care.placement.showing import Shown, drawn, fact_choices, shown_of
from schakel.care.placement.views.rules import versions_of
from schakel.care.placement.wording import said
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.ui.whole import whole
from schakel.methods.placement import Expression, PlacementError, Rule, parse, sentence, to_json

CHANGES = ("GET", "HEAD", "POST")


@dataclass
class Draft:
    """The conditions on the page while somebody works on them: blocks, or JSON where blocks cannot."""

    blocks: Blocks | None
    text: str

    @classmethod
    def of(cls, expression: Expression | None) -> "Draft":
        if expression is None:
            return cls(Blocks(), "")
        return cls(blocks_of(expression), _pretty(to_json(expression)))

    @classmethod
    def sent(cls, request: SignedInRequest) -> "Draft":
        text = request.POST.get("json", "")
        return cls(None if request.POST.get("mode") == "json" else blocks_in(request.POST), text)

    def expression(self) -> Expression:
        """Raises ExpressionError."""
        return parse(self.text) if self.blocks is None else self.blocks.expression()

    def do(self, what: str, request: SignedInRequest) -> None:
        """One press of a button that changes the conditions. Raises ExpressionError for unreadable JSON."""
        verb, *places = what.split(":")
        numbers = [one for place in places if (one := whole(place)) is not None]
        if verb == "json":
            changed = Draft.of(parse(self.text))
            self.blocks, self.text = changed.blocks, changed.text
        elif self.blocks is not None and verb == "add" and len(numbers) == 1:
            fact = request.POST.get(f"fact-{numbers[0]}", "")
            self.blocks = self.blocks.add(numbers[0], fact)
        elif self.blocks is not None and verb == "remove" and len(numbers) == 2:
            self.blocks = self.blocks.without(*numbers)


def _pretty(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)


@require_http_methods(CHANGES)
@allowed("change", "placement.RuleVersion")
def edit(request: SignedInRequest, code: str = "") -> HttpResponse:
    """A new rule, or a new version of one: choosing conditions, seeing whom it touches, and saving."""
    last = versions_of(request, code)[-1] if code else None
    today = timezone.localdate()
    start = initial_of(last.rule(), today) if last else {"valid_from": today, "kind": "require"}
    what = request.POST.get("do", "")
    asked = what in ("preview", "save")
    form = RuleForm(request.POST or None, initial=start)
    if request.method != "POST":
        draft = Draft.of(last.rule().expression if last else None)
    else:
        draft = Draft.sent(request)
        problem = _worked(draft, what, request)
        if problem:
            form.add_error(None, problem)
        if not asked and not problem:
            form = RuleForm(
                None, initial=request.POST.dict() | {"secret": "secret" in request.POST}
            )
    made = _rule(form, draft, code or new_code()) if asked else None
    if made is not None and what == "save":
        saved = _saved(request, form, made, last)
        if saved:
            return saved
    context = _edit_context(form, draft, last)
    if made is not None and not form.errors:
        on = made.valid_from or today
        before = book(on)
        context["effect"] = effect(
            by=request.user, before=before, after=with_rule(made, on, before)
        )
        context["made"] = Shown(RuleVersion.of(made), made, "")
    return render(request, "placement/rule_edit.html", context, status=422 if form.errors else 200)


def _worked(draft: Draft, what: str, request: SignedInRequest) -> str:
    try:
        draft.do(what, request)
    except PlacementError as error:
        return said(error.text)
    return ""


def _rule(form: RuleForm, draft: Draft, code: str) -> Rule | None:
    """The rule on the page; None, with the reason in the form, where it cannot be one."""
    if not form.is_valid():
        return None
    try:
        return form.rule(code, draft.expression())
    except PlacementError as error:
        form.add_error(None, said(error.text))
    return None


def _saved(
    request: SignedInRequest, form: RuleForm, made: Rule, last: RuleVersion | None
) -> HttpResponse | None:
    after = last.version if last else 0
    try:
        save_rule(by=request.user, rule=made, after=after, why=form.cleaned_data["why"])
    except NotPossibleError as error:
        form.add_error(None, in_words(error))
        return None
    messages.success(
        request, _("The rule has been saved. Earlier decisions keep the rules of their day.")
    )
    return redirect("placement-rules:rule", code=made.code)


def _edit_context(form: RuleForm, draft: Draft, last: RuleVersion | None) -> dict[str, Any]:
    return {
        "form": form,
        "last": last,
        "draft": draft,
        "blocks": drawn(draft.blocks) if draft.blocks is not None else None,
        "facts": fact_choices(),
        "next": len(draft.blocks.blocks) if draft.blocks is not None else 0,
        "sentence": _said(draft),
        "effect": None,
    }


def _said(draft: Draft) -> str:
    try:
        return sentence(draft.expression(), "nl" if get_language() == "nl" else "en")
    except PlacementError:
        return ""


@require_http_methods(CHANGES)
@allowed("change", "placement.RuleVersion")
def end(request: SignedInRequest, code: str) -> HttpResponse:
    """End a rule, with whom that would touch among those who wait now."""
    last = versions_of(request, code)[-1]
    today = timezone.localdate()
    form = EndForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_rule(by=request.user, code=code, after=last.version, **form.cleaned_data)
        except NotPossibleError as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, _("The rule ends. It still explains earlier decisions."))
            return redirect("placement-rules:rule", code=code)
    before = book(today)
    context = {
        "form": form,
        "shown": shown_of(last, owner_names([last])),
        "effect": effect(by=request.user, before=before, after=without_rule(code, today, before)),
    }
    return render(request, "placement/rule_end.html", context, status=422 if form.errors else 200)
