"""Addresses of a shelter's own pages."""

from django.urls import path

from schakel.care.placement.views import offers, shelter

app_name = "shelter"
urlpatterns = [
    path("", shelter.board, name="board"),
    path("list/", shelter.weekly, name="weekly"),
    path("units/<str:number>/", shelter.unit, name="unit"),
    path("offers/<str:number>/", offers.offer, name="offer"),
    path("stays/<str:number>/", offers.stay, name="stay"),
]
