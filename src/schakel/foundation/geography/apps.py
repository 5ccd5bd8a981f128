"""The geography app."""

from django.apps import AppConfig


class GeographyConfig(AppConfig):
    name = "schakel.foundation.geography"
    label = "geography"
