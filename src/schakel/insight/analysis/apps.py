"""The analysis app."""

from importlib import import_module

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "schakel.insight.analysis"
    label = "analysis"

    def ready(self) -> None:
        """What first shelter can be counted by is known once all tables are."""
        import_module("schakel.insight.analysis.shelter_dimensions")
