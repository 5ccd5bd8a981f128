"""Addresses of the disclosure app."""

from django.urls import path

from schakel.insight.disclosure.views import making, showing, signing

app_name = "disclosure"
urlpatterns = [
    path("", making.releases, name="releases"),
    path("new/", making.new, name="new"),
    path("<str:number>/", showing.release, name="release"),
    path("<str:number>/proceed/", making.proceed, name="proceed"),
    path("<str:number>/offer/", making.offer, name="offer"),
    path("<str:number>/sign/", signing.sign, name="sign"),
    path("<str:number>/discard/", making.discard, name="discard"),
    path("<str:number>/withdraw/", signing.withdraw, name="withdraw"),
    path("<str:number>/withdraw/answer/", signing.answer, name="answer"),
    path("<str:number>/<str:period>/", showing.period, name="period"),
    path("<str:number>/<str:period>/rebuild/", making.rebuild, name="rebuild"),
]
