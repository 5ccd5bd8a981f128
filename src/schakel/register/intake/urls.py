"""Addresses of the intake app."""

from django.urls import path, re_path

from schakel.register.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.own, name="own"),
    path("new/", views.new, name="new"),
    re_path(r"^template\.(?P<kind>csv|xlsx)$", views.template, name="template"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/correct/", views.correction, name="correct"),
    path("<str:number>/withdraw/", views.withdrawal, name="withdraw"),
]
