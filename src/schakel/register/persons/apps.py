"""The persons app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PersonsConfig(AppConfig):
    name = "schakel.register.persons"
    label = "persons"

    def ready(self) -> None:
        # Who compares reports comes forward.
        autodiscover_modules("seeker")
        # What apps above add to the pages of persons.
        autodiscover_modules("for_persons")
