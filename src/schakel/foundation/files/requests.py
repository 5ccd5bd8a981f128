"""What came along with a request."""

from django.conf import settings
from django.http import HttpRequest


def passed_over(request: HttpRequest) -> bool:
    """Django passes over a file that is too large to hold in memory, as if none had been chosen."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    return not request.FILES and length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
