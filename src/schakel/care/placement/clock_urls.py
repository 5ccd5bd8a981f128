"""Addresses of legal clocks."""

from django.urls import path

from schakel.care.placement.views import clocks

app_name = "placement-clocks"
urlpatterns = [
    path("", clocks.index, name="index"),
    path("<str:number>/", clocks.group, name="group"),
    path("<str:number>/<int:event>/undo/", clocks.undo, name="undo"),
]
