"""The app of the linkage unit; only its own settings install it."""

from django.apps import AppConfig


class LinkageUnitConfig(AppConfig):
    name = "schakel.linkage_unit"
    label = "linkage_unit"
