"""The accounts app; listens to sign-ins."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "schakel.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        import_module("schakel.foundation.accounts.receivers")
