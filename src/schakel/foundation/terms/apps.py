"""The terms app."""

from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "schakel.foundation.terms"
    label = "terms"
