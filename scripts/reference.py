"""Write the reference pages that follow from the code: commands, code lists, personal data, who opens what.

A test compares what stands in docs/reference with what this writes.
"""

import csv
import importlib
import os
import sys
from pathlib import Path

import django

from schakel.config.commands import called, own_commands, summary
from schakel.foundation.vault import classification, expiry
from schakel.methods.placement import CODES, TERMS, Term, standard_rules

REPOSITORY = Path(__file__).resolve().parents[1]
REFERENCE = REPOSITORY / "docs" / "reference"
NOTE = "<!-- Written by scripts/reference.py; `make docs` writes it anew. -->"
sys.path.insert(0, str(REPOSITORY))


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines
    )


def commands() -> str:
    """Every command, with the first sentence of its help."""
    rows = [
        [f"`schakel {called(name)}`", summary(name)] for name in sorted(own_commands(), key=called)
    ]
    return table(["command", "what it does"], rows)


def _period(one: classification.Retention) -> str:
    if one.months is None:
        return "no end"
    return f"{one.days} days" if one.days and not one.months else f"{one.months} months"


def _carrier(name: str, one: classification.Retention) -> str:
    if one.then == "keep":
        return "nobody: it is kept"
    return "`schakel carry-out-retention`" if name in expiry.expiries() else "no program yet"


def code_lists() -> str:
    """Every code with its labels and, where known, its mappings."""
    folder = REPOSITORY / "src" / "schakel" / "foundation" / "terms" / "data"
    with (folder / "lists.csv").open(encoding="utf-8") as file:
        lists = list(csv.DictReader(file))
    terms: dict[str, list[dict[str, str]]] = {}
    for path in sorted(folder.glob("*.csv")):
        if path.name != "lists.csv":
            with path.open(encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    terms.setdefault(row["list"], []).append(row)
    parts = []
    for one in lists:
        rows = [
            [f"`{t['code']}`", t["label_nl"], t["label_en"], t["htcds"], t["eurostat"]]
            for t in terms[one["code"]]
        ]
        heading = f"## {one['label_nl']} · {one['label_en']} (`{one['code']}`)"
        parts.append(
            f"{heading}\n\n" + table(["code", "Nederlands", "English", "HTCDS", "Eurostat"], rows)
        )
    return "\n\n".join(parts)


def roles() -> str:
    """Which role opens which address: the very table that the suite walks."""
    # Only now: the table names models, which stand ready after Django's setup.
    matrix = importlib.import_module("tests.access.matrix")
    rows = []
    for row in sorted(matrix.TABLE, key=str):
        if row.visitor == 200:
            who = "everybody, also without signing in"
        elif set(row.roles) == set(matrix.EVERYBODY):
            who = "everybody signed in"
        else:
            who = ", ".join(sorted(role.replace("_", " ") for role in row.roles)) or "nobody"
        rows.append([f"`{row.name}`" + (f" ({row.what})" if row.what else ""), who])
    return table(["address", "opened by"], rows)


def personal_data() -> str:
    """Every personal field and the periods that it is kept, as the suite holds every app to state."""
    found = classification.collect()
    fields = [
        [f"`{name}`", one.activity, one.sensitivity.value, f"`{one.retention}`"]
        for name, one in sorted(found.fields.items())
    ]
    periods = [
        [
            f"`{name}`",
            _period(one),
            one.counted_from,
            one.then,
            one.ground,
            _carrier(name, one),
        ]
        for name, one in sorted(found.retention.items())
    ]
    return "\n\n".join(
        [
            "## Periods",
            table(
                ["period", "kept", "counted from", "and then", "ground", "carried out by"], periods
            ),
            "## Fields",
            table(["field", "processing activity", "sensitivity", "period"], fields),
        ]
    )


def placement() -> str:
    """The facts that rules about shelter may speak of, and the rules that a centre starts with."""
    facts = [
        [
            f"`{one.name}`",
            one.kind.value,
            ", ".join(f"`{code}`" for code in CODES.get(one.codes, {})) or one.codes,
            one.label.en,
            one.label.nl,
            one.unknown.en,
            _how(one),
        ]
        for one in TERMS.values()
    ]
    rules = [
        [
            f"`{one.code}`",
            one.owner or "all",
            f"{one.criterion.value}, {one.weight}" if one.criterion else "must",
            one.text.en,
            one.sentence.en,
            one.source,
        ]
        for one in standard_rules()
    ]
    header = ["fact", "kind", "codes", "English", "Dutch", "when it is not known", "limits"]
    return "\n\n".join(
        [
            "## Facts",
            table(header, facts),
            "## Rules to start with",
            table(
                ["code", "scheme", "must, or criterion and weight", "rule", "in full", "source"],
                rules,
            ),
        ]
    )


def _how(one: Term) -> str:
    limits = ["secret"] if one.secret else []
    return ", ".join([*limits, "preferences only"] if one.preference_only else limits)


def pages() -> dict[str, str]:
    """The text of each page by file name."""
    told = {
        "commands.md": ("Commands", "Each tells more with `--help`.", commands()),
        "code-lists.md": (
            "Code lists",
            "Codes stay readable for ever; one that ended is no longer offered. An empty mapping means: "
            "not known.",
            code_lists(),
        ),
        "personal-data.md": (
            "Personal data",
            "What is kept about people, how sensitive it is and for how long. The periods are proposals "
            "for an operator to confirm. `schakel carry-out-retention` carries out those that say so; the "
            "others still wait for a program.",
            personal_data(),
        ),
        "placement-facts.md": (
            "Facts and rules about shelter",
            "What rules may speak of: nothing else can be a condition. Codes are those of the "
            "[code lists](code-lists.md).",
            placement(),
        ),
        "roles.md": (
            "Who opens which page",
            "Rows of others do not exist for you: they answer 404. This is the table that the suite walks.",
            roles(),
        ),
    }
    return {
        name: f"{NOTE}\n\n# {title}\n\n{lead}\n\n{body}\n"
        for name, (title, lead, body) in told.items()
    }


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.config.settings.test")
    django.setup()
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
