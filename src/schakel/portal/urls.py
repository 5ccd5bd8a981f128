"""Addresses of the home pages behind the sign-in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
