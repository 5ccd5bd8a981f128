"""Addresses of the quarterly accountability."""

from django.urls import path

from schakel.insight.delivery.accountability import views

app_name = "accountability"
urlpatterns = [
    path("", views.statements, name="statements"),
    path("<str:number>/", views.statement, name="statement"),
    path("<str:number>/<str:language>.pdf", views.pdf, name="pdf"),
    path("<str:number>/prepare/", views.prepare, name="prepare"),
    path("<str:number>/sign/", views.sign, name="sign"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
]
