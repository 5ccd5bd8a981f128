"""Addresses of the intake app."""

from django.urls import path, re_path

from schakel.register.intake.views import drafts, reports

app_name = "intake"
urlpatterns = [
    path("", reports.own, name="own"),
    path("new/", drafts.new, name="new"),
    path("drafts/<str:number>/check/", drafts.check, name="draft-check"),
    path("drafts/<str:number>/send/", drafts.send, name="draft-send"),
    path("drafts/<str:number>/discard/", drafts.discard, name="draft-discard"),
    path("drafts/<str:number>/<slug:step>/", drafts.question, name="draft"),
    re_path(r"^template\.(?P<kind>csv|xlsx)$", reports.template, name="template"),
    path("<str:number>/", reports.detail, name="detail"),
    path("<str:number>/correct/", reports.correction, name="correct"),
    path("<str:number>/withdraw/", reports.withdrawal, name="withdraw"),
]
