"""Addresses for whoever asks for a place, or goes on with the care after placement."""

from django.urls import path

from schakel.care.placement.views import asking_own

app_name = "shelter-requests"
urlpatterns = [
    path("", asking_own.own, name="own"),
    path("new/", asking_own.new, name="new"),
    path("care/<str:number>/", asking_own.care, name="care"),
    path("<str:number>/", asking_own.detail, name="request"),
]
