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
    "monitor",
    "directory",
    "queue",
    "match",
    "beside",
    "stories",
    "analysis",
    "chart",
    "leaflet",
    "shelter",
    "network",
    "print",
)
# Names of people come in many spellings: latin-ext holds the letters of all European languages. The other
# scripts are there for the leaflets that a person signs; a browser loads only those that a page shows.
FONTS = {
    "@fontsource-variable/noto-sans": {
        "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
        "vietnamese": "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
        "U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
        "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,"
        "U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,"
        "U+2C60-2C7F,U+A720-A7FF",
        "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,"
        "U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    },
    "@fontsource-variable/noto-sans-arabic": {
        "arabic": "U+0600-06FF,U+0750-077F,U+0870-088E,U+0890-0891,U+0897-08E1,U+08E3-08FF,"
        "U+200C-200E,U+204F,U+FB50-FDFF,U+FE70-FE74,U+FE76-FEFC",
    },
    "@fontsource-variable/noto-sans-ethiopic": {
        "ethiopic": "U+1200-1399,U+2D80-2DDE,U+AB01-AB2E",
    },
}


class MissingPackages(Exception):
    """The npm packages are not installed; the message says what to do."""


def build_assets(node_modules: Path, target: Path) -> list[Path]:
    """Write the style sheet and fonts to `target`; the same packages always give the same bytes.

    Returns the files written. Raises `MissingPackages` when npm has not been run.
    """
    manifest = node_modules.parent / "package.json"
    if not all((node_modules / package).is_dir() for package in FONTS):
        raise MissingPackages(f"No npm packages in {node_modules}. Run `make setup` first.")
    packages = [name for name in sorted(_dependencies(manifest)) if name.endswith("-css")]
    sheet = "\n".join([_fonts(), *(_package(node_modules / name) for name in packages), _own()])
    target.mkdir(parents=True, exist_ok=True)
    written = [target / "schakel.css"]
    written[0].write_text(sheet, encoding="utf-8")
    for package, subsets in FONTS.items():
        name = package.rpartition("/")[2]
        for subset in subsets:
            source = node_modules / package / "files" / f"{name}-{subset}-wght-normal.woff2"
            written.append(_copy(source, target / f"noto-sans-{subset}.woff2"))
        # The font's licence asks to travel with it.
        written.append(_copy(node_modules / package / "LICENSE", target / f"{name}-license.txt"))
    return written


def _dependencies(manifest: Path) -> list[str]:
    return list(json.loads(manifest.read_text(encoding="utf-8"))["dependencies"])


def _fonts() -> str:
    return "\n".join(
        "@font-face{font-family:'Noto Sans Variable';font-style:normal;font-display:swap;"
        f"font-weight:100 900;src:url(noto-sans-{subset}.woff2) format('woff2');"
        f"unicode-range:{characters}}}"
        for subsets in FONTS.values()
        for subset, characters in subsets.items()
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
