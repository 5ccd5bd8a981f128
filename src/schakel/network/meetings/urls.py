"""Addresses of platforms and their meetings."""

from django.urls import path

from schakel.network.meetings import calendar_views, views, writing

app_name = "meetings"
urlpatterns = [
    path("", views.index, name="index"),
    path("platforms/<slug:slug>/", views.platform, name="platform"),
    path("platforms/<slug:slug>/calendar/", calendar_views.platform_file, name="calendar"),
    path("signals/<str:number>/", views.place, name="place"),
    path("calendar/", calendar_views.address, name="address"),
    path("calendar/<str:secret>.ics", calendar_views.feed, name="feed"),
    path("<str:number>/", views.meeting, name="meeting"),
    path("<str:number>/minutes/", writing.minutes, name="minutes"),
    path("<str:number>/calendar/", calendar_views.meeting_file, name="meeting-calendar"),
    path("<str:number>/papers/<int:serial>/", views.paper, name="paper"),
]
