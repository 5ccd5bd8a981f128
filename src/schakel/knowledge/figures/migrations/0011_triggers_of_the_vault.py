"""The same refusals by the triggers that serve every table, in databases that had this app's own."""

from typing import Any

from django.db import migrations

from schakel.knowledge.figures.triggers import (
    install,
    install_cubes,
    install_editions,
    install_synthetic,
)

_PARTS = [f"figures_published{name}" for name in ("wording", "kind", "chart", "cell")]
_KNOWN = [
    "figures_publishedtable",
    "figures_publishedversion",
    "figures_publishedcube",
    "figures_withdrawal",
    "figures_publishedsynthetic",
    "figures_syntheticwithdrawal",
    "figures_publishededition",
    "figures_publishededitionpart",
]
_FULL = [*_PARTS, "figures_publishedcube", "figures_publishededitionpart"]
_FUNCTIONS = ("refuse", "full", "all_cubes", "both_languages")
_FORMER = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {table}_known" for table in _KNOWN],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS figures_fixed ON {table}" for table in [*_KNOWN, *_PARTS]),
        *(f"DROP TRIGGER IF EXISTS figures_full ON {table}" for table in _FULL),
        *(f"DROP FUNCTION IF EXISTS figures_{name}()" for name in _FUNCTIONS),
    ],
}


def move(apps: Any, schema_editor: Any) -> None:
    for statement in _FORMER[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
    for put in (install, install_cubes, install_synthetic, install_editions):
        put(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("figures", "0010_chapters")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
