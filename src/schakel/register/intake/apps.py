"""The intake app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IntakeConfig(AppConfig):
    name = "schakel.register.intake"
    label = "intake"

    def ready(self) -> None:
        # Apps above say what they do when consent ends and when reports arrive, and what they show beside
        # the questions.
        autodiscover_modules("consequences", "arrivals", "alongside")
