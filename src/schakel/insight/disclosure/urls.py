"""Addresses of the disclosure app."""

from django.urls import path

from schakel.insight.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("new/", views.new, name="new"),
    path("<str:number>/", views.release, name="release"),
    path("<str:number>/discard/", views.discard, name="discard"),
]
