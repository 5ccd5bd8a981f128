"""Addresses of the administrator's pages about status messages."""

from django.urls import path

from schakel.foundation.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/test/", views.test, name="test"),
    path("<str:number>/secret/", views.secret, name="secret"),
    path("<str:number>/stop/", views.deactivate, name="deactivate"),
    path("<str:number>/resend/", views.resend, name="resend-all"),
    path("<str:number>/messages/<int:message>/resend/", views.resend, name="resend"),
    path("<str:number>/messages/<int:message>/let-go/", views.let_go, name="let-go"),
]
