"""The intake app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IntakeConfig(AppConfig):
    name = "schakel.register.intake"
    label = "intake"

    def ready(self) -> None:
        # Who copied from reports says what it does when consent ends, and who follows what arrives.
        autodiscover_modules("consequences", "arrivals")
