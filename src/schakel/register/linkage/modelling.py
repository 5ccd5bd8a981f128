"""Which model scores at this moment."""

from functools import lru_cache
from json import dumps, loads

from django.db import transaction

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.methods.linkage.linking import AUTO, REVIEW, STATISTICS
from schakel.methods.linkage.model import VERSION, Parameters, stored_parameters
from schakel.register.linkage.models import ModelVersion

# The model that comes with Schakel; replaced by itself when a release brings another.
SHIPPED = "system:shipped"


def model_in_use() -> ModelVersion:
    """The version that scores now; the one that comes with Schakel where nobody chose another."""
    row = ModelVersion.objects.filter(active=True).first()
    if row is None or (row.by == SHIPPED and row.fingerprint != _shipped().fingerprint):
        return _install_shipped()
    return row


def parameters_of(version: ModelVersion) -> Parameters:
    """The parameters of a version, ready to weigh with."""
    return _parameters(dumps(version.parameters, sort_keys=True))


@lru_cache(maxsize=4)
def _parameters(text: str) -> Parameters:
    return Parameters.from_json(text)


def take_into_use(*, by: Actor, text: str) -> ModelVersion:
    """Let a model in JSON score from now on; the same model twice changes nothing.

    Raises PermissionDenied, and what `Parameters.from_json` raises for what is no model.
    """
    require(by, "create", "linkage.ModelVersion")
    parameters = Parameters.from_json(text)
    with transaction.atomic():
        row = _install(parameters, by.actor_id)
        record(
            by=by,
            event=Event.CHANGE,
            object_type="linkage-model",
            object_id=row.version,
            data=("active",),
        )
    return row


def _install_shipped() -> ModelVersion:
    return _install(_shipped(), SHIPPED)


@lru_cache(maxsize=1)
def _shipped() -> Parameters:
    """The model that comes with Schakel."""
    return stored_parameters()


def _install(parameters: Parameters, by: str) -> ModelVersion:
    """The only version in use, kept under its fingerprint."""
    fingerprint = parameters.fingerprint
    with transaction.atomic():
        ModelVersion.objects.filter(active=True).exclude(fingerprint=fingerprint).update(
            active=False
        )
        row, _made = ModelVersion.objects.update_or_create(
            version=f"{VERSION}-{fingerprint[:8]}",
            defaults={"active": True},
            create_defaults={
                "active": True,
                "fingerprint": fingerprint,
                "parameters": loads(parameters.to_json()),
                "thresholds": {"auto": AUTO, "review": REVIEW, "statistics": STATISTICS},
                "by": by,
            },
        )
    return row
