"""The placement app."""

from django.apps import AppConfig


class PlacementConfig(AppConfig):
    name = "schakel.care.placement"
    label = "placement"
