"""Addresses of the figures app."""

from django.urls import URLPattern

app_name = "figures"
urlpatterns: list[URLPattern] = []
