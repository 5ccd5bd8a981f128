"""Addresses of the directory app."""

from django.urls import path

from schakel.network.directory import views

app_name = "directory"
urlpatterns = [path("", views.index, name="index")]
