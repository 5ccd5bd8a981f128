"""Django's own messages, named here so that our catalogue can say them in words that tell what to do."""

from django.utils.translation import gettext_noop as _

DJANGO_MESSAGES = (
    _("This field is required."),
    _("Enter a valid email address."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Enter a valid value."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
)
