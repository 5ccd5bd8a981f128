"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "schakel.portal"
    label = "portal"
