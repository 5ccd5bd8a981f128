"""The persons app."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "schakel.register.persons"
    label = "persons"
