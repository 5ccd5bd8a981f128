"""Questions about accounts."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.accounts.models import Mandate, Organisation, User

# Recovery codes alone are no second factor: they come with one and go with the last one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def with_second_factor(users: VisibleQuerySet[User]) -> VisibleQuerySet[User]:
    """The same users, each with `second_factor`: is one registered?"""
    registered = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return users.annotate(second_factor=Exists(registered))


def has_second_factor(user: User) -> bool:
    """Has this user registered an authenticator app or a passkey?"""
    known = getattr(user, "second_factor", None)
    if known is not None:
        return known
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def users_for(actor: Actor, text: str = "") -> VisibleQuerySet[User]:
    """Users whom `actor` may look up, by a piece of their name or address; with their mandates."""
    found = User.objects.visible_to(actor, "search")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    mandates = Mandate.objects.select_related("organisation")
    return with_second_factor(found).prefetch_related(Prefetch("mandates", queryset=mandates))


def user_number(email: str) -> str:
    """The number of the user with this address, or ""."""
    return User.objects.filter(email__iexact=email).values_list("number", flat=True).first() or ""


def find_organisation(text: str) -> Organisation | None:
    """An organisation by its number or its exact name."""
    return Organisation.objects.filter(Q(number__iexact=text) | Q(name__iexact=text)).first()
