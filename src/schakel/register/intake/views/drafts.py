"""Writing a report page by page: the questions, the check, sending, and throwing away."""

import re
import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.ui.free_text import EMAIL, NAME, TELEPHONE, findings
from schakel.foundation.ui.whole import whole
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.alongside import address_beside
from schakel.register.intake.attachments.listing import attachments_of
from schakel.register.intake.choices import CodeState
from schakel.register.intake.drafting import (
    discard_draft,
    save_answers,
    send_draft,
    start_draft,
)
from schakel.register.intake.drafts import Answers, ReportDraft
from schakel.register.intake.encoder import bench_of_draft, with_encoder
from schakel.register.intake.forms.attachments import AttachmentForm
from schakel.register.intake.forms.guided import GuidedForm, posted, shown_answers
from schakel.register.intake.forms.report import TAKEN_BY_CENTRE
from schakel.register.intake.queries import drafts_for, kept_drafts, senders_for
from schakel.register.intake.steps import FIRST, STEPS, Step, after, before, place_of, step_named
from schakel.register.intake.validation import FREE_TEXTS
from schakel.register.intake.views.pages import attempt, page
from schakel.register.intake.views.uploads import add_chosen, file_chosen

CHECK = "check"
_TOKEN = re.compile(r"[0-9a-f]{32}")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "intake.Report")
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a report: the first page, and what was begun before. A draft exists once it was sent in."""
    token = request.POST.get("token", "")
    if not _TOKEN.fullmatch(token):
        token = secrets.token_hex(16)
    sender = _sender(request, None)
    answers = {"token": [token], **_by_way_of(request)}
    form = _form(request, answers, sender, checked=request.method == "POST")
    if request.method != "POST":
        return _question_page(request, form, FIRST, None)
    mine = kept_drafts().visible_to(request.user, "change").filter(token=token).first()
    if mine is not None:  # a second click, or the browser's back button
        return _answered(request, mine, FIRST)
    answers = {**form.answers(), **posted(form, FIRST, request.POST), "token": [token]}
    form = _form(request, answers, sender, checked=True)
    form.find_problems()
    if sender is None or form.wrong_on(FIRST):
        return _question_page(request, form, FIRST, None)
    draft = start_draft(
        by=request.user,
        organisation=sender,
        token=token,
        answers=form.answers(),
        step=STEPS[1].slug,
    )
    return _go(request, draft, _wish(request), FIRST)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "intake.Report")
def question(request: SignedInRequest, number: str, step: str) -> HttpResponse:
    """One page of questions."""
    draft = _draft(request, number)
    this = step_named(step)
    if this is None:
        raise Http404
    if draft.sent_as is not None:
        return _receipt(draft)
    if request.method == "POST":
        return _answered(request, draft, this)
    return _question_page(request, _draft_form(request, draft, checked=False), this, draft)


@require_GET
@allowed("create", "intake.Report")
def check(request: SignedInRequest, number: str) -> HttpResponse:
    """All answers together, before they are sent."""
    draft = _draft(request, number)
    if draft.sent_as is not None:
        return _receipt(draft)
    return check_page(request, draft)


@require_POST
@allowed("create", "intake.Report")
def send(request: SignedInRequest, number: str) -> HttpResponse:
    """Make it a report."""
    draft = _draft(request, number)
    if draft.sent_as is not None:
        return _receipt(draft)
    form = _draft_form(request, draft, checked=True)
    form.find_problems()
    if not form.is_valid():
        return redirect("intake:draft-check", number=draft.number)
    # A file that was chosen and not added yet goes along: nobody means to leave it behind.
    if file_chosen(request) and (wrong := add_chosen(request, draft)):
        return check_page(request, draft, form=form, upload=wrong)
    report = attempt(
        form,
        lambda: send_draft(
            by=request.user,
            draft=draft,
            data=form.to_data(draft.organisation),
            channel=form.cleaned_data.get("channel") or "PORTAL",
        ),
    )
    if report is None:
        return check_page(request, draft, form=form)
    messages.success(request, _received(request, report.number))
    return redirect("intake:detail", number=report.number)


def _received(request: SignedInRequest, number: str) -> str:
    if request.user.works_at_centre:
        return _("The report has been taken in. Tell the reporter its number: %(number)s.") % {
            "number": number
        }
    return _("We have received your report. The number is below.")


def _by_way_of(request: SignedInRequest) -> Answers:
    """The channel that the desk's button named, for whoever takes a report for an organisation."""
    channel = request.GET.get("channel", "")
    return {"channel": [channel]} if channel in TAKEN_BY_CENTRE else {}


