"""Access tokens: with which a programme of an organisation reports, and as whom it then acts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.accounts.addresses import Address, Network, is_within, read_networks
from schakel.foundation.accounts.choices import Role, Scope
from schakel.foundation.terms.numbers import new_number
from schakel.foundation.vault.fingerprints import fingerprint

# So that a person, or a scanner of source code, recognises a token that lies where it should not.
PREFIX = "schakel_"
LONGEST_LIFE = timedelta(days=366)
# The last use is written down at most so often: a row that every call changes would be waited for.
USE_NOTED_EVERY = timedelta(minutes=10)
SOON = timedelta(days=30)


def new_token_number() -> str:
    return new_number("T")


def secret_index(secret: str) -> str:
    """What is kept of a secret: a keyed hash, by which the token is found (64 hex digits)."""
    return fingerprint("accounts.access-token", secret)


@dataclass(frozen=True)
class TokenActor:
    """A programme at work: it may what a reporter of its one organisation may, and has no rows of its own.

    Not a model: a rule about "one's own" rows must never take a token's primary key for a user's.
    """

    number: str
    organisation_id: int
    organisation_number: str
    scopes: frozenset[str]

    @property
    def actor_id(self) -> str:
        return f"token:{self.number}"

    @property
    def roles(self) -> frozenset[str]:
        return frozenset({Role.REPORTER})

    def organisations_as(self, roles: Collection[str]) -> frozenset[int]:
        return frozenset({self.organisation_id}) if Role.REPORTER in roles else frozenset()


class AccessToken(models.Model):
    """One token of one organisation. The secret itself is shown once and kept nowhere."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_token_number)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="tokens",
        verbose_name=_("organisation"),
    )
    # Which programme uses it, in the administrator's words.
    name = models.CharField(_("name"), max_length=80)
    secret_index = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    # Codes of `Scope` between blanks.
    scopes = models.CharField(_("what it allows"), max_length=200)
    # Addresses and ranges between blanks; "" = from anywhere.
    addresses = models.CharField(_("allowed addresses"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.CharField(_("created by"), max_length=80)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["revoked_at", "-created_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def scope_labels(self) -> list[str]:
        """What it allows, in words."""
        return [str(Scope(code).label) for code in self.scopes.split() if code in Scope.values]

    @property
    def networks(self) -> list[Network]:
        """From where it may be used; empty: from anywhere."""
        return read_networks(self.addresses)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def ends_soon(self) -> bool:
        """Is it time to make its successor?"""
        return self.is_in_force and self.expires_at - timezone.now() < SOON

    @property
    def is_in_force(self) -> bool:
        return not (self.is_revoked or self.is_expired)

    def admits(self, address: Address) -> bool:
        """May it be used now, from this address? Wants `organisation`."""
        return self.is_in_force and self.organisation.active and is_within(address, self.networks)

    def is_due_to_be_noted(self, now: datetime) -> bool:
        """Is the last use that was written down long enough ago?"""
        return self.last_used_at is None or now - self.last_used_at > USE_NOTED_EVERY

    def as_actor(self) -> TokenActor:
        """Who acts when this token is shown. Wants `organisation`."""
        return TokenActor(
            number=self.number,
            organisation_id=self.organisation_id,
            organisation_number=self.organisation.number,
            scopes=frozenset(self.scopes.split()),
        )
