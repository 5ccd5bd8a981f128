"""The vault app; loads every app's `sealed.py`, so that rotation knows all that was sealed."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class VaultConfig(AppConfig):
    name = "schakel.foundation.vault"
    label = "vault"

    def ready(self) -> None:
        autodiscover_modules("sealed")