@require_POST
@allowed("create", "intake.Report")
def discard(request: SignedInRequest, number: str) -> HttpResponse:
    """Throw the draft away."""
    draft = _draft(request, number)
    if draft.sent_as is not None:
        return _receipt(draft)
    discard_draft(by=request.user, draft=draft)
    messages.success(request, _("The draft has been thrown away."))
    return redirect("intake:own")


def _draft(request: SignedInRequest, number: str) -> ReportDraft:
    return visible_or_404(kept_drafts(), request.user, number=number)


def _receipt(draft: ReportDraft) -> HttpResponse:
    return redirect("intake:detail", number=draft.sent_as.number if draft.sent_as else "")


def _sender(request: SignedInRequest, draft: ReportDraft | None) -> Organisation | None:
    """For whom: as chosen on this page, as the draft says, or the only one; None: not chosen yet."""
    senders = senders_for(request.user)
    chosen = whole(request.POST.get("organisation", ""))
    if chosen is not None:
        return senders.filter(pk=chosen).first()
    if draft is not None:
        return draft.organisation
    if "organisation" in request.POST or request.user.works_at_centre:
        return None
    first_two = list(senders[:2])
    return first_two[0] if len(first_two) == 1 else None


def _form(
    request: SignedInRequest, answers: Answers, sender: Organisation | None, *, checked: bool
) -> GuidedForm:
    return GuidedForm(
        answers,
        sender=sender,
        senders=senders_for(request.user),
        by_centre=request.user.works_at_centre,
        checked=checked,
    )


def _draft_form(request: SignedInRequest, draft: ReportDraft, *, checked: bool) -> GuidedForm:
    answers = {**draft.given(), "token": [draft.token]}
    return _form(request, answers, draft.organisation, checked=checked)


def _wish(request: SignedInRequest) -> str:
    """Which button was pressed: next, back, check or stop."""
    return request.POST.get("to", "next")


def _answered(request: SignedInRequest, draft: ReportDraft, step: Step) -> HttpResponse:
    """Keep what was sent in for a page, and go where the writer wants to.

    Whoever goes back or stops keeps answers that are not right yet, too; the check page names them. A
    citizen service number is never kept, so that one has to go first.
    """
    if draft.sent_as is not None:
        return _receipt(draft)
    shown = _draft_form(request, draft, checked=False)
    sender = _sender(request, draft) if step == FIRST else draft.organisation
    answers = {
        **draft.given(),
        **posted(shown, step, request.POST),
        "token": [draft.token],
    }
    if answers.get("reporter_reference") != draft.given().get("reporter_reference"):
        answers["code"] = [CodeState.MISSING.value]  # it was made under the other reference
    if sender is not None and sender != draft.organisation:
        answers = _in_own_region(answers, draft.organisation, sender)
    form = _form(request, answers, sender, checked=True)
    form.find_problems()
    goes_on = _wish(request) in ("next", CHECK)
    wrong = form.wrong_on(step) if goes_on else bool(form.never_kept())
    if sender is None or wrong:
        return _question_page(request, form, step, draft)
    # Asking for shelter or advice raises a question that was not there before.
    ask_more = goes_on and form.asks_consent and not shown.asks_consent and step == STEPS[1]
    wish = "again" if ask_more else _wish(request)
    try:
        draft = save_answers(
            by=request.user,
            draft=draft,
            organisation=sender,
            answers=form.answers(),
            step=(_target(step, wish) or step).slug,
        )
    except NotPossibleError:  # sent or thrown away in another window
        return redirect("intake:draft-check", number=draft.number)
    return _go(request, draft, wish, step)


