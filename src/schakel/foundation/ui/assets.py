"""Puts the style sheet and the fonts together from npm packages and our own styles."""

import json
import shutil
from pathlib import Path

OWN_STYLES = Path(__file__).parent / "styles"
# Later rules win, so the frame of the page comes before what stands on it, and paper comes last.
OWN_ORDER = (
    "tokens",
    "theme",
    "page",
    "navigation",
    "forms",
    "components",
    "map",
    "directory",
    "stories",
    "chart",
    "print",
)
FONT = "@fontsource-variable/noto-sans"
# Names of people come in many spellings: latin-ext holds the letters of all European languages.
SUBSETS = {
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,"
    "U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,"
    "U+A720-A7FF",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
}


class MissingPackages(Exception):
    """The npm packages are not installed; the message says what to do."""


def build_assets(node_modules: Path, target: Path) -> list[Path]:
    """Write the style sheet and fonts to `target`; the same packages always give the same bytes.

    Returns the files written. Raises `MissingPackages` when npm has not been run.
    """
    manifest = node_modules.parent / "package.json"
    if not node_modules.is_dir() or not (node_modules / FONT).is_dir():
        raise MissingPackages(f"No npm packages in {node_modules}. Run `make setup` first.")
    packages = [name for name in sorted(_dependencies(manifest)) if name.endswith("-css")]
    sheet = "\n".join([_fonts(), *(_package(node_modules / name) for name in packages), _own()])
    target.mkdir(parents=True, exist_ok=True)
    written = [target / "schakel.css"]
    written[0].write_text(sheet, encoding="utf-8")
    for subset in SUBSETS:
        source = node_modules / FONT / "files" / f"noto-sans-{subset}-wght-normal.woff2"
        written.append(_copy(source, target / f"noto-sans-{subset}.woff2"))
    # The font's licence asks to travel with it.
    written.append(_copy(node_modules / FONT / "LICENSE", target / "noto-sans-license.txt"))
    return written


def _dependencies(manifest: Path) -> list[str]:
    return list(json.loads(manifest.read_text(encoding="utf-8"))["dependencies"])


def _fonts() -> str:
    return "\n".join(
        "@font-face{font-family:'Noto Sans Variable';font-style:normal;font-display:swap;"
        f"font-weight:100 900;src:url(noto-sans-{subset}.woff2) format('woff2');"
        f"unicode-range:{characters}}}"
        for subset, characters in SUBSETS.items()
    )


def _package(folder: Path) -> str:
    """One component's CSS under a line that names its source and licence."""
    if not folder.is_dir():
        raise MissingPackages(f"The npm package {folder.name} is missing. Run `make setup` again.")
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    short = folder.name.removesuffix("-css")
    candidates = (folder / "dist" / "index.css", folder / "dist" / f"{short}.css")
    sheet = next(path for path in candidates if path.is_file()).read_text(encoding="utf-8")
    # The map is not served, and a manifest of static files fails on a reference to a missing file.
    lines = [line.split("/*# sourceMappingURL")[0] for line in sheet.splitlines()]
    return f"/* {about['name']} {about['version']}, {about['license']} */\n" + "\n".join(lines)


def _own() -> str:
    return "\n".join((OWN_STYLES / f"{name}.css").read_text(encoding="utf-8") for name in OWN_ORDER)


def _copy(source: Path, goal: Path) -> Path:
    shutil.copyfile(source, goal)
    return goal
