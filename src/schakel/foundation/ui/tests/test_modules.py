"""What a browser makes of an identity is, bit for bit, what Python makes of it."""

import json
import random
import re
import shutil
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from schakel.foundation.ui.assets import MissingPackages
from schakel.foundation.ui.modules import build_modules
from schakel.methods.encoding.bits import Codes, encode
from schakel.methods.encoding.golden import IDENTITIES, KEY
from schakel.methods.encoding.keys import EpochKey, fingerprint, write_epoch_key
from schakel.methods.encoding.messages import read
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import record_of
from schakel.methods.linkage.tests.invention import Row, reports

pytestmark = pytest.mark.pure
NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"
PARAMETERS = EncodingParameters()
PERSONS = 6300
UNTIL = date(2026, 12, 31)
# Pieces of names that are put together by chance: scripts, signs, particles, and what means nothing.
PIECES = (
    *("محمد", "عبد الرحمن", "فاطمة", "الأحمد", "ሰላም", "ተስፋዬ", "ገብረመድህን", "Наталія", "Щербаков"),
    *(
        "Юлия",
        "Нгуен",
        "Nguyễn",
        "Đặng",
        "Thị Hồng",
        "Ả",
        "陈",
        "小明",
        "김",
        "さくら",
        "ნინო",
        "Γιώργος",
    ),
    *("d'Angelo", "O’Brien", "'t Hart", "`Ali", "van 't", "vandenberg", "vdBosch", "al-Hassan"),
    *("Achterberg", "Achille", "McCarthy", "McCen", "Rogier", "Meijer", "Haddjjar", "Scjjoe"),
    *(
        "Mbier",
        "NN",
        "n.v.t.",
        "X",
        "onbekend",
        "Unknown",
        "",
        " ",
        "Ǆ",
        "ﬁ",
        "Ａｎｎａ",
        "İ",
        "ß",
        "Ø",
    ),
    *(
        "Petrovskaya",
        "Ivanova",
        "Szczęsny",
        "Ould",
        "e",
        "Jean-Pierre",
        "María José",
        "\u0301a",
        "😀",
    ),
)
DATES = ("1990-01-01", "1900-01-01", "1988-02-29", "1988-2-9", "1988-13-01", "1988", "1988-07", "")
DATES += ("١٩٩٠-٠٥-٠٣", " 1999-12-31\t", "1999-00-12", "x", "1914-05-05", "1915-05-05-05", "-")
PROGRAM = """
import { readFileSync, writeFileSync } from "node:fs";
const [, , folder, rows, keyFile, out] = process.argv;
const { codesOf, isSound, written } = await import(`file://${folder}/messages.js`);
const { opened } = await import(`file://${folder}/keys.js`);
const { epoch, partner, key } = opened(readFileSync(keyFile, "utf8"), "2026-11-22");
const identities = JSON.parse(readFileSync(rows, "utf8"));
const all = identities.map((row) => ({ ref: row.report_id, codes: codesOf(row, key) }));
const message = written({ epoch, partner, key }, all);
if (!isSound()) throw new Error("not the golden codes");
writeFileSync(out, message);
"""


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules as they are served, in a folder that Node reads as modules, too."""
    folder = tmp_path_factory.mktemp("modules")
    build_modules(NODE_MODULES, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def node() -> str:
    """Node.js: the machine's, or the one that `make setup` put beside Python."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    assert found, "No Node.js. Run `make setup` again."
    return found


def odd_rows(count: int) -> list[Row]:
    draw = random.Random(11)
    return [
        {
            "report_date": draw.choice(("2024-03-01", "٢٠٢٤-01-01", "", "20")),
            "first_names": " ".join(draw.choices(PIECES, k=draw.randint(0, 3))),
            "last_name": draw.choice((" ", "-", "")).join(
                draw.choices(PIECES, k=draw.randint(0, 3))
            ),
            "sex": draw.choice(("V", "f", " M", "X", "")),
            "dob": draw.choice(DATES),
            "age_stated": draw.choice(("", "31", "٣١", "ca. 30")),
            "nationality": draw.choice(("ERI", "vnm ", "", "ssd")),
            "v_number": draw.choice(("", "", "V-271.828.1828", "271 8281 828")),
        }
        for _one in range(count)
    ]


