"""The webhooks app; loads every app's `announced.py`, so that one can choose from all that is announced."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebhooksConfig(AppConfig):
    name = "schakel.foundation.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        autodiscover_modules("announced")
