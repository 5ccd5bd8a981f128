"""How a form is laid out: its groups, the classes of its controls, and the summary of its errors."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField, Widget

# The first match counts, so the special kinds stand before the general ones.
CONTROLS: list[tuple[type[Widget], str]] = [
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.FileInput, "schakel-file"),
    (forms.widgets.Input, "utrecht-textbox utrecht-textbox--html-input"),
]


def control_class(widget: Widget) -> str:
    """The design system's class for a control; "" for a widget made of several."""
    if getattr(widget, "input_type", "") == "hidden":
        return ""
    return next((name for kind, name in CONTROLS if isinstance(widget, kind)), "")


class DesignSystemBoundField(BoundField):
    """A field whose control carries the design system's class."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        own = attrs.get("class") or widget.attrs.get("class", "")
        if classes := f"{control_class(widget)} {own}".strip():
            attrs["class"] = classes
        return attrs

    @property
    def marked_optional(self) -> bool:
        """Say "(optional)"? Most fields are needed, so the exception is what is marked."""
        return (
            not self.field.required
            and self.widget_type != "checkbox"
            and getattr(self.form, "mark_optional", True)
        )


def first_control_id(field: BoundField) -> str:
    """Where a link to this field leads: the first of its controls."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@dataclass(frozen=True)
class Group:
    """Fields that belong together; without a legend they stand on their own."""

    legend: str
    fields: list[BoundField]
    hint: str = ""
    folded: bool = False

    @property
    def open(self) -> bool:
        """Is a folded group shown unfolded: has something been filled in, or is something wrong?"""
        return any(field.errors or _filled(field.value()) for field in self.fields)


def _filled(value: Any) -> bool:
    return any(map(_filled, value)) if isinstance(value, list | tuple) else bool(value)


def grouped(form: BaseForm) -> list[Group]:
    """The visible fields by ``form.groups = [(legend, names)]``, ``(…, hint)`` or ``(…, hint, folded)``.

    A folded group opens by itself where something in it was filled in or is wrong. Fields that no group
    names follow at the end, so that none is lost.
    """
    groups = []
    seen: set[str] = set()
    for legend, names, *hint in getattr(form, "groups", ()):
        fields = [form[name] for name in names if name in form.fields and not form[name].is_hidden]
        seen.update(names)
        if fields:
            groups.append(Group(legend, fields, *hint))
    rest = [field for field in form.visible_fields() if field.name not in seen]
    return [*groups, Group("", rest)] if rest else groups


def summary(form: BaseForm) -> list[tuple[str, str]]:
    """Every error of a bound form as (id of the control, message); an empty id: about the whole form."""
    if not form.is_bound:
        return []
    lines = [("", str(message)) for message in form.non_field_errors()]
    for field in form.visible_fields():
        control = first_control_id(field)
        # A question has its mark already.
        label = f"{field.label}" if str(field.label).endswith("?") else f"{field.label}:"
        lines += [(control, f"{label} {message}") for message in field.errors]
    for field in form.hidden_fields():
        lines += [("", f"{field.label}: {message}") for message in field.errors]
    return lines
