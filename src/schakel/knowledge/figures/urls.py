"""Addresses of the figures app. Without a version an address gives the newest; with one it never changes."""

from django.urls import path

from schakel.knowledge.figures.publications import CHOOSE_SHELTER
from schakel.knowledge.figures.views import downloads, overviews, pages, records

app_name = "figures"
_PINNED = "<slug:slug>/<int:version>"
urlpatterns = [
    path("", pages.index, name="index"),
    path("explained/", pages.explained, name="explained"),
    path("versions/", pages.versions, name="versions"),
    path("open-data/", pages.open_data, name="open-data"),
    path("synthetic/", records.synthetic, name="synthetic"),
    path("synthetic/<str:number>/records.<slug:kind>", records.file, name="synthetic-file"),
    path("synthetic/<str:number>/code-book.json", records.code_book, name="synthetic-code-book"),
    path("catalogue.ttl", downloads.catalogue, {"kind": "ttl"}, name="catalogue-ttl"),
    path("catalogue.jsonld", downloads.catalogue, {"kind": "jsonld"}, name="catalogue-jsonld"),
    path("cube/<int:version>/<slug:period>.<slug:kind>", downloads.cube, name="cube"),
    path("choose/", pages.choose, name="choose"),
    path("choose/<int:version>/", pages.choose, name="choose"),
    path("choose-shelter/", pages.choose, {"slug": CHOOSE_SHELTER}, name="choose-shelter"),
    path(
        "choose-shelter/<int:version>/",
        pages.choose,
        {"slug": CHOOSE_SHELTER},
        name="choose-shelter",
    ),
    path("overview/<int:year>/", overviews.edition, name="edition"),
    path("overview/<int:year>/<str:version>/overview.pdf", overviews.pdf, name="edition-pdf"),
    path(
        "overview/<int:year>/<str:version>/<slug:code>.svg", overviews.chart, name="edition-chart"
    ),
    path("<slug:slug>/", pages.table, name="table"),
    path("<slug:slug>/data.csv", downloads.csv, name="csv"),
    path("<slug:slug>/data.xlsx", downloads.xlsx, name="xlsx"),
    path("<slug:slug>/data.json", downloads.json_stat, name="json-stat"),
    path("<slug:slug>/<slug:chart>/embed/", downloads.embed, name="embed"),
    path(f"{_PINNED}/", pages.table, name="table"),
    path(f"{_PINNED}/data.csv", downloads.csv, name="csv"),
    path(f"{_PINNED}/data.xlsx", downloads.xlsx, name="xlsx"),
    path(f"{_PINNED}/data.json", downloads.json_stat, name="json-stat"),
    path(f"{_PINNED}/<slug:chart>.svg", downloads.chart, name="chart"),
    path(f"{_PINNED}/<slug:width>/<slug:theme>/<slug:chart>.svg", downloads.chart, name="chart"),
    path(f"{_PINNED}/<slug:chart>/embed/", downloads.embed, name="embed"),
]
