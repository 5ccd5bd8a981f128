"""Addresses of platforms and their meetings."""

from django.urls import path

from schakel.network.meetings import views, writing

app_name = "meetings"
urlpatterns = [
    path("", views.index, name="index"),
    path("platforms/<slug:slug>/", views.platform, name="platform"),
    path("platforms/<slug:slug>/calendar/", views.calendar_file, name="calendar"),
    path("signals/<str:number>/", views.place, name="place"),
    path("<str:number>/", views.meeting, name="meeting"),
    path("<str:number>/minutes/", writing.minutes, name="minutes"),
    path("<str:number>/papers/<int:serial>/", views.paper, name="paper"),
]
