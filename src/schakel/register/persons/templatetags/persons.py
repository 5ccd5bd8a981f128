"""Filters of the registrar's pages."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.consents import ground_in_words
from schakel.register.intake.models import ReportPurpose
from schakel.register.intake.queries import birth_label, partial_label

register = template.Library()


@register.filter
def partial_date(text: str) -> str:
    """A stored partial date in words."""
    return partial_label(text)


@register.filter
def birth_date(text: str) -> str:
    """A stored date of birth in words, with what may be doubted about it."""
    return birth_label(PartialDate.parse(text))


@register.filter
def ground(purpose: ReportPurpose) -> str:
    """The legal basis of a purpose, and since when it is withdrawn."""
    return ground_in_words(purpose)


@register.filter
def colleague(actor: str, names: Mapping[str, str]) -> str:
    """Who decided: a colleague's name, or that it went by itself."""
    if actor.startswith("system:"):
        return _("automatically")
    return names.get(actor, actor)
