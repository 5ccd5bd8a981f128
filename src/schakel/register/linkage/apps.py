"""The linkage app."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "schakel.register.linkage"
    label = "linkage"
