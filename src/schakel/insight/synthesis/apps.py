"""The synthesis app."""

from django.apps import AppConfig


class SynthesisConfig(AppConfig):
    name = "schakel.insight.synthesis"
    label = "synthesis"
