"""The analysis app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "schakel.insight.analysis"
    label = "analysis"