def run(folder: Path, program: str, *arguments: Path) -> str:
    script = folder / "program.mjs"
    script.write_text(program)
    command = [node(), str(script), *map(str, arguments)]
    return subprocess.run(command, check=True, timeout=600, capture_output=True, text=True).stdout


def encoded_by_node(modules: Path, folder: Path, rows: list[Row]) -> bytes:
    given, key, out = (folder / name for name in ("rows.json", "key.json", "out.jsonl"))
    given.write_text(json.dumps(rows), encoding="utf-8")
    write_epoch_key(key, EpochKey("2026", UNTIL, KEY, "opvang-noord"))
    run(folder, PROGRAM, modules, given, key, out)
    return out.read_bytes()


def test_ten_thousand_identities_have_the_same_codes(modules: Path, tmp_path: Path) -> None:
    invented, _truth = reports(PERSONS, seed=17)
    rows = [*invented, *odd_rows(1000), *(one["row"] for one in IDENTITIES)]
    rows = [{**row, "report_id": f"R{place}"} for place, row in enumerate(rows)]
    assert len(rows) >= 10_000
    ours = {row["report_id"]: encode(record_of(row), KEY, PARAMETERS) for row in rows}
    message = read(BytesIO(encoded_by_node(modules, tmp_path, rows)), partner="opvang-noord")
    assert message.head.key == fingerprint(KEY)
    theirs = {row.ref: row.codes for row in message.rows}
    assert message.not_encodable == sum(not codes for codes in ours.values()) > 100
    assert theirs.keys() == {ref for ref, codes in ours.items() if codes}
    assert not [
        row for row in rows if theirs.get(row["report_id"], Codes()) != ours[row["report_id"]]
    ]


KEY_PROGRAM = """
import { readFileSync } from "node:fs";
const { opened } = await import(`file://${process.argv[2]}/keys.js`);
const good = readFileSync(process.argv[3], "utf8");
const tried = [
  ["hello", "2026-11-22"],
  [good.replace("schakel-epoch-key", "schakel-private-key"), "2026-11-22"],
  [good.replace("{", '{"more": "",'), "2026-11-22"],
  [good.replace("906953824a2736e2", "0000000000000000"), "2026-11-22"],
  [good.replace("AAEC", "BAEC"), "2026-11-22"],
  [good, "2027-01-01"],
];
const codes = tried.map(([text, today]) => {
  try {
    return opened(text, today).epoch;
  } catch (error) {
    return error.code;
  }
});
console.log(JSON.stringify(codes));
"""


def test_what_is_no_key_to_be_used_is_refused(modules: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    write_epoch_key(key, EpochKey("2026", UNTIL, KEY))
    refused = json.loads(run(tmp_path, KEY_PROGRAM, modules, key))
    assert refused == ["file", "file", "file", "parameters", "damaged", "over"]


def test_every_import_is_a_path_to_a_file_that_is_served(modules: Path) -> None:
    imports = [
        (module, found)
        for module in modules.rglob("*.js")
        for found in re.findall(
            r"^import .*? from [\"'](.*?)[\"']", module.read_text(), re.MULTILINE
        )
    ]
    assert len(imports) > 10
    assert not [found for module, found in imports if not (module.parent / found).is_file()]
    assert not list(modules.rglob("*.map"))
    assert len(list(modules.rglob("license.txt"))) == 3, "licences ask to travel with the code"


def test_without_packages_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingPackages, match="make setup"):
        build_modules(tmp_path, tmp_path / "out")
