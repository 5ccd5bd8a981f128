"""What each column is: which processing activity it serves, how sensitive it is, how long it is kept.

Apps state it in `retention.py` (`FIELDS`, `NOT_PERSONAL`, and the periods themselves in `RETENTION`); the
build fails on a column that no app has classified (GDPR art. 5(1)(e) and 30).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class Sensitivity(StrEnum):
    """How much harm a column does in the wrong hands."""

    IDENTITY = "identity"  # says who someone is
    SPECIAL = "special"  # special categories and criminal data (GDPR art. 9 and 10)
    CONTACT = "contact"  # how or where to reach someone
    PSEUDONYM = "pseudonym"  # a number or hash that stands for a person (GDPR art. 4(5))
    PERSONAL = "personal"  # about a person, none of the above
    STAFF = "staff"  # about a colleague or a partner's employee
    NONE = "none"


@dataclass(frozen=True)
class Personal:
    """One column with personal data; `retention` names a period of the app's `RETENTION`."""

    activity: str
    sensitivity: Sensitivity
    retention: str
    note: str = ""


@dataclass(frozen=True)
class Retention:
    """How long (months and days together), counted from when, on which ground, and then?

    `months` None: until someone decides.
    """

    months: int | None
    counted_from: str
    then: str  # delete · pseudonymise · keep
    ground: str = ""
    days: int = 0


@dataclass
class Classification:
    """All that the apps state, by "app.Model.field"."""

    fields: dict[str, Personal] = field(default_factory=dict)
    not_personal: set[str] = field(default_factory=set)
    retention: dict[str, Retention] = field(default_factory=dict)

    @property
    def stated(self) -> set[str]:
        """Every column that some app has classified."""
        return set(self.fields) | self.not_personal

    @property
    def contradictions(self) -> set[str]:
        """Columns that are both personal and not."""
        return set(self.fields) & self.not_personal


def collect() -> Classification:
    """Gather `retention.py` of every installed app that has one."""
    found = Classification()
    for config in apps.get_app_configs():
        name = f"{config.name}.retention"
        if not config.name.startswith("schakel.") or find_spec(name) is None:
            continue
        module = import_module(name)
        found.fields.update(getattr(module, "FIELDS", {}))
        found.not_personal.update(getattr(module, "NOT_PERSONAL", ()))
        found.retention.update(getattr(module, "RETENTION", {}))
    return found


def columns(configs: Iterable[AppConfig] | None = None) -> set[str]:
    """Every concrete field of every model of these apps (default: all of Schakel), as "app.Model.field"."""
    chosen = configs if configs is not None else apps.get_app_configs()
    return {
        f"{model._meta.label}.{column.name}"
        for config in chosen
        if config.name.startswith("schakel.")
        for model in config.get_models(include_auto_created=True)
        if not model._meta.proxy
        for column in model._meta.local_concrete_fields
    }


def unclassified(configs: Iterable[AppConfig] | None = None) -> set[str]:
    """Columns about which no app says anything."""
    return columns(configs) - collect().stated


def unknown_columns() -> set[str]:
    """Classified names that no model has: a renamed or removed field, or a mistyped one."""
    return collect().stated - columns()
