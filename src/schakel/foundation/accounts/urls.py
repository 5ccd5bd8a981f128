"""Addresses of the accounts app; those of the sign-in stand in `sign_in_urls`."""

from django.urls import path

from schakel.foundation.accounts import token_pages, views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/stay/", views.stay, name="stay"),
    path("me/second-step/", views.second_factor, name="second-factor"),
    path("users/", views.users, name="users"),
    path("users/new/", views.user_new, name="user-new"),
    path("users/<str:number>/", views.user, name="user"),
    path("users/<str:number>/roles/", views.grant, name="grant"),
    path("users/<str:number>/roles/<int:mandate>/withdraw/", views.withdraw, name="withdraw"),
    path("users/<str:number>/open-or-close/", views.deactivate, name="deactivate"),
    path("users/<str:number>/second-step/reset/", views.reset_second_factor, name="reset-factor"),
    path("users/<str:number>/invite/", views.invite, name="invite"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<str:number>/tokens/", token_pages.tokens, name="tokens"),
    path("organisations/<str:number>/tokens/new/", token_pages.token_new, name="token-new"),
    path(
        "organisations/<str:number>/tokens/<str:token>/withdraw/",
        token_pages.token_revoke,
        name="token-revoke",
    ),
]
