"""A programme that reports: it knows its token and nothing else."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Scope
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.token_changes import create_token

BASE = "/api/v1"
REPORT = {
    "reporter_reference": "PL-2026-001",
    "reported_on": "2026-05-03",
    "surname": "Zonnebloem",
    "given_names": "Mirabella",
    "date_of_birth": "2001-02-28",
    "gender": "FEMALE",
    "nationalities": ["NL", "PL"],
    "forms": ["SEXUAL", "LABOUR"],
    "sectors": ["HOTEL"],
    "note": "Vertrouwelijke toelichting",
}


@dataclass
class Programme:
    """Calls the API with a token; `secret` "" calls without."""

    secret: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **more: Any) -> HttpResponse:
        return self.client.get(BASE + path, headers=self._headers(more.pop("headers", {})), **more)

    def post(self, path: str, body: Any, key: str | None = None, **more: Any) -> HttpResponse:
        """With a fresh key unless one is given."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4()), **more.pop("headers", {})}
        return self.client.post(
            BASE + path,
            body,
            content_type="application/json",
            headers=self._headers(headers),
            **more,
        )

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        shown = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return {**shown, **more}


def programme_of(organisation: Organisation, *scopes: str, **more: Any) -> Programme:
    """A programme with a new token of `organisation`; by default it may everything."""
    _token, secret = create_token(
        by=SystemActor("test"),
        organisation=organisation,
        name="Zaaksysteem",
        scopes=scopes or Scope.values,
        expires_at=timezone.now() + timedelta(days=90),
        **more,
    )
    return Programme(secret)
