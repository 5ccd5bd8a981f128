"""Addresses by which entries are kept; not on the public site."""

from django.urls import path

from schakel.network.directory import entry_views

app_name = "entries"
urlpatterns = [
    path("", entry_views.index, name="index"),
    path("new/", entry_views.new, name="new"),
    path("check/<str:secret>/", entry_views.check, name="check"),
    path("<uuid:uid>/", entry_views.entry, name="entry"),
]
