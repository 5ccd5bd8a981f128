"""Zones look down, never up: in imports, in foreign keys, and in what one app takes from another."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.source import (
    REPOSITORY,
    app_folders,
    app_of,
    height,
    imports,
    module,
    named,
    order,
    product_files,
)

pytestmark = pytest.mark.pure

SCREENS = ("forms", "views", "urls", "admin")
# What access calls views is what views ask; it shows no page.
OPEN_TO_ALL = ("schakel.foundation.access.views",)


def test_the_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--config", ".importlinter", "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_app_has_a_place() -> None:
    homeless = []
    for folder in app_folders():
        name = module(folder / "__init__.py")
        if not any(name == place or name.startswith(f"{place}.") for place in order()):
            homeless.append(name)
    assert not homeless, f"not in .importlinter: {homeless}"


def test_foreign_keys_look_down() -> None:
    upward = []
    for model in apps.get_models():
        app = app_of(model.__module__)
        if app is None:
            continue
        for field in model._meta.get_fields():
            target = app_of(field.related_model.__module__) if _points(field) else None
            if target is not None and height(target) > height(app):
                upward.append(f"{model._meta.label}.{field.name} → {field.related_model.__name__}")
    assert not upward, upward


def _points(field: object) -> bool:
    """A key that stands in this model's own table, not the far end of somebody else's."""
    return bool(getattr(field, "related_model", None)) and not getattr(field, "auto_created", False)


def test_the_order_tells_high_from_low() -> None:
    assert height("schakel.register.persons") > height("schakel.register.intake")
    assert height("schakel.register.intake") > height("schakel.foundation.accounts")
    assert height("schakel.portal") > height("schakel.insight.disclosure")


@pytest.mark.parametrize("path", product_files(), ids=named)
def test_screens_are_private_to_their_app(path: Path) -> None:
    if module(path).startswith("schakel.config"):
        return
    own = app_of(module(path))
    taken = []
    for imported, line in imports(path):
        app = app_of(imported)
        if app is None or app == own or imported.startswith(OPEN_TO_ALL):
            continue
        room = imported.removeprefix(f"{app}.").split(".")[0]
        if room in SCREENS:
            taken.append(f"{named(path)}:{line} imports {imported}")
    assert not taken, taken


def test_only_config_imports_addresses() -> None:
    found = [
        f"{named(path)}:{line}"
        for path in product_files()
        for imported, line in imports(path)
        if ".urls" in imported
        and imported.startswith("schakel.")
        and not module(path).startswith("schakel.config")
    ]
    assert not found, found
