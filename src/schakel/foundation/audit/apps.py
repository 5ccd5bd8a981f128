"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "schakel.foundation.audit"
    label = "audit"
