"""The monitor app."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "schakel.network.monitor"
    label = "monitor"
