"""Addresses of signals."""

from django.urls import path

from schakel.network.signals import views

app_name = "signals"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:number>/", views.signal, name="signal"),
]
