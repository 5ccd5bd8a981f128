"""Addresses of the unseen number."""

from django.urls import path

from schakel.knowledge.unseen import views

app_name = "unseen"
urlpatterns = [
    path("", views.page, name="page"),
    path("<str:number>/lists.csv", views.data, name="data"),
]
