"""Forms in the design system's markup."""

from django.forms.renderers import TemplatesSetting


class DesignSystemRenderer(TemplatesSetting):
    """Renders fields with this app's templates."""
