"""The files of a report, opened by a registrar on a stated ground."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.attachments.responses import file_response
from schakel.register.intake.models import Attachment
from schakel.register.persons.actions import open_files, take_file
from schakel.register.persons.forms import IdentityForm
from schakel.register.persons.views.reports import report_of, show_report


@require_POST
@never_cache
@allowed("see", "persons.Identity")
def files(request: SignedInRequest, number: str) -> HttpResponse:
    """The report with the names of its files, after a ground was given; on this page only."""
    row = report_of(request, number)
    form = IdentityForm(request.POST, prefix="files")
    if not form.is_valid():
        return show_report(request, row, files_ground=form, status=422)
    opened = open_files(by=request.user, report=row, **form.cleaned_data)
    return show_report(request, row, opened_files=opened, given=form.cleaned_data)


@require_POST
@never_cache
@allowed("see", "persons.Identity")
def file(request: SignedInRequest, number: str, serial: int) -> HttpResponse:
    """One file, to be saved; the ground comes along from the page with the names."""
    row = report_of(request, number)
    form = IdentityForm(request.POST, prefix="files")
    if not form.is_valid():
        return show_report(request, row, files_ground=form, status=422)
    try:
        taken = take_file(by=request.user, report=row, serial=serial, **form.cleaned_data)
    except Attachment.DoesNotExist:
        raise Http404 from None
    except NotPossibleError:
        messages.error(
            request, _("This file cannot be opened: see what the virus scan says of it.")
        )
        return redirect("persons:report", number=row.number)
    return file_response(row, *taken)
