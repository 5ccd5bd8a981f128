"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "schakel.foundation.accounts"
    label = "accounts"
