"""The accountability app."""

from importlib import import_module

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "schakel.insight.delivery.accountability"
    label = "accountability"

    def ready(self) -> None:
        """Parts of the centre that have figures hand them over."""
        import_module("schakel.insight.delivery.accountability.providers")
