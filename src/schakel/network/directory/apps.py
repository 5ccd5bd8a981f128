"""The directory app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "schakel.network.directory"
    label = "directory"
