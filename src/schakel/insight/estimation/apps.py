"""The estimation app."""

from django.apps import AppConfig


class EstimationConfig(AppConfig):
    name = "schakel.insight.estimation"
    label = "estimation"
