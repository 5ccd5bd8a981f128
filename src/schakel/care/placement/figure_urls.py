"""Addresses of the figures of first shelter."""

from django.urls import path

from schakel.care.placement.views import figures

app_name = "shelter-figures"
urlpatterns = [
    path("", figures.shelter_figures, name="newest"),
    path("<int:year>/", figures.shelter_figures, name="year"),
    path("<int:year>/csv/", figures.shelter_figures_csv, name="csv"),
]
