"""The meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "schakel.network.meetings"
    label = "meetings"
