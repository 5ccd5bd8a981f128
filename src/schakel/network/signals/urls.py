"""Addresses of signals."""

from django.urls import path

from schakel.network.signals import following, views

app_name = "signals"
urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", following.own, name="own"),
    path("new/", following.new, name="new"),
    path("heat/", views.warmth, name="heat"),
    path("<str:number>/", views.signal, name="signal"),
]
