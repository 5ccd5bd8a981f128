"""Addresses of the monitor app."""

from django.urls import path

from schakel.network.monitor.views import (
    asking,
    entry,
    merging,
    municipality,
    reaching,
    reading,
)

app_name = "monitor"
urlpatterns = [
    path("", reading.index, name="index"),
    path("grid/", reading.grid, name="grid"),
    path("own/", municipality.own, name="own"),
    path("entry/", entry.grid, name="entry"),
    path("template/", entry.template_file, name="template"),
    path("sheet/", entry.sheet, name="sheet"),
    path("sheet/<int:pk>/", entry.sheet_check, name="sheet-check"),
    path("mergers/", merging.page, name="mergers"),
    path("outreach/", reaching.page, name="outreach"),
    path("survey/<number>/", asking.page, name="survey"),
    path("<code>/", municipality.page, name="municipality"),
    path("<code>/paper/<form>/", municipality.paper, name="paper"),
    path("<code>/<item>/", municipality.item_page, name="item"),
]
