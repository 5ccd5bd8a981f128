"""Filters of the registrar's pages."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from schakel.register.intake.queries import partial_label

register = template.Library()


@register.filter
def partial_date(text: str) -> str:
    """A stored partial date in words."""
    return partial_label(text)


@register.filter
def colleague(actor: str, names: Mapping[str, str]) -> str:
    """Who decided: a colleague's name, or that it went by itself."""
    if actor.startswith("system:"):
        return _("automatically")
    return names.get(actor, actor)
