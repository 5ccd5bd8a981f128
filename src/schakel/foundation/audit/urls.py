"""Addresses of the audit app."""

from django.urls import path

from schakel.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("export/", views.export, name="export"),
]
