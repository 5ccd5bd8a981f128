"""The unit as it really runs: its own process, in which nothing of the centre is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from schakel.linkage_unit.models import ClusterMember, CodeMessage

ASK = """
import json, sys, django
django.setup()
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver
from schakel.config.wsgi import application
from django.core.management import get_commands, load_command_class
for name, app in get_commands().items():
    if app.startswith("schakel."):
        load_command_class(app, name)
get_resolver().url_patterns
print(json.dumps({
    "modules": [name for name in sys.modules if name.startswith("schakel.")],
    "tables": [model._meta.db_table for model in apps.get_models()],
    "addresses": [str(one.pattern) for one in get_resolver().url_patterns],
    "views": sorted(key for key in get_resolver().reverse_dict if isinstance(key, str)),
    "spaces": sorted(get_resolver("schakel.config.linkage_unit_urls").namespace_dict),
    "database": str(settings.DATABASES["default"]["NAME"]),
    "keys": settings.SCHAKEL_VAULT_KEYS,
    "home": str(settings.SCHAKEL_HOME),
}))
"""
CENTRES_OWN = ("register", "insight", "care", "knowledge", "network", "portal")
# What no column of the unit may ever be called after: it would say who somebody is, or what happened.
FORBIDDEN = (
    *("name", "surname", "birth", "dob", "sex", "gender", "nationality", "country", "phone"),
    *(
        "v_number",
        "address",
        "municipality",
        "report",
        "exploitation",
        "sector",
        "note",
        "identity",
    ),
    *("secret", "password"),
)
# An epoch has a name, and the fingerprint of its key; nobody has either.
HARMLESS = {"Epoch.name"}


@pytest.mark.pure
def test_nothing_of_the_centre_is_in_the_process(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "schakel.config.settings.linkage_unit",
        "SCHAKEL_SETTINGS": "local",
        "SCHAKEL_HOME": str(tmp_path),
        "SCHAKEL_DATABASE_URL": "postgresql://centre/register",
        "SCHAKEL_VAULT_KEYS": "centre-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    strangers = [m for m in found["modules"] if m.split(".")[1] in CENTRES_OWN]
    assert strangers == []
    assert {"linkage_unit_codemessage", "linkage_unit_clustermember"} <= set(found["tables"])
    assert [t for t in found["tables"] if t.startswith(("intake", "persons", "linkage_link"))] == []
    assert set(found["spaces"]) == {"unit", "accounts", "audit", "api"}
    # Neither the centre's database nor its keys, though both stand in the environment.
    assert found["database"] == str(tmp_path / "linkage-unit" / "unit.sqlite3")
    assert found["keys"] == ""
    assert found["home"] == str(tmp_path / "linkage-unit")


@pytest.mark.pure
def test_no_column_can_hold_an_identity_or_a_key() -> None:
    columns = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("linkage_unit").get_models()
        for column in model._meta.concrete_fields
    }
    suspect = {
        one
        for one in columns - HARMLESS
        if any(word in one.split(".")[1].lower().split("_") for word in FORBIDDEN)
    }
    assert suspect == set()
    free_text = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("linkage_unit").get_models()
        for column in model._meta.concrete_fields
        if column.get_internal_type() in ("TextField", "JSONField")
    }
    assert free_text == {"CodeMessage.local_ref", "CodeMessage.codes", "ClusterMember.local_ref"}
    for encrypted in (CodeMessage, ClusterMember):
        assert "Encrypted" in type(encrypted._meta.get_field("local_ref")).__name__
