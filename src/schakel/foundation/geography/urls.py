"""Addresses of the geography app."""

from django.urls import path

from schakel.foundation.geography import views

app_name = "geography"
urlpatterns = [path("", views.municipalities, name="municipalities")]
