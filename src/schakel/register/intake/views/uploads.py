"""A file that comes with a form: chosen or not, right or wrong."""

from django.forms import Form

from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.files import refusals
from schakel.foundation.files.refusals import FileRefusedError
from schakel.foundation.files.requests import passed_over
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.attachments.keeping import Checked, add_to_draft, look_at
from schakel.register.intake.drafts import ReportDraft
from schakel.register.intake.forms.attachments import AttachmentForm
from schakel.register.intake.models import Report


def file_chosen(request: SignedInRequest) -> bool:
    """Did a file come along, be it one that was too large to be read?"""
    return bool(request.FILES) or passed_over(request)


def checked_file(form: Form, request: SignedInRequest, to: Report | ReportDraft) -> Checked | None:
    """The file that was sent with a form; None where there is none, or with what is wrong beside it."""
    if passed_over(request):
        form.errors.pop("file", None)  # it was chosen
        form.add_error("file", FileRefusedError(refusals.TOO_LARGE).sentence)
        return None
    if not form.is_valid() or not form.cleaned_data["file"]:
        return None
    file = form.cleaned_data["file"]
    try:
        return look_at(by=request.user, to=to, name=file.name, content=file.read())
    except FileRefusedError as refusal:
        form.add_error("file", refusal.sentence)
        return None


def add_chosen(request: SignedInRequest, draft: ReportDraft) -> AttachmentForm | None:
    """Add the file that was chosen to a draft; the form where something is wrong with the file.

    Where the draft was sent or thrown away in another window nothing is added; the next page tells.
    """
    form = AttachmentForm(request.POST, request.FILES)
    file = checked_file(form, request, draft)
    if file is None:
        return form
    try:
        add_to_draft(by=request.user, draft=draft, file=file)
    except FileRefusedError as refusal:
        form.add_error("file", refusal.sentence)
        return form
    except NotPossibleError:
        return None
    return None
