"""Addresses of linkage."""

from django.urls import path

from schakel.register.linkage.views import judging

app_name = "linkage"
urlpatterns = [
    path("proposals/<int:pk>/judge/", judging.judging, name="judge"),
    path("proposals/<int:pk>/take-back/", judging.taking_back, name="take-back"),
]
