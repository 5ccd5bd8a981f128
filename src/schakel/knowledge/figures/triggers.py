"""The database itself refuses to change, remove or add to what was released, whoever asks.

A migration that alters one of these tables must install the triggers anew: SQLite drops them with the table.
"""

from collections.abc import Sequence

from schakel.foundation.vault.triggers import (
    Operation,
    append_only,
    complete,
    never_emptied,
    together,
)

_REFUSAL = "a released table cannot be changed"
# Columns that are unique together, beside `id`.
_KEYS: dict[str, Sequence[Sequence[str]]] = {
    "figures_publishedtable": [("slug", "version")],
    "figures_publishedversion": [("version",), ("release_number",)],
    "figures_withdrawal": [("version_id",)],
    "figures_publishedsynthetic": [("number",)],
    "figures_syntheticwithdrawal": [("records_id",)],
    "figures_publishededition": [("year", "figures_version", "correction")],
    "figures_publishededitionpart": [("edition_id", "language")],
}


def _fixed(*tables: str) -> tuple[Operation, Operation]:
    return together(
        append_only(*tables, refusal=_REFUSAL, keys=_KEYS), never_emptied(*tables, refusal=_REFUSAL)
    )


_PARTS = [f"figures_published{name}" for name in ("wording", "kind", "chart", "cell")]
install, remove = together(
    _fixed("figures_publishedtable", *_PARTS),
    # The cells are written last: with the last one in place nothing can be added to any part of the table.
    complete(
        *_PARTS,
        when="(SELECT COUNT(*) FROM figures_publishedcell WHERE table_id = NEW.table_id) >= "
        "(SELECT cell_count FROM figures_publishedtable WHERE id = NEW.table_id)",
        refusal=_REFUSAL,
    ),
)
install_cubes, remove_cubes = together(
    _fixed("figures_publishedversion", "figures_publishedcube", "figures_withdrawal"),
    # The cubes of a version are written in one go: with all of them in place no period can be added.
    complete(
        "figures_publishedcube",
        when="(SELECT COUNT(*) FROM figures_publishedcube WHERE version_id = NEW.version_id) >= "
        "(SELECT cube_count FROM figures_publishedversion WHERE id = NEW.version_id)",
        refusal=_REFUSAL,
    ),
)
install_synthetic, remove_synthetic = _fixed(
    "figures_publishedsynthetic", "figures_syntheticwithdrawal"
)
install_editions, remove_editions = together(
    _fixed("figures_publishededition", "figures_publishededitionpart"),
    # An overview is published in both languages at once.
    complete(
        "figures_publishededitionpart",
        when="(SELECT COUNT(*) FROM figures_publishededitionpart WHERE edition_id = NEW.edition_id) >= 2",
        refusal=_REFUSAL,
    ),
)
