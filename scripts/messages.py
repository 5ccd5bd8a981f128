"""Catalogues of translations: compile them, complete them, and say what is missing.

    python scripts/messages.py            compile every .po file to .mo
    python scripts/messages.py update     add new texts to each app's Dutch catalogue, drop unused ones
    python scripts/messages.py missing    list the texts with no Dutch or more than one; exit code 1 if any

The source texts are English; every app keeps its Dutch beside its code. Django merges the catalogues, so
that of two translations of one English text one is shown everywhere: a text that means something else needs
other English words, or a context (`pgettext`, `{% translate … context … %}`). Babel reads and writes the
catalogues, so that no gettext tools are needed on the machine.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

SOURCE = Path(__file__).resolve().parents[1] / "src" / "schakel"
# A text: (context or None, singular, plural or None).
Text = tuple[str | None, str, str | None]

_CALLS = {  # function name -> positions of (context, singular, plural) among its arguments
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")
_UNDERSCORE = re.compile(r"""\b_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")


def apps() -> list[Path]:
    """Folders that keep their own catalogue: one per app."""
    return sorted(path.parent for path in SOURCE.rglob("apps.py"))


def catalogue_path(app: Path, language: str = "nl") -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _from_call(node: ast.Call) -> Text | None:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name not in _CALLS:
        return None
    texts = [
        _constant(node.args[place]) if place is not None and place < len(node.args) else None
        for place in _CALLS[name]
    ]
    context, singular, plural = texts
    return (context, singular, plural) if singular else None


def from_python(source: str) -> Iterator[Text]:
    """Every translatable text of a Python module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (text := _from_call(node)):
            yield text


def _unquote(piece: str) -> str | None:
    piece = piece.split("|")[0]
    return piece[1:-1] if len(piece) > 1 and piece[0] in "\"'" and piece[-1] == piece[0] else None


def _context(bits: list[str]) -> str | None:
    return _unquote(bits[bits.index("context") + 1]) if "context" in bits else None


def _join(tokens: list[Token], trimmed: bool) -> str:
    text = "".join(
        f"%({token.contents.split('|')[0].strip()})s"
        if token.token_type == TokenType.VAR
        else token.contents.replace("%", "%%")
        for token in tokens
    )
    return trim_whitespace(text) if trimmed else text


def _block(bits: list[str], tokens: Iterator[Token]) -> Text:
    singular: list[Token] = []
    plural: list[Token] | None = None
    for token in tokens:
        contents = token.contents.strip()
        if token.token_type == TokenType.BLOCK and contents.startswith("endblock"):
            break
        if token.token_type == TokenType.BLOCK and contents == "plural":
            plural = []
            continue
        (singular if plural is None else plural).append(token)
    trimmed = "trimmed" in bits
    return (
        _context(bits),
        _join(singular, trimmed),
        _join(plural, trimmed) if plural is not None else None,
    )


def from_template(source: str) -> Iterator[Text]:
    """Every translatable text of a Django template."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        for double, single in _UNDERSCORE.findall(token.contents):
            yield None, double or single, None
        if token.token_type == TokenType.VAR:
            continue
        bits = list(smart_split(token.contents))
        if bits[0] in ("translate", "trans") and (text := _unquote(bits[1])):
            yield _context(bits), text, None
        elif bits[0] in ("blocktranslate", "blocktrans"):
            yield _block(bits, tokens)


def texts(app: Path) -> set[Text]:
    """Every text of an app, apps nested inside it left out."""
    others = [other for other in apps() if other != app and app in other.parents]
    found: set[Text] = set()
    for path in sorted(app.rglob("*")):
        if any(other in path.parents for other in others) or "tests" in path.parts:
            continue
        if path.suffix == ".py" and "migrations" not in path.parts:
            found.update(from_python(path.read_text(encoding="utf-8")))
        elif path.suffix in (".html", ".txt", ".svg") and "templates" in path.parts:
            found.update(from_template(path.read_text(encoding="utf-8")))
    return found


def read(path: Path, language: str = "nl") -> Catalog:
    """The catalogue at `path`, or an empty one."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in _PLACEHOLDER.finditer(text)}


def _fault(catalogue: Catalog, text: Text) -> str | None:
    context, singular, plural = text
    message = catalogue.get(singular, context)
    if message is None or message.fuzzy or not (all(message.string) if plural else message.string):
        return "not translated"
    strings = message.string if plural else (message.string,)
    wanted = _placeholders(singular) | _placeholders(plural or "")
    if not all(_placeholders(string) <= wanted for string in strings):
        return "placeholders differ"
    return None


def missing(language: str = "nl") -> list[str]:
    """One line per text that has no translation, or one with other placeholders."""
    lines = []
    for app in apps():
        catalogue = read(catalogue_path(app, language), language)
        for text in sorted(texts(app), key=str):
            if fault := _fault(catalogue, text):
                lines.append(f"{app.relative_to(SOURCE)}: {text[1]!r}: {fault}")
    return lines


def clashes(language: str = "nl") -> list[str]:
    """One line per text that two apps translate differently."""
    said: dict[tuple[str, str, bool], dict[str, list[str]]] = {}
    for app in apps():
        for message in read(catalogue_path(app, language), language):
            if message.id:  # the header has none
                plural = not isinstance(message.id, str)
                key = (message.id[0] if plural else message.id, message.context or "", plural)
                said.setdefault(key, {}).setdefault(str(message.string), []).append(app.name)
    return [
        f"{text!r}{f' ({context})' if context else ''}: "
        + " against ".join(f"{dutch!r} ({', '.join(names)})" for dutch, names in ways.items())
        for (text, context, _plural), ways in sorted(said.items())
        if len(ways) > 1
    ]


def update(ending: str = "", language: str = "nl") -> None:
    """Add new texts to each catalogue and drop those that no longer occur."""
    for app in apps():
        if not app.as_posix().endswith(ending):
            continue
        wanted = texts(app)
        path = catalogue_path(app, language)
        old = read(path, language)
        new = Catalog(
            locale=language, charset="utf-8", project="Schakel", header_comment="# Schakel"
        )
        for context, singular, plural in sorted(wanted, key=lambda text: (text[1], text[0] or "")):
            known = old.get(singular, context)
            new.add(
                (singular, plural) if plural else singular,
                known.string if known else None,
                context=context,
            )
        if wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, new, sort_output=False, omit_header=False, width=100)


def compile_all() -> int:
    """Write a .mo beside every .po; returns how many."""
    paths = sorted(SOURCE.rglob("*.po"))
    for path in paths:
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path, path.parts[-3]))
    return len(paths)


def main(arguments: list[str]) -> int:
    if arguments == ["missing"]:
        lines = missing() + clashes()
        print("\n".join(lines) or "Every text has one Dutch translation.")
        return 1 if lines else 0
    if arguments[:1] == ["update"]:
        update(*arguments[1:])
    print(f"{compile_all()} catalogues compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
