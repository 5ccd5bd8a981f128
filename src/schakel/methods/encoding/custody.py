"""The program of the key custodian, and of partners for their end of an envelope; opens no connection."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from schakel.methods.encoding.envelopes import (
    new_pair,
    read_private_key,
    read_public_key,
    read_sealed,
    seal,
    write_pair,
    write_sealed,
)
from schakel.methods.encoding.key_files import (
    EPOCH_KEY,
    KINDS,
    PRIVATE,
    PUBLIC,
    KeyFileError,
    delete,
    file_name,
    opened,
    read_file,
)
from schakel.methods.encoding.keys import new_key, read_epoch_key, write_epoch_key
from schakel.methods.linkage.lists import in_words

HELP = (
    "Make, seal, open and delete the key with which identities are encoded. For the key custodian, who is "
    "neither the centre nor the linkage unit, and for partners, who open what was sealed for them. "
    "No key is ever printed. Ends with 0 when all is well, 2 when something cannot be used."
)
UNUSABLE = 2


def add_arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")

    step = steps.add_parser(
        "key-pair", help="make your own key pair, so that others can seal for you"
    )
    step.add_argument(
        "name", help="your organisation, as in messages: letters, digits and . _ : / -"
    )
    _folder(step)

    step = steps.add_parser("new-epoch", help="custodian: make the key of an epoch")
    step.add_argument("epoch", help="the year, such as 2026; 2026-2 for a second key in it")
    step.add_argument("--until", required=True, type=_day, help="last day of use, as 2026-12-31")
    _folder(step)

    step = steps.add_parser("seal", help="custodian: seal the key of an epoch for partners")
    step.add_argument("key", type=Path, help="the key of the epoch")
    step.add_argument("--own", required=True, type=Path, help="your own private key")
    step.add_argument(
        "--partner", required=True, type=Path, nargs="+", help="public keys of the partners"
    )
    _folder(step)

    step = steps.add_parser("open", help="partner: open the key that was sealed for you")
    step.add_argument("sealed", type=Path, help="the sealed key")
    step.add_argument("--own", required=True, type=Path, help="your own private key")
    step.add_argument(
        "--custodian", required=True, type=Path, help="the public key of the key custodian"
    )
    _folder(step)

    step = steps.add_parser("show", help="say what a file is, and its fingerprint; never a key")
    step.add_argument("file", type=Path)

    step = steps.add_parser("delete", help="write over and remove keys, when their epoch is over")
    step.add_argument("file", type=Path, nargs="+")


def run(options: Namespace) -> int:
    try:
        print("\n".join(_STEPS[options.step](options)))  # noqa: T201
    except (KeyFileError, OSError) as problem:
        print(in_words(problem), file=sys.stderr)  # noqa: T201
        return UNUSABLE
    return 0


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser("schakel-custody", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def command() -> None:
    """The console script `schakel-custody`."""
    sys.exit(main(sys.argv[1:]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("a day is written as 2026-12-31") from None


def _folder(step: ArgumentParser) -> None:
    step.add_argument("--folder", type=Path, default=Path(), help="where files go; default: here")


def _key_pair(options: Namespace) -> list[str]:
    pair = new_pair(options.name)
    name = file_name(pair.name)
    private, public = (options.folder / f"{name}.{kind}.json" for kind in ("private", "public"))
    for path in (private, public):
        if path.exists():
            raise KeyFileError(f"{path.name} is there already, and is not written over.")
    write_pair(private, public, pair)
    return [
        f"{private}: keep it to yourself.",
        f"{public}: give it to whom seals for you, and read out its fingerprint by telephone:",
        f"  {pair.public.fingerprint}",
    ]


def _new_epoch(options: Namespace) -> list[str]:
    late = options.until < date.today()  # noqa: DTZ011 -- the day on the custodian's own machine
    key = new_key(options.epoch, options.until)
    path = options.folder / f"epoch-{key.epoch}.key.json"
    write_epoch_key(path, key)
    return [
        f"{path}: the key of epoch {key.epoch}, until {key.until}. Keep it where nobody of the centre",
        "or the linkage unit can come, and seal it for each partner.",
        f"  fingerprint {key.fingerprint}",
        *(["That day is past: nothing can be encoded with this key."] if late else []),
    ]


def _seal(options: Namespace) -> list[str]:
    key, own = read_epoch_key(options.key), read_private_key(options.own)
    partners = [read_public_key(path) for path in options.partner]
    told = []
    for partner in partners:
        path = options.folder / f"epoch-{key.epoch}.for-{file_name(partner.name)}.json"
        write_sealed(path, seal(key, own, partner))
        told += [
            f"{path}: only {partner.name} can open it.",
            f"  Send it after {partner.name} read out this by telephone: {partner.fingerprint}",
        ]
    return told


def _open(options: Namespace) -> list[str]:
    own, custodian = read_private_key(options.own), read_public_key(options.custodian)
    key = read_sealed(options.sealed, custodian, own)
    path = options.folder / f"epoch-{key.epoch}.{file_name(own.name)}.key.json"
    write_epoch_key(path, key)
    return [
        f"{path}: the key of epoch {key.epoch}, until {key.until}, sealed by {custodian.name}.",
        f"  {custodian.name} must read out this by telephone: {custodian.fingerprint}",
    ]


def _show(options: Namespace) -> list[str]:
    kind = KINDS.get(str(opened(options.file).get("format")))
    if kind is None:
        raise KeyFileError(f"{options.file.name} is no file of keys.")
    if kind is EPOCH_KEY:
        read_epoch_key(options.file)
    elif kind is PRIVATE:
        read_private_key(options.file)
    elif kind is PUBLIC:
        read_public_key(options.file)
    content = read_file(options.file, kind)
    shown = [name for name in kind.names if name not in ("key", "private", "ephemeral", "sealed")]
    return [kind.format, *(f"  {name}: {content[name] or '–'}" for name in shown)]


def _delete(options: Namespace) -> list[str]:
    delete(options.file)
    told = [f"{path}: written over and removed." for path in options.file]
    return [
        *told,
        "Copies and backups elsewhere, and old sealed keys in mail, are yours to remove.",
    ]


_STEPS: dict[str, Callable[[Namespace], list[str]]] = {
    "key-pair": _key_pair,
    "new-epoch": _new_epoch,
    "seal": _seal,
    "open": _open,
    "show": _show,
    "delete": _delete,
}
