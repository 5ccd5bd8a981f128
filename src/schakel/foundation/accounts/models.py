"""Users, organisations and the mandates that join them."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.accounts.choices import (
    DEMO_DOMAIN,
    ROLE_CHOICES,
    SECOND_FACTOR_ROLES,
    STAFF_ROLES,
)
from schakel.foundation.accounts.tokens import AccessToken as AccessToken  # so that Django finds it
from schakel.foundation.terms.numbers import new_number


def new_organisation_number() -> str:
    return new_number("O")


def new_user_number() -> str:
    return new_number("U")


class Organisation(models.Model):
    """A party that acts in the system: the centre, a police unit, a care institution, a municipality."""

    number = models.CharField(
        _("number"), max_length=16, unique=True, default=new_organisation_number
    )
    name = models.CharField(_("name"), max_length=200)
    # A code of the list `reporter_type` (foundation.terms); empty for parties that never report.
    reporter_type = models.CharField(_("kind of reporter"), max_length=40, blank=True)
    # Empty where the party works nationally.
    police_unit = models.ForeignKey(
        "geography.PoliceUnit", models.PROTECT, null=True, blank=True, verbose_name=_("police unit")
    )
    active = models.BooleanField(_("active"), default=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


VisibleUserManager = BaseUserManager.from_queryset(VisibleQuerySet)


class UserManager(VisibleUserManager["User"]):
    """Creates users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do stands in their mandates, nowhere else."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_user_number)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name", "pk"]
        constraints = [
            # Sign-in looks addresses up without regard to case, so two must never differ by case only.
            models.UniqueConstraint(Lower("email"), name="one_user_per_address")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> str:
        return self.number

    @cached_property
    def _mandates(self) -> list["Mandate"]:
        if not self.is_active:
            return []
        return list(self.mandates.filter(organisation__active=True).select_related("organisation"))

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(mandate.role for mandate in self._mandates)

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation this person acts for: that of the oldest mandate."""
        return self._mandates[0].organisation if self._mandates else None

    @property
    def organisation_number(self) -> str:
        return self.organisation.number if self.organisation else ""

    def organisations_as(self, roles: Collection[str]) -> frozenset[int]:
        return frozenset(m.organisation_id for m in self._mandates if m.role in roles)

    @property
    def works_at_centre(self) -> bool:
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_invented(self) -> bool:
        """A login of the demonstration, whose password everybody knows."""
        return self.email.endswith(f"@{DEMO_DOMAIN}")

    @property
    def needs_second_factor(self) -> bool:
        return bool(self.roles & SECOND_FACTOR_ROLES)


class Mandate(models.Model):
    """A user may act for an organisation in one role."""

    user = models.ForeignKey(User, models.CASCADE, related_name="mandates", verbose_name=_("user"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mandates", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"),
        max_length=30,
        choices=ROLE_CHOICES,
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="one_mandate_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.organisation_id}"
