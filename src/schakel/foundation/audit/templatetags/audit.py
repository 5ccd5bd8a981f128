"""Filters that put a line of the log in words, for `audit/_entries.html`."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from schakel.foundation.audit.actions import ANONYMOUS
from schakel.foundation.audit.models import Entry
from schakel.foundation.audit.wording import object_in_words, roles_in_words
from schakel.foundation.ui.cells import day_as

register = template.Library()


@register.simple_tag(takes_context=True)
def audit_actor(context: template.Context, entry: Entry) -> str:
    """Who: the name from `actor_names` where the page gives one, else the number."""
    if entry.actor == ANONYMOUS:
        return _("nobody signed in")
    if entry.actor.startswith("system:"):
        return _("system (%(name)s)") % {"name": entry.actor.removeprefix("system:")}
    names: Mapping[str, str] = context.get("actor_names") or {}
    return names.get(entry.actor, entry.actor)


@register.filter
def audit_time(entry: Entry) -> SafeString:
    """When: the day, and under it the second."""
    here = localtime(entry.time)
    return format_html(
        '<time datetime="{}">{}<br>{}</time>',
        here.isoformat(),
        day_as("j b Y", here.date()),
        f"{here:%H:%M:%S}",
    )


@register.filter
def audit_roles(entry: Entry) -> str:
    """The roles held at that moment, in words; nothing for the system, which says so itself."""
    return "" if entry.actor.startswith("system:") else ", ".join(roles_in_words(entry.actor_roles))


@register.filter
def audit_object(entry: Entry) -> str:
    """To what: "report M-7K3F-9QXA"."""
    return f"{object_in_words(entry.object_type)} {entry.object_id}".strip()


@register.filter
def audit_data(entry: Entry) -> str:
    """The names of the fields, readable."""
    return ", ".join(entry.data.split(",")) if entry.data else ""


@register.filter
def audit_kind(entry: Entry) -> str:
    """The badge for the result."""
    return {"ok": "success", "refused": "warning"}.get(entry.result, "error")
