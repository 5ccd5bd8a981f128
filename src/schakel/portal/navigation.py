"""What stands in the navigation of each shell, per role."""

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, object]:
    """The context of every page shell."""
    return {"navigation": []}
