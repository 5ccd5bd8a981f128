"""Doing something that may not be possible, and saying so."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.problems import in_words


def tried(request: HttpRequest, done: Callable[[], Any], success: str) -> bool:
    """Do it and say that it was done, or say why it is not possible; whether it was done."""
    try:
        done()
    except NotPossibleError as error:
        messages.error(request, in_words(error))
        return False
    messages.success(request, success)
    return True


def form_errors(request: HttpRequest, form: Any) -> None:
    """Say what is not right in a small form that the page does not show again."""
    for texts in form.errors.values():
        for text in texts:
            messages.error(request, str(text))
