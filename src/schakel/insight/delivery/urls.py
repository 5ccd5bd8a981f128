"""Addresses of the delivery app."""

from django.urls import path

from schakel.insight.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.editions, name="editions"),
    path("<int:pk>/", views.edition, name="edition"),
    path("<int:pk>/texts/<str:language>/", views.texts, name="texts"),
    path("<int:pk>/<str:language>.pdf", views.pdf, name="pdf"),
    path("<int:pk>/<str:language>/<slug:code>.svg", views.chart, name="chart"),
    path("<int:pk>/proceed/", views.proceed, name="proceed"),
    path("<int:pk>/offer/", views.offer, name="offer"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/correct/", views.correct, name="correct"),
]
