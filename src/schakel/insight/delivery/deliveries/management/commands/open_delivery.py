"""`schakel open-delivery FILE`: what the receiver of a sealed delivery does; needs no database."""

import os
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.insight.delivery.deliveries.faults import UnopenedError
from schakel.insight.delivery.deliveries.sealing import is_for_key, unseal, unseal_with
from schakel.methods.encoding.envelopes import read_private_key
from schakel.methods.encoding.key_files import KeyFileError


class Command(BaseCommand):
    """Asks for the passphrase, so that it stands in no list of commands."""

    help = (
        "Open a sealed delivery with your private key (made by `schakel custody key-pair`), or with its "
        "passphrase. Writes a ZIP beside it, for you alone."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.sealed")
        parser.add_argument(
            "--key", type=Path, metavar="NAME.private.json", help="your private key"
        )
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="read the passphrase from a file"
        )

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = _opened(path.read_bytes(), options["key"], options["passphrase_file"])
        except (UnopenedError, KeyFileError) as problem:
            raise CommandError(f"{path.name}: {problem}") from None
        target = path.with_suffix(".zip")
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
        self.stdout.write(f"{target} written: records.csv, codebook.csv, receipt.json")


def _opened(sealed: bytes, key: Path | None, passphrase: Path | None) -> bytes:
    if is_for_key(sealed):
        if key is None:
            raise UnopenedError("It was sealed for a key. Give yours: --key NAME.private.json")
        return unseal_with(sealed, read_private_key(key))
    told = passphrase.read_text(encoding="utf-8") if passphrase else getpass("Passphrase: ")
    return unseal(sealed, told)
