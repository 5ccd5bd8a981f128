"""Forms in the design system's markup."""

from django.forms.renderers import TemplatesSetting

from schakel.foundation.ui.layout import DesignSystemBoundField


class DesignSystemRenderer(TemplatesSetting):
    """`{{ form }}` prints the error summary, the groups, and each field with its hint and errors."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = DesignSystemBoundField
