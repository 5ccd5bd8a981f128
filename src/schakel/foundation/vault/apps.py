"""The vault app; loads every app's `sealed.py` and `expiry.py`: what was sealed, and what runs out."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class VaultConfig(AppConfig):
    name = "schakel.foundation.vault"
    label = "vault"

    def ready(self) -> None:
        autodiscover_modules("sealed", "expiry")
