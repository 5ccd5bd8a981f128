"""Forms in the design system's markup."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from schakel.foundation.ui.controls import DRAWN
from schakel.foundation.ui.layout import DesignSystemBoundField


class DesignSystemRenderer(TemplatesSetting):
    """`{{ form }}` prints the error summary, the groups, and each field with its hint and errors."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = DesignSystemBoundField

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)
