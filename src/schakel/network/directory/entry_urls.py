"""Addresses by which entries are kept; not on the public site."""

from django.urls import path

from schakel.network.directory import entry_views, partner_views

app_name = "entries"
urlpatterns = [
    path("", entry_views.index, name="index"),
    path("new/", entry_views.new, name="new"),
    path("check/<str:secret>/", entry_views.check, name="check"),
    path("abroad/", partner_views.index, name="partners"),
    path("abroad/new/", partner_views.new, name="partner-new"),
    path("abroad/<int:pk>/", partner_views.partner, name="partner"),
    path("<uuid:uid>/", entry_views.entry, name="entry"),
]
