"""The files app: no table, texts in two languages."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "schakel.foundation.files"
    label = "files"
