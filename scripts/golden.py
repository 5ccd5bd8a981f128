"""Write the codes of the golden identities anew, after a decision that codes change.

Codes made before and after cannot be compared: do it with a new epoch only, and tell every sender.
"""

import csv
import json
from collections.abc import Iterator

from schakel.methods.encoding import golden
from schakel.methods.linkage import names

Row = dict[str, str]
# Identities that follow from the tables of the standardiser have this date; the others were thought up.
_BORN = "1990-05-15"


def of_tables() -> Iterator[Row]:
    """Every form of a name, particle and placeholder stands in one, so that none can change unnoticed."""
    forms = golden.PLACE.parents[1] / "linkage" / "variants.csv"
    for row in csv.reader(forms.read_text("utf-8").splitlines()):
        yield {"first_names": " ".join(row), "dob": _BORN}
    yield {"last_name": " ".join([*sorted(names.PARTICLES), "Smit"]), "dob": _BORN}
    for word in [*sorted(names.PLACEHOLDERS), " ".join(sorted(names.PLACEHOLDER_WORDS))]:
        yield {"first_names": word, "last_name": "Smit", "dob": _BORN}


def main() -> None:
    thought_up = [one["row"] for one in golden.IDENTITIES if one["row"].get("dob") != _BORN]
    told, codes = [], []
    for row in [*thought_up, *of_tables()]:
        made = golden.codes_here(row)
        codes.append(made)
        told.append({"row": row, "by_year": made.by_year.hex(), "by_day": made.by_day.hex()})
    content = {"key": golden.KEY.hex(), "check": golden.check_of(codes), "identities": told}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    golden.PLACE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
