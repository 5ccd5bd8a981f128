"""Addresses of the figures app. Without a version an address gives the newest; with one it never changes."""

from django.urls import path

from schakel.knowledge.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.table, name="table"),
    path("<slug:slug>/data.csv", views.csv, name="csv"),
    path("<slug:slug>/<int:version>/", views.table, name="table"),
    path("<slug:slug>/<int:version>/data.csv", views.csv, name="csv"),
    path("<slug:slug>/<int:version>/<slug:chart>.svg", views.chart, name="chart"),
]
