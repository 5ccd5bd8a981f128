"""Puts the modules together with which a browser encodes an identity: ours, npm packages, and tables.

A browser finds a module by its place only, so the names of packages become paths. What Python knows of
names and parameters is written as a module of its own: there is one source for both.
"""

import json
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from schakel.foundation.ui.assets import MissingPackages
from schakel.methods.encoding import golden, messages
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.names import tables
from schakel.methods.linkage.records import FIRST_YEAR

# Package → the file of it that each name in an `import` stands for.
PACKAGES = {
    "any-ascii": {"any-ascii": "any-ascii.js"},
    "double-metaphone": {"double-metaphone": "index.js"},
    "@noble/hashes": {
        "@noble/hashes/hmac.js": "hmac.js",
        "@noble/hashes/sha2.js": "sha2.js",
    },
}
_PATHS = {
    name: f"./{package}/{file}"
    for package, names in PACKAGES.items()
    for name, file in names.items()
}
_FROM = re.compile(r"""(?<=\bfrom )(["'])([^"']+)\1""")
# The map is not served, and a manifest of static files fails on a reference to a missing file.
_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def build_modules(node_modules: Path, target: Path) -> list[Path]:
    """Write the modules to `target`; the same packages always give the same bytes.

    Returns the files written. Raises `MissingPackages` when npm has not been run.
    """
    if not all((node_modules / package).is_dir() for package in PACKAGES):
        raise MissingPackages(f"Packages are missing in {node_modules}. Run `make setup` again.")
    written = [_write(target / "tables.js", _tables())]
    ours = files("schakel.methods.encoding").joinpath("browser")
    for module in sorted(ours.iterdir(), key=lambda path: path.name):
        written.append(_write(target / module.name, _with_paths(module.read_text("utf-8"))))
    for package, names in PACKAGES.items():
        source, goal = node_modules / package, target / package
        for file in sorted({file for entry in names.values() for file in _needed(source, entry)}):
            text = (source / file).read_text("utf-8")
            written.append(_write(goal / file, _MAP.sub("", text)))
        licence = next(path for path in source.iterdir() if path.name.lower() == "license")
        written.append(Path(shutil.copyfile(licence, goal / "license.txt")))
    return written


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _with_paths(text: str) -> str:
    return _FROM.sub(lambda found: f'"{_PATHS.get(found[2], found[2])}"', text)


def _needed(source: Path, file: str) -> Iterator[str]:
    """This file of a package and those that it imports, each with those that it imports."""
    yield file
    for found in _FROM.finditer((source / file).read_text("utf-8")):
        if found[2].startswith("./"):
            yield from _needed(source, found[2].removeprefix("./"))


def _tables() -> str:
    content = {
        "parameters": {**vars(EncodingParameters()), "identifier": EncodingParameters().identifier},
        "names": tables(),
        "firstYear": FIRST_YEAR,
        "message": {"format": messages.FORMAT, "version": messages.VERSION},
        "golden": {
            "key": golden.KEY.hex(),
            "identities": [{"row": one["row"]} for one in golden.IDENTITIES],
            "check": golden.CHECK,
        },
    }
    return "".join(
        f"export const {name} = {json.dumps(value, sort_keys=True)};\n"
        for name, value in content.items()
    )
