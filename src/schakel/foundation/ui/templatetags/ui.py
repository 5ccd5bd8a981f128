"""The components of the design system as template tags; built in, no `{% load %}` needed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from schakel.foundation.ui.cells import address_of, day_as
from schakel.foundation.ui.icons import icon as draw_icon
from schakel.foundation.ui.layout import Group, grouped, summary
from schakel.foundation.ui.unbroken import unbroken

register = template.Library()

BADGES = {"neutral", "info", "success", "warning", "error"}
ALERTS = {"info": "info", "success": "ok", "warning": "warning", "error": "error"}
BUTTONS = {
    "primary": "nl-button nl-button--primary",
    "secondary": "nl-button nl-button--secondary",
    "subtle": "nl-button nl-button--subtle",
    "danger": "nl-button nl-button--primary nl-button--negative",
}
Row = tuple[Any, Any]


def _component(name: str, /, **context: Any) -> SafeString:
    return render_to_string(f"ui/components/{name}.html", context)


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon name %}`: see `schakel.foundation.ui.icons.PATHS` for the names."""
    return draw_icon(name)


@register.simple_tag
def number(n: float | str | None, decimals: int | None = None) -> str:
    """`{% number n %}`: a number in the reader's notation (8.234 or 8,234); "" stays a dash."""
    if n is None or n == "":
        return "–"
    if isinstance(n, str):
        return n
    # Django cuts decimals off; a reader expects two thirds of a hundred to be 67.
    rounded = n if decimals is None else round(n, decimals)
    return number_format(rounded, decimals, use_l10n=True, force_grouping=True)


@register.simple_tag
def badge(text: object, kind: str = "neutral") -> SafeString:
    """`{% badge text kind %}`: kind neutral, info, success, warning or error. Words say it, not colour."""
    return format_html(
        '<span class="nl-data-badge schakel-badge schakel-badge--{}">{}</span>',
        _one_of(kind, BADGES),
        text,
    )


@register.simple_tag
def numbered(url_name: str, number: str) -> SafeString:
    """`{% numbered "persons:report" report.number %}`: a link that reads as the number it leads to."""
    return format_html('<a class="nl-link" href="{}">{}</a>', address_of(url_name, number), number)


@register.simple_tag
def day(moment: datetime | None) -> SafeString:
    """`{% day report.received_at %}`: the day, short, with the whole moment for machines."""
    if moment is None:
        return SafeString("")
    here = localtime(moment)
    short = day_as("SHORT_DATE_FORMAT", here.date())
    return format_html('<time datetime="{}">{}</time>', here.isoformat(), short)


@register.filter(name="unbroken")
def kept_whole(html: str) -> SafeString:
    """`{{ title|unbroken }}`: numbers and days in escaped HTML stay on one line."""
    return unbroken(html)


@register.simple_tag
def emergency(heading: str, text: str = "") -> SafeString:
    """`{% emergency heading text %}`: who to call in danger; the same wherever it stands."""
    return _component("emergency", heading=heading, text=text)


@register.simple_block_tag
def alert(content: str, kind: str = "info", heading: str = "") -> SafeString:
    """`{% alert kind="info" heading="" %}…{% endalert %}`, kind info, success, warning or error."""
    style = ALERTS[_one_of(kind, ALERTS)]
    whole = unbroken(content)
    return _component("alert", content=whole, kind=kind, style=style, heading=heading)


@register.simple_block_tag
def table(content: str, caption: str, hide_caption: bool = False) -> SafeString:
    """`{% table caption %}<thead>…</thead><tbody>…</tbody>{% endtable %}`; scrolls sideways by itself."""
    whole = unbroken(content)
    return _component("table", content=whole, caption=caption, hide_caption=hide_caption)


