"""`{% load terms %}`: a code in the words of the page's language."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from schakel.foundation.terms.queries import known, label

register = template.Library()


@register.filter
def term(code: str, list_name: str) -> str | SafeString:
    """`{{ report.reporter_type|term:"reporter_type" }}`; an unknown code shows itself, marked as code."""
    if not code:
        return ""
    found = label(list_name, code)
    # Only an unknown code is its own label, or a known one whose label reads the same.
    if found != code or known(list_name, code):
        return found
    return format_html("<code>{}</code>", code)
