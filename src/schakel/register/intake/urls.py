"""Addresses of the intake app."""

from django.urls import include, path, re_path

from schakel.register.intake import consent_pages, legal_pages, signs_pages, tip_pages
from schakel.register.intake.views import (
    attachments,
    code,
    consent,
    deliveries,
    drafts,
    receipts,
    reports,
)

app_name = "intake"
_reports = [
    path("", reports.own, name="own"),
    path("new/", drafts.new, name="new"),
    path("drafts/<str:number>/check/", drafts.check, name="draft-check"),
    path("drafts/<str:number>/send/", drafts.send, name="draft-send"),
    path("drafts/<str:number>/discard/", drafts.discard, name="draft-discard"),
    path("drafts/<str:number>/attachments/", attachments.add_draft, name="draft-attach"),
    path(
        "drafts/<str:number>/attachments/<int:serial>/remove/",
        attachments.remove_draft,
        name="draft-detach",
    ),
    path("drafts/<str:number>/<slug:step>/", drafts.question, name="draft"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/new/", deliveries.new, name="delivery-new"),
    path("deliveries/<str:number>/", deliveries.delivery, name="delivery"),
    path("deliveries/<str:number>/take-in/", deliveries.accept, name="delivery-take-in"),
    path("deliveries/<str:number>/run/", deliveries.proceed, name="delivery-run"),
    path("deliveries/<str:number>/discard/", deliveries.throw_away, name="delivery-discard"),
    path("deliveries/<str:number>/receipt/", receipts.delivery_receipt, name="delivery-receipt"),
    path("deliveries/<str:number>/errors/", deliveries.errors, name="delivery-errors"),
    re_path(r"^template\.(?P<kind>csv|xlsx)$", reports.template, name="template"),
    path("<str:number>/", reports.detail, name="detail"),
    path("<str:number>/code/", code.code, name="code"),
    path("<str:number>/correct/", reports.correction, name="correct"),
    path("<str:number>/attachments/", attachments.add, name="attach"),
    path("<str:number>/attachments/<int:serial>/", attachments.open_file, name="attachment"),
    path("<str:number>/receipt/", receipts.receipt, name="receipt"),
    path("<str:number>/withdraw/", reports.withdrawal, name="withdraw"),
    path("<str:number>/withdraw-consent/", consent.withdrawal, name="withdraw-consent"),
    path("<str:number>/consent-withdrawn/", consent.withdrawn, name="consent-withdrawn"),
]

urlpatterns = [
    path("my-reports/", include(_reports)),
    path("consent/", consent_pages.consent, name="consent"),
    path("consent/<str:language>/<str:sheet>/", consent_pages.sheet, name="leaflet"),
    path("legal-rules/", legal_pages.rules, name="legal-rules"),
    path("signals/", signs_pages.signals, name="signals"),
    path("signals/keep/", signs_pages.keep, name="signals-keep"),
    path("signals/draft/", signs_pages.draft, name="signals-draft"),
    path("tips/", tip_pages.tips, name="tips"),
    path("tips/new/", tip_pages.new, name="tip-new"),
    path("tips/<str:number>/", tip_pages.tip, name="tip"),
    path("tips/<str:number>/change/", tip_pages.change, name="tip-change"),
    path("legal-rules/new/", legal_pages.new_rule, name="legal-rule-new"),
    path("legal-rules/<int:pk>/end/", legal_pages.rule_end, name="legal-rule-end"),
]
