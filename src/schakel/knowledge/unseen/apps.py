"""The unseen app."""

from django.apps import AppConfig


class UnseenConfig(AppConfig):
    name = "schakel.knowledge.unseen"
    label = "unseen"
