"""Addresses of the persons app."""

from django.urls import path

from schakel.register.persons.views import (
    files,
    imports,
    letters,
    persons,
    reports,
    restricting,
    searching,
    triage,
    undoing,
)

app_name = "persons"
urlpatterns = [
    path("triage/", triage.desk, name="triage"),
    path("triage/accept/", triage.accept_several, name="triage-accept"),
    path("triage/searches/", triage.search_save, name="search-save"),
    path("triage/searches/<int:pk>/remove/", triage.search_remove, name="search-remove"),
    path("triage/<str:number>/accept/", triage.accept_one, name="accept"),
    path("triage/<str:number>/assign/", triage.assigned, name="assign"),
    path("triage/<str:number>/answer-read/", triage.answer_done, name="answer-read"),
    path("triage/<str:number>/question/", letters.question, name="ask"),
    path("triage/<str:number>/answer/", letters.answered, name="answer"),
    path("triage/<str:number>/give-back/", letters.returning, name="give-back"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:number>/", reports.report, name="report"),
    path("reports/<str:number>/register/", reports.decide, name="register"),
    path("reports/<str:number>/identity/", reports.identity, name="report-identity"),
    path("reports/<str:number>/attachments/", files.files, name="report-files"),
    path("reports/<str:number>/attachments/<int:serial>/", files.file, name="report-file"),
    path("reports/<str:number>/restrict/", restricting.restrict_one, name="restrict"),
    path("restrictions/", restricting.restrictions, name="restrictions"),
    path("restrictions/<int:pk>/", restricting.restriction, name="restriction"),
    path("persons/", persons.persons, name="persons"),
    path("persons/search/", searching.search, name="search"),
    path("persons/<str:number>/", persons.person, name="person"),
    path("persons/<str:number>/move/", persons.move_report, name="move"),
    path("persons/<str:number>/identity/", persons.identity, name="person-identity"),
    path("imports/", imports.batches, name="imports"),
    path("imports/new/", imports.new, name="import-new"),
    path("imports/<str:number>/", imports.batch, name="import"),
    path("imports/<str:number>/run/", imports.proceed, name="import-run"),
    path("imports/<str:number>/keep/", imports.keep, name="import-keep"),
    path("imports/<str:number>/discard/", imports.throw_away, name="import-discard"),
    path("imports/<str:number>/undo/", undoing.undo_import, name="import-undo"),
    path("imports/<str:number>/undo/run/", undoing.proceed, name="import-undo-run"),
    path("imports/<str:number>/errors.csv", imports.errors, name="import-errors"),
]
