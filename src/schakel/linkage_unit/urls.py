"""Addresses of the unit's own pages."""

from django.urls import path

from schakel.linkage_unit import views

app_name = "unit"
urlpatterns = [
    path("", views.start, name="start"),
    path("parties/", views.partners, name="partners"),
    path("parties/<str:source>/", views.partner, name="partner"),
    path("parties/<str:source>/tokens/new/", views.token_new, name="token-new"),
    path(
        "parties/<str:source>/tokens/<str:token>/withdraw/",
        views.token_withdraw,
        name="token-withdraw",
    ),
    path("epochs/new/", views.epoch_new, name="epoch-new"),
    path("epochs/<str:name>/", views.epoch, name="epoch"),
    path("epochs/<str:name>/link/", views.link_now, name="link"),
    path("epochs/<str:name>/threshold/", views.calibrate, name="calibrate"),
    path("epochs/<str:name>/delete/", views.delete, name="delete"),
]
