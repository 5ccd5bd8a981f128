"""The door for programmes: an access token in the header `Authorization: Bearer …`."""

from allauth.core.internal.ratelimit import consume
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from schakel.foundation.accounts.addresses import client_address
from schakel.foundation.accounts.token_changes import admit, record_refusal
from schakel.foundation.accounts.tokens import TokenActor
from schakel.foundation.ui.problems import ProblemError

# As for failed passwords (settings/sign_in.py); counted per machine, successes never.
REFUSALS = {"token_refused": "20/5m/ip"}
WAIT_SECONDS = 300
# No token of ours is longer; what is longer need not be hashed.
LONGEST_SECRET = 200


class AccessTokenAuth(HttpBearer):
    """Asks for a token that allows `scope`; without a scope, for any token.

    Unknown, expired, revoked or from elsewhere: the answer is one and the same.
    """

    openapi_description = (
        "An access token of an organisation that reports, made by an administrator of the centre."
    )

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> TokenActor:
        actor = super().__call__(request)
        if actor is None:  # no token was shown: nothing was guessed
            raise refusal()
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> TokenActor:
        secret = token.strip()[:LONGEST_SECRET]
        try:
            actor = admit(secret=secret, address=client_address(request))
            if actor is None:
                raise _refused(request, secret)
        except PermissionDenied:  # our proxy does not say from where
            raise refusal() from None
        if self.scope and self.scope not in actor.scopes:
            raise ProblemError(
                403,
                "missing_scope",
                _("This token does not allow that. It needs the scope %(scope)s.")
                % {"scope": self.scope},
            )
        return actor


def refusal() -> ProblemError:
    """The one answer to whoever shows no token that opens."""
    return ProblemError(
        401,
        "unauthorized",
        _("Send a valid access token in the header Authorization: Bearer."),
        headers={"WWW-Authenticate": 'Bearer realm="schakel"'},
    )


def _refused(request: HttpRequest, secret: str) -> ProblemError:
    """Counted, and written down as long as the limit is not reached; then the log need not grow."""
    allowed = consume(
        request=request,
        app="schakel.accounts",
        action="token_refused",
        config=REFUSALS,
        limit_get=True,
    )
    if allowed is None:
        return ProblemError(
            429,
            "too_many_refusals",
            _("There were too many calls without a valid token. Wait five minutes."),
            headers={"Retry-After": str(WAIT_SECONDS)},
        )
    record_refusal(secret=secret)
    return refusal()
