"""The gallery of components, for whoever builds or judges a screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.foundation.ui.gallery import samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; any signed-in person may look."""
    return render(request, "ui/gallery.html", samples())
