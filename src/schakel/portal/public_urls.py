"""Addresses of the public home pages."""

from django.urls import path

from schakel.portal import public

app_name = "public"
urlpatterns = [
    path("", public.start, name="start"),
    path("about/", public.about, name="about"),
    path("suspicion/", public.suspicion, name="suspicion"),
    path("rights/", public.rights, name="rights"),
    path("privacy/", public.privacy, name="privacy"),
    path("codes/", public.codes, name="codes"),
    path("accessibility/", public.accessibility, name="accessibility"),
]
