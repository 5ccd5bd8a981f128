"""The accountability app."""

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "schakel.insight.delivery.accountability"
    label = "accountability"
