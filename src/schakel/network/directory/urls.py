"""Addresses of the directory for everybody."""

from django.urls import path

from schakel.network.directory import referral_views, views

app_name = "directory"
urlpatterns = [
    path("", views.index, name="index"),
    path("open-referral/", referral_views.about, name="open-referral"),
    path("open-referral/services", referral_views.services, name="services"),
    path("open-referral/services/<uuid:uid>", referral_views.service, name="service"),
]
