"""Addresses of the synthesis app."""

from django.urls import path

from schakel.insight.synthesis import views

app_name = "synthesis"
urlpatterns = [
    path("", views.files, name="files"),
    path("new/", views.new, name="new"),
    path("<str:number>/", views.file, name="file"),
    path("<str:number>/sign/", views.sign, name="sign"),
    path("<str:number>/refuse/", views.refuse, name="refuse"),
    path("<str:number>/publish/", views.publish, name="publish"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/make/", views.make, name="make"),
    path("<str:number>/records.csv", views.records, name="records"),
    path("<str:number>/statement.json", views.statement, name="statement"),
]
