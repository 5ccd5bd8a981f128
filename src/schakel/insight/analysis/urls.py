"""Addresses of the analysis app."""

from django.urls import path

from schakel.insight.analysis import views

app_name = "analysis"
urlpatterns = [
    path("", views.index, name="index"),
    path("reporters/", views.reporters, name="reporters"),
]
