"""The signals app."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "schakel.network.signals"
    label = "signals"