def _in_own_region(answers: Answers, old: Organisation, new: Organisation) -> Answers:
    """For another organisation the report is in its region, unless another one was chosen."""
    if answers.get("police_unit") == [old.police_unit_id or ""]:
        return {**answers, "police_unit": [new.police_unit_id or ""]}
    return answers


def _target(step: Step, wish: str) -> Step | None:
    """The page that the writer goes on with; None: the check."""
    if wish == "next":
        return after(step)
    if wish == "back":
        return before(step) or step
    return None if wish == CHECK else step


def _go(request: SignedInRequest, draft: ReportDraft, wish: str, step: Step) -> HttpResponse:
    if wish == "stop":
        messages.success(
            request, _("Your draft has been kept. Nobody else sees it, and nothing has been sent.")
        )
        return redirect("intake:own")
    target = _target(step, wish)
    if target is None:
        return redirect("intake:draft-check", number=draft.number)
    address = reverse("intake:draft", args=[draft.number, target.slug])
    from_check = wish == "again" and CHECK in (_wish(request), request.GET.get("from"))
    return redirect(f"{address}?from={CHECK}" if from_check else address)


def _question_page(
    request: SignedInRequest, form: GuidedForm, step: Step, draft: ReportDraft | None
) -> HttpResponse:
    context = {
        "form": form.show(step, *(() if draft else ("token",))),
        "step": step,
        "place": place_of(step),
        "of": len(STEPS),
        "is_first": step == FIRST,
        "draft": draft,
        "from_check": request.GET.get("from") == CHECK,
        "beside": address_beside(request.user, step),
        "drafts": () if draft else list(drafts_for(request.user)),
    }
    if draft is not None and "code" in form.fields:
        return with_encoder(request, "question", context, bench_of_draft(draft))
    return page(request, "question", context)


def check_page(
    request: SignedInRequest,
    draft: ReportDraft,
    *,
    form: GuidedForm | None = None,
    upload: AttachmentForm | None = None,
) -> HttpResponse:
    """All answers together; with what is wrong with them, or with a file that was to be added."""
    if form is None:
        form = _draft_form(request, draft, checked=True)
        form.find_problems()
    sections = [
        {
            "step": step,
            "url": f"{reverse('intake:draft', args=[draft.number, step.slug])}?from={CHECK}",
            "answers": shown_answers(form, step),
            "problems": [
                (form.fields[name].label, text)
                for name in step.questions
                for text in form.errors.get(name, ())
            ],
        }
        for step in STEPS
    ]
    context = {
        "draft": draft,
        "sections": sections,
        "general": form.non_field_errors(),
        "warnings": _warnings(form),
        "ready": form.is_valid(),
        "attachments": attachments_of(draft),
        "upload": upload or AttachmentForm(),
    }
    return page(request, "check", context)


def _warnings(form: GuidedForm) -> list[str]:
    """What may be meant so, and often is not: a way to reach somebody, in a text that is not for that."""
    sentences = {
        TELEPHONE: _("There seems to be a telephone number under “%(question)s”. Is that right?"),
        EMAIL: _("There seems to be an e-mail address under “%(question)s”. Is that right?"),
        NAME: _("There seems to be a name under “%(question)s”. Is that right?"),
    }
    return [
        sentences[kind] % {"question": form.fields[name].label}
        for name in FREE_TEXTS
        if name in form.fields
        for kind in findings(str(form.data.get(name, "")))
        if kind in sentences and (kind != NAME or name == "note")
    ]
