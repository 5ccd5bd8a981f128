"""Addresses of the ui app."""

from django.urls import path

from schakel.foundation.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