@register.simple_block_tag
def dialog(content: str, opener: str, heading: str = "", kind: str = "secondary") -> SafeString:
    """`{% dialog opener heading %}…{% enddialog %}`: unfolds in the page; with JavaScript a modal window."""
    return _component(
        "dialog", content=content, opener=opener, heading=heading or opener, style=_button(kind)
    )


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """`{% capture as name %}…{% endcapture %}`: keep a piece of page to print it twice."""
    return mark_safe(content.strip())


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: Page) -> SafeString:
    """`{% pagination page %}` for Django's `Page`; keeps the query string; nothing for a single page."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = page.paginator.ELLIPSIS
    return _component(
        "pagination",
        page=page,
        links=[(n, "" if n == gap else _page_url(context, n), n == page.number) for n in pages],
        previous=_page_url(context, page.number - 1) if page.has_previous() else "",
        next=_page_url(context, page.number + 1) if page.has_next() else "",
    )


def _page_url(context: template.Context, n: int | str) -> str:
    request = context["request"]
    parameters = request.GET.copy()
    parameters["page"] = n
    return f"?{parameters.urlencode()}"


@register.simple_tag
def facts(rows: Iterable[Row]) -> SafeString:
    """`{% facts rows %}`: a list of (label, value); an empty value is shown as not filled in."""
    return _component("facts", rows=list(rows))


@register.simple_tag
def empty_state(heading: str, text: str = "", url: str = "", label: str = "") -> SafeString:
    """`{% empty_state heading text url label %}`: says why there is nothing, and what to do about it."""
    return _component("empty_state", heading=heading, text=text, url=url, label=label)


@register.simple_tag
def timeline(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """`{% timeline items %}`: dicts with time (date, datetime or words), title, text."""
    return _component("timeline", items=list(items))


@register.simple_tag
def progress(done: int, total: int, label: str) -> SafeString:
    """`{% progress done total label %}`: a bar that also says the numbers."""
    return _component("progress", done=done, total=total, label=label)


@register.simple_tag
def tabs(items: Iterable[Mapping[str, Any]], label: str = "") -> SafeString:
    """`{% tabs items %}`: dicts with url, label, count (may be None), current. Links, not scripts."""
    return _component("tabs", items=list(items), label=label or _("Parts of this page"))


@register.simple_tag(takes_context=True)
def filter_bar(context: template.Context, form: BaseForm, label: str = "") -> SafeString:
    """`{% filter_bar form %}`: the form as a GET form that narrows the list below it."""
    request = context.get("request")
    return _component(
        "filter_bar",
        form=form,
        label=label or _("Filter"),
        action=request.path if request else "",
        filtered=bool(request and any(request.GET.values())),
    )


@register.simple_tag
def button_link(url: str, label: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """`{% button_link url label kind %}`, kind primary, secondary, subtle or danger."""
    return _component("button_link", url=url, label=label, style=_button(kind), icon=icon)


@register.simple_tag
def submit(label: str = "", kind: str = "primary", name: str = "", value: str = "") -> SafeString:
    """`{% submit label kind %}`: the form's button; with `name` and `value` it says which was pressed."""
    return _component(
        "submit", label=label or _("Save"), style=_button(kind), name=name, value=value
    )


@register.simple_tag
def stat(value: float | str | None, label: str, url: str = "", note: str = "") -> SafeString:
    """`{% stat value label url %}`: a number card; `label` says what is counted."""
    return _component("stat", value=number(value), label=label, url=url, note=note)


@register.simple_tag
def breadcrumb(*steps: Any) -> SafeString:
    """`{% breadcrumb label url label url %}`, or one list of (label, url); the page itself is left out."""
    pairs = list(steps[0]) if len(steps) == 1 else list(zip(steps[::2], steps[1::2], strict=True))
    return _component("breadcrumb", steps=pairs)


@register.simple_tag(takes_context=True)
def language_url(context: template.Context, language: str) -> str:
    """`{% language_url "en" %}`: the address of this same page in another language."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if request else "/"


@register.filter
def form_groups(form: BaseForm) -> list[Group]:
    """The form's visible fields by its `groups`; for the form template."""
    return grouped(form)


@register.filter
def error_summary(form: BaseForm) -> list[Row]:
    """Pairs of (id of the first control, message); for the form template."""
    return summary(form)


@register.filter
def alert_kind(level: str) -> str:
    """The kind of alert for a level of Django's messages ("debug" is an info)."""
    return level if level in ALERTS else "info"


def _one_of(kind: str, kinds: Iterable[str]) -> str:
    if kind not in kinds:
        raise template.TemplateSyntaxError(f"{kind!r} is not one of {sorted(kinds)}")
    return kind


def _button(kind: str) -> str:
    return BUTTONS[_one_of(kind, BUTTONS)]
