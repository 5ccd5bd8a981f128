"""Addresses of the directory for everybody."""

from django.urls import path

from schakel.network.directory import referral_views, views

app_name = "directory"
urlpatterns = [
    path("", views.index, name="index"),
    path("open-referral/", referral_views.about, name="open-referral"),
    path("open-referral/services", referral_views.services, name="services"),
    path("open-referral/services/<uuid:uid>", referral_views.service, name="service"),
    path("open-referral/organizations", referral_views.organizations, name="organizations"),
    path(
        "open-referral/organizations/<uuid:uid>", referral_views.organization, name="organization"
    ),
    path("open-referral/taxonomies", referral_views.taxonomies, name="taxonomies"),
    path("open-referral/taxonomies/<uuid:uid>", referral_views.taxonomy, name="taxonomy"),
    path("open-referral/taxonomy_terms", referral_views.taxonomy_terms, name="taxonomy-terms"),
    path(
        "open-referral/taxonomy_terms/<uuid:uid>",
        referral_views.taxonomy_term,
        name="taxonomy-term",
    ),
]
