"""Addresses of the home pages behind the sign-in."""

from django.urls import path

from schakel.portal import own, partner, staff

urlpatterns = [
    path("home/", partner.home, name="home"),
    path("home/figures/", own.own_figures, name="own-figures"),
    path("desk/", staff.desk, name="desk"),
]
