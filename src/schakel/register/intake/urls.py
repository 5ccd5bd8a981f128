"""Addresses of the intake app."""

from django.urls import include, path, re_path

from schakel.register.intake import consent_pages, legal_pages, views

app_name = "intake"
_reports = [
    path("", views.own, name="own"),
    path("new/", views.new, name="new"),
    re_path(r"^template\.(?P<kind>csv|xlsx)$", views.template, name="template"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/correct/", views.correction, name="correct"),
    path("<str:number>/withdraw/", views.withdrawal, name="withdraw"),
]

urlpatterns = [
    path("my-reports/", include(_reports)),
    path("consent/", consent_pages.consent, name="consent"),
    path("consent/<str:language>/<str:sheet>/", consent_pages.sheet, name="leaflet"),
    path("legal-rules/", legal_pages.rules, name="legal-rules"),
    path("legal-rules/new/", legal_pages.new_rule, name="legal-rule-new"),
    path("legal-rules/<int:pk>/end/", legal_pages.rule_end, name="legal-rule-end"),
]
