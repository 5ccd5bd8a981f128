"""Addresses of the persons app."""

from django.urls import path

from schakel.register.persons.views import files, imports, persons, reports

app_name = "persons"
urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:number>/", reports.report, name="report"),
    path("reports/<str:number>/register/", reports.decide, name="register"),
    path("reports/<str:number>/identity/", reports.identity, name="report-identity"),
    path("reports/<str:number>/attachments/", files.files, name="report-files"),
    path("reports/<str:number>/attachments/<int:serial>/", files.file, name="report-file"),
    path("persons/", persons.persons, name="persons"),
    path("persons/search/", persons.search, name="search"),
    path("persons/<str:number>/", persons.person, name="person"),
    path("persons/<str:number>/move/", persons.move_report, name="move"),
    path("persons/<str:number>/identity/", persons.identity, name="person-identity"),
    path("imports/", imports.batches, name="imports"),
    path("imports/new/", imports.new, name="import-new"),
    path("imports/<str:number>/", imports.batch, name="import"),
    path("imports/<str:number>/run/", imports.proceed, name="import-run"),
    path("imports/<str:number>/keep/", imports.keep, name="import-keep"),
    path("imports/<str:number>/discard/", imports.throw_away, name="import-discard"),
    path("imports/<str:number>/errors.csv", imports.errors, name="import-errors"),
]
