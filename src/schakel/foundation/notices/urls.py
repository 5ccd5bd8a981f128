"""Addresses of notices."""

from django.urls import path

from schakel.foundation.notices import views

app_name = "notices"
urlpatterns = [path("", views.preference, name="preference")]
