"""A sign of life for load balancers."""

from django.http import HttpRequest, HttpResponse


def health(_request: HttpRequest) -> HttpResponse:
    """Alive? Tells nothing else."""
    return HttpResponse("ok", content_type="text/plain")
