"""Form controls drawn in Python: what Django's own templates print, in a fraction of the time.

A list of countries has 250 options, and Django fills in two templates for each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def attributes(given: Mapping[str, Any]) -> SafeString:
    """HTML attributes with a space before each: True without a value, False not at all."""
    return mark_safe(
        "".join(
            f" {conditional_escape(name)}"
            if value is True
            else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
            for name, value in given.items()
            if value is not False
        )
    )


def input_control(widget: Widget) -> SafeString:
    """`<input>` of any type."""
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        attributes(widget["attrs"]),
    )


def textarea(widget: Widget) -> SafeString:
    """`<textarea>`; the line break after the tag is not part of the text."""
    rest = attributes(widget["attrs"])
    value = widget["value"] or ""
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], rest, value)


# What Django shows for no choice, and what we show.
_NOTHING, NOTHING = "---------", "–"


def _options(options: Sequence[Widget]) -> SafeString:
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((str(one["value"]), attributes(one["attrs"]), _shown(one["label"])) for one in options),
    )


def _shown(label: object) -> object:
    return NOTHING if label == _NOTHING else label


def options(groups: Iterable[tuple[str | None, Sequence[Widget], int | None]]) -> SafeString:
    """The options of a list, in groups where the choices have them."""
    parts = (
        format_html('<optgroup label="{}">\n{}\n</optgroup>', group, _options(inside))
        if group
        else _options(inside)
        for group, inside, _index in groups
    )
    return mark_safe("\n".join(parts))


def select(widget: Widget) -> SafeString:
    """`<select>` with its options."""
    return selecting(widget["name"], widget["attrs"], options(widget["optgroups"]))


def selecting(name: str, attrs: Mapping[str, Any], inside: SafeString) -> SafeString:
    """`<select>` around options that are drawn already."""
    return format_html('<select name="{}"{}>\n{}\n</select>', name, attributes(attrs), inside)


def choices(widget: Widget) -> SafeString:
    """Radio buttons or check boxes, each with its label, in the design system's markup."""
    parts = (
        format_html(
            "{}{}",
            format_html('<p class="schakel-choices__group">{}</p>\n', group) if group else "",
            format_html_join("\n", "{}", ((_choice(one),) for one in options)),
        )
        for group, options, _index in widget["optgroups"]
    )
    found = widget["attrs"].get("id")
    return format_html(
        '<div class="schakel-choices"{}>\n{}\n</div>',
        attributes({"id": found} if found else {}),
        mark_safe("\n".join(parts)),
    )


def _choice(option: Widget) -> SafeString:
    return format_html(
        '<div class="schakel-choice">{} <label class="utrecht-form-label utrecht-form-label--{}"'
        ' for="{}">{}</label></div>',
        input_control(option),
        option["type"],
        option["attrs"].get("id", ""),
        option["label"],
    )


_INPUTS = ("text", "number", "email", "url", "hidden", "password", "checkbox", "date", "input")
# By the name of the template that Django would fill in.
DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": input_control for name in _INPUTS},
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/radio.html": choices,
    "django/forms/widgets/checkbox_select.html": choices,
}
