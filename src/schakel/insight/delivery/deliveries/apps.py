"""The app of deliveries."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "schakel.insight.delivery.deliveries"
    label = "deliveries"
