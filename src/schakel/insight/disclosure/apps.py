"""The disclosure app."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "schakel.insight.disclosure"
    label = "disclosure"
