"""Addresses of the placement coordinator's screens."""

from django.urls import path

from schakel.care.placement.views import (
    answering,
    asking,
    board,
    closed,
    desk,
    placements,
    places,
    request,
)

app_name = "placement"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("hand-over/", desk.hand_over, name="hand-over"),
    path("joint/", places.joint, name="joint"),
    path("requests/", desk.request_list, name="requests"),
    path("requests/new/", asking.new, name="new"),
    path("requests/<str:number>/", request.one, name="request"),
    path("requests/<str:number>/step/", request.step, name="step"),
    path("requests/<str:number>/names/", request.names, name="names"),
    path("requests/<str:number>/people/<int:pk>/", request.needs, name="needs"),
    path("requests/<str:number>/places/", places.places, name="places"),
    path("requests/<str:number>/intake.pdf", request.intake_report, name="intake-report"),
    path("decisions/<int:pk>/", places.decision, name="decision"),
    path("offers/<str:number>/", answering.answer, name="offer"),
    path("groups/<str:number>/again/", asking.again, name="again"),
    path("placements/new/", placements.direct, name="direct"),
    path("placements/<str:number>/", placements.one, name="placement"),
    path("places/", board.board, name="board"),
    path("places/new/", board.new_site, name="site-new"),
    path("places/<str:number>/", board.site, name="site"),
    path("units/<str:number>/", board.unit, name="unit"),
    path("restricted/", closed.openings, name="openings"),
    path("restricted/<int:pk>/review/", closed.review, name="review"),
]
