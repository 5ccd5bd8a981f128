"""Codes come straight from the browser at a sender's desk, on a page of the centre, past the centre itself.

So this server lets exactly that page post to it (Fetch standard, CORS): one origin, never a cookie.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

DOOR = "/api/"
_ALLOWED = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


class CentreOriginMiddleware:
    """Answers the browser's question beforehand, and marks answers as meant for the centre's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DOOR):
            return self.get_response(request)
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        answer = HttpResponse(status=204) if asks else self.get_response(request)
        answer.headers.pop("Access-Control-Allow-Origin", None)
        answer["Vary"] = "Origin"
        centre = settings.SCHAKEL_UNIT_CENTRE_ORIGIN
        if centre and request.headers.get("Origin") == centre:
            answer["Access-Control-Allow-Origin"] = centre
            if asks:
                for name, value in _ALLOWED.items():
                    answer[name] = value
        return answer
