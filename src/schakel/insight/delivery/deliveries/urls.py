"""Addresses of deliveries."""

from django.urls import path

from schakel.insight.delivery.deliveries import views

app_name = "deliveries"
urlpatterns = [
    path("", views.index, name="index"),
    path("agreements/new/", views.new, name="new"),
    path("agreements/<str:number>/", views.agreement, name="agreement"),
    path("agreements/<str:number>/end/", views.end, name="end"),
    path("agreements/<str:number>/key/", views.key, name="key"),
    path("sets/<slug:slug>/", views.standard_set, name="set"),
    path("sets/<slug:slug>.csv", views.set_csv, name="set-csv"),
    path("<str:number>/", views.delivery, name="delivery"),
]
