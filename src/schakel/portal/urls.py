"""Addresses of the home pages behind the sign-in."""

from django.urls import path

from schakel.portal import partner, staff

urlpatterns = [
    path("home/", partner.home, name="home"),
    path("desk/", staff.desk, name="desk"),
]
