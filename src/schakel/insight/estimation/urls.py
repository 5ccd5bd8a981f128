"""Addresses of the estimation app."""

from django.urls import path

from schakel.insight.estimation import views

app_name = "estimation"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("new/", views.new, name="new"),
    path("<str:number>/", views.run, name="run"),
    path("<str:number>/start/", views.start, name="start"),
    path("<str:number>/proceed/", views.proceed, name="proceed"),
    path("<str:number>/offer/", views.offer, name="offer"),
    path("<str:number>/answer/", views.answer, name="answer"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/results.csv", views.results, name="results"),
    path("<str:number>/input.csv", views.table, name="table"),
]
