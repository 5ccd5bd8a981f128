"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "schakel.register.intake"
    label = "intake"
