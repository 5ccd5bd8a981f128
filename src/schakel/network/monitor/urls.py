"""Addresses of the monitor app."""

from django.urls import path

from schakel.network.monitor.views import municipality, reading

app_name = "monitor"
urlpatterns = [
    path("", reading.index, name="index"),
    path("grid/", reading.grid, name="grid"),
    path("own/", municipality.own, name="own"),
    path("<code>/", municipality.page, name="municipality"),
    path("<code>/<item>/", municipality.item_page, name="item"),
]
