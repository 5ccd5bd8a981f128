"""Loads every app's `rules.py`, so that each policy is stated before the first request."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "schakel.foundation.access"
    label = "access"

    def ready(self) -> None:
        autodiscover_modules("rules")
