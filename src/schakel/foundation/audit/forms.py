"""The filter of the log."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.audit.choices import Event

EVERY_EVENT = [("", _("Every event")), *Event.choices]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LogFilter(forms.Form):
    """Period, event, who, object, person concerned; each may stay empty."""

    since = forms.DateField(label=_("From"), required=False, widget=_day())
    until = forms.DateField(label=_("Up to and including"), required=False, widget=_day())
    event = forms.ChoiceField(label=_("Event"), required=False, choices=EVERY_EVENT)
    actor = forms.CharField(label=_("Who (number)"), required=False, max_length=80)
    object = forms.CharField(label=_("Object (number)"), required=False, max_length=100)
    subject = forms.CharField(label=_("Person concerned (number)"), required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            raise ValidationError(_("The period ends before it begins."))
        return given

    def used(self) -> tuple[str, ...]:
        """The names of the filters that narrow the list; what the log says about looking at it."""
        return tuple(name for name in self.fields if self.is_valid() and self.cleaned_data[name])

    def narrow(self, rows: VisibleQuerySet) -> VisibleQuerySet:
        """The lines that the filter lets through; none where it was filled in wrongly."""
        if not self.is_valid():
            return rows.none()
        given = self.cleaned_data
        conditions = {
            "since": lambda day: Q(time__gte=_midnight(day, time.min)),
            "until": lambda day: Q(time__lte=_midnight(day, time.max)),
            "event": lambda event: Q(event=event),
            "actor": lambda actor: Q(actor=actor.strip()),
            "object": lambda number: Q(object_id=number.strip()),
            "subject": lambda number: Q(subject=number.strip()),
        }
        for name in self.used():
            rows = rows.filter(conditions[name](given[name]))
        return rows


def _midnight(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))
