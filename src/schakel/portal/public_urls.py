"""Addresses of the public home pages."""

from django.urls import URLPattern

app_name = "public"
urlpatterns: list[URLPattern] = []
