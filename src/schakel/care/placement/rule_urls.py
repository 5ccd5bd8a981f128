"""Addresses of the rules about who fits where."""

from django.urls import path

from schakel.care.placement.views import rule_changes, rules

app_name = "placement-rules"
urlpatterns = [
    path("", rules.index, name="index"),
    path("new/", rule_changes.edit, name="new"),
    path("<slug:code>/", rules.rule, name="rule"),
    path("<slug:code>/change/", rule_changes.edit, name="change"),
    path("<slug:code>/end/", rule_changes.end, name="end"),
]
