"""`schakel build-assets`: one style sheet and the fonts, from npm packages that are there."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from schakel.foundation.ui.assets import FONTS, OWN_ORDER, OWN_STYLES, build_assets
from schakel.foundation.ui.modules import PACKAGES

pytestmark = pytest.mark.pure


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """A small stand-in for what npm installs."""
    root = tmp_path / "node_modules"
    for name, sheet in (("@utrecht/alert-css", "index"), ("@nl/button-css", "button")):
        (root / name / "dist").mkdir(parents=True)
        about = {"name": name, "version": "1.0.0", "license": "EUPL-1.2"}
        (root / name / "package.json").write_text(json.dumps(about))
        (root / name / "dist" / f"{sheet}.css").write_text(
            f".{sheet}{{color:red}}/*# sourceMappingURL={sheet}.css.map */"
        )
    for package, subsets in FONTS.items():
        font = root / package
        (font / "files").mkdir(parents=True)
        (font / "LICENSE").write_text("OFL")
        for subset in subsets:
            file = f"{font.name}-{subset}-wght-normal.woff2"
            (font / "files" / file).write_bytes(b"wOF2")
    names = ["@utrecht/alert-css", "@nl/button-css", *FONTS]
    (tmp_path / "package.json").write_text(json.dumps({"dependencies": dict.fromkeys(names, "1")}))
    return root


def test_everything_is_put_together(node_modules: Path, tmp_path: Path) -> None:
    written = build_assets(node_modules, tmp_path / "out")
    assert sorted(path.name for path in written) == [
        "noto-sans-arabic-license.txt",
        "noto-sans-arabic.woff2",
        "noto-sans-cyrillic.woff2",
        "noto-sans-ethiopic-license.txt",
        "noto-sans-ethiopic.woff2",
        "noto-sans-latin-ext.woff2",
        "noto-sans-latin.woff2",
        "noto-sans-license.txt",
        "noto-sans-vietnamese.woff2",
        "schakel.css",
    ]
    sheet = (tmp_path / "out" / "schakel.css").read_text()
    assert "/* @utrecht/alert-css 1.0.0, EUPL-1.2 */" in sheet
    assert ".button{color:red}" in sheet
    assert sheet.index(".button{") < sheet.index("--accent"), "our theme has the last word"
    assert "sourceMappingURL" not in sheet


def test_the_same_packages_give_the_same_bytes(node_modules: Path, tmp_path: Path) -> None:
    build_assets(node_modules, tmp_path / "one")
    build_assets(node_modules, tmp_path / "two")
    one, two = ((tmp_path / name / "schakel.css").read_bytes() for name in ("one", "two"))
    assert one == two


def test_without_packages_the_command_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="make setup"):
        call_command(
            "build_assets", "--node-modules", str(tmp_path / "no"), "--target", str(tmp_path / "o")
        )
    assert not (tmp_path / "o").exists()


def test_every_style_of_ours_is_used() -> None:
    assert sorted(path.stem for path in OWN_STYLES.glob("*.css")) == sorted(OWN_ORDER)


def test_dependencies_are_open_components_and_nothing_proprietary() -> None:
    manifest = json.loads((Path(settings.BASE_DIR) / "package.json").read_text())
    for name in manifest["dependencies"].keys() - PACKAGES.keys():
        scope = name.split("/")[0]
        assert scope in {"@utrecht", "@nl-design-system-candidate", "@fontsource-variable"}
        assert name.endswith("-css") or scope == "@fontsource-variable"


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((Path(settings.BASE_DIR) / "package-lock.json").read_text())
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)
