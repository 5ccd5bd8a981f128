"""Addresses of the analysis app."""

from django.urls import path, re_path

from schakel.insight.analysis.views import explore, records, snapshots, tables

app_name = "analysis"
urlpatterns = [
    path("", tables.index, name="index"),
    path("reporters/", tables.reporters, name="reporters"),
    path("definitions/", tables.definitions, name="definitions"),
    path("explore/", explore.explore, name="explore"),
    path("explore/records/", records.records, name="records"),
    re_path(r"^explore/table\.(?P<kind>csv|xlsx|parquet)$", explore.file, name="file"),
    path("tables/save/", explore.save, name="save-table"),
    path("tables/<int:pk>/remove/", explore.remove, name="remove-table"),
    path("snapshots/", snapshots.index, name="snapshots"),
    path("snapshots/make/", snapshots.make, name="make-snapshot"),
    path("differences/", snapshots.differences, name="differences"),
]
