"""Write the codes of the golden identities anew, after a decision that codes change.

Codes made before and after cannot be compared: do it with a new epoch only, and tell every sender.
"""

import json

from schakel.methods.encoding import golden


def main() -> None:
    codes = [golden.codes_here(one["row"]) for one in golden.IDENTITIES]
    told = [
        {"row": one["row"], "by_year": made.by_year.hex(), "by_day": made.by_day.hex()}
        for one, made in zip(golden.IDENTITIES, codes, strict=True)
    ]
    content = {"key": golden.KEY.hex(), "check": golden.check_of(codes), "identities": told}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    golden.PLACE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
