"""How a session becomes a user, and who is turned away."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.queries import with_second_factor


def is_allowed_in(user: User | None) -> bool:
    """Everybody knows the passwords of the demonstration: outside it those logins are dead."""
    return user is not None and (settings.SCHAKEL_DEMO or not user.is_invented)


class Backend(AuthenticationBackend):
    """E-mail address and password; loads the user together with whether a second factor is registered."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        return user if is_allowed_in(user) else None

    def get_user(self, user_id: int) -> User | None:
        user = with_second_factor(User.objects.filter(pk=user_id, is_active=True)).first()
        return user if is_allowed_in(user) else None
