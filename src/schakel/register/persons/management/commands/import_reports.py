"""`schakel import-reports FILE`: the same as the registrar's page "Import files", for operators."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import override

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.requests import working_from
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.terms.numbers import read_number
from schakel.foundation.terms.queries import codes
from schakel.register.intake.choices import BatchState, FileFormat, OnError
from schakel.register.intake.deliveries import Staged, UnusableFileError, stage
from schakel.register.intake.files.reading import MAX_BYTES
from schakel.register.intake.models import ImportBatch
from schakel.register.persons.importing import run

ROWS_REJECTED = 1
UNUSABLE = 2
SHOWN_ERRORS = 20
COUNTERS = ("reports", "persons", "unchanged", "rejected")


class UsageError(Exception):
    """What was asked cannot be done; the message says what to do instead."""


class JsonParser(CommandParser):
    """Says what is wrong with the call as JSON too, where that was asked."""

    def error(self, message: str) -> Any:
        if "--json" in sys.argv:
            print(json.dumps(_empty([_problem("usage", message)])))  # noqa: T201
            sys.exit(UNUSABLE)
        super().error(message)


class Command(BaseCommand):
    """Reads a file, shows progress, prints what came of it."""

    help = (
        "Take a file of reports into the register: CSV, Excel (XLSX), or a list of persons and kinds of "
        "reporter. Each report becomes a person, counted once. The same file sent twice changes nothing; "
        "a stopped import goes on when the same file is given again. Ends with 0 when all is well, 1 when "
        "rows were rejected or held back, 2 when the file cannot be used."
    )

    requires_system_checks: list[str] = []  # pages and their addresses are not at work here

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = JsonParser
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file with reports")
        parser.add_argument(
            "--format",
            choices=[kind.lower() for kind in FileFormat.values],
            help="kind of file; worked out from the file when left out",
        )
        parser.add_argument(
            "--source",
            default="",
            metavar="NAME",
            help="where the file comes from; keys for persons are meant within one source",
        )
        parser.add_argument(
            "--organisation",
            default="",
            metavar="NUMBER",
            help="the organisation that sent it (O-…)",
        )
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--keep-good",
            action="store_const",
            const=OnError.KEEP,
            dest="on_error",
            help="take in the good rows of a file that also has bad ones",
        )
        choice.add_argument(
            "--hold",
            action="store_const",
            const=OnError.HOLD,
            dest="on_error",
            help="take in nothing until every row is good (the default)",
        )
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object on standard output"
        )
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="the registrar on whose behalf this is done"
        )
        parser.add_argument(
            "--language", choices=("en", "nl"), default="en", help="language of the messages"
        )
        parser.set_defaults(on_error=OnError.HOLD)

    def handle(self, *_args: Any, **options: Any) -> None:
        with override(options["language"]), working_from("command:import-reports"):
            try:
                staged = self._stage(options)
                batch = self._run(staged, options)
            except UsageError as problem:
                self._fail([_problem("usage", str(problem))], options)
            except UnusableFileError as problem:
                self._fail([_as_dict(error) for error in problem.errors], options)
            self._report(batch, staged, options)
        if batch.rejected or batch.state == BatchState.HELD:
            sys.exit(ROWS_REJECTED)

    def _stage(self, options: dict[str, Any]) -> Staged:
        _require_database()
        path = Path(options["file"])
        content = _read(path)
        self.actor = _actor(options["by"])
        self._say(f"Checking {path.name} …")
        return stage(
            by=self.actor,
            content=content,
            name=path.name,
            format=(options["format"] or "").upper(),
            source=options["source"],
            organisation=_organisation(options["organisation"]),
            on_error=options["on_error"],
        )

    def _run(self, staged: Staged, options: dict[str, Any]) -> ImportBatch:
        for notice in staged.notices:
            self._say(notice)
        if staged.again:
            self._say("This file was half done: going on where it stopped.")
        batch = staged.batch
        if batch.state == BatchState.HELD:
            return batch
        return run(by=self.actor, batch=batch, rows=staged.rows, progress=self._progress)

    def _progress(self, done: int, total: int) -> None:
        self._say(f"{done:,} of {total:,} rows")

    def _say(self, text: str) -> None:
        self.stderr.write(text, style_func=str)

    def _report(self, batch: ImportBatch, staged: Staged, options: dict[str, Any]) -> None:
        errors = [_as_dict(error) for error in batch.errors.all()]
        if options["json"]:
            counts = {name: getattr(batch, name) for name in COUNTERS}
            result = {**counts, "errors": errors, "batch": batch.number, "state": batch.state}
            self.stdout.write(json.dumps({**result, "notices": staged.notices}, ensure_ascii=False))
            return
        self.stdout.write("\n".join([*_summary(batch), *_lines(errors)]))

    def _fail(self, errors: list[dict[str, Any]], options: dict[str, Any]) -> NoReturn:
        if options["json"]:
            self.stdout.write(json.dumps(_empty(errors), ensure_ascii=False))
            sys.exit(UNUSABLE)
        raise CommandError("\n".join(_lines(errors)), returncode=UNUSABLE)


def _require_database() -> None:
    if ImportBatch._meta.db_table not in connection.introspection.table_names():
        raise UsageError("The database is empty. Run 'schakel migrate' first.")
    if not codes("reporter_type"):
        raise UsageError("The code lists are missing. Run 'schakel load-reference' first.")


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name the file in it.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path} is larger than 10 MB. Split it into smaller files.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}. Check the name and the folder.") from None
    except PermissionError:
        raise UsageError(f"You may not read {path}. Ask for read access to it.") from None
    except (OSError, ValueError):
        raise UsageError(f"{path} cannot be read. Copy it to a local disk and try again.") from None


def _actor(email: str) -> Actor:
    if not email:
        return SystemActor("import-reports")
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None or Role.REGISTRAR not in user.roles:
        raise UsageError("--by does not name a registrar. Give the e-mail address of one.")
    return user


def _organisation(text: str) -> Organisation | None:
    if not text:
        return None
    found = Organisation.objects.filter(number=read_number(text) or "").first()
    if found is None:
        raise UsageError(f"There is no organisation with number {text}. Check the number.")
    return found


def _problem(code: str, message: str) -> dict[str, Any]:
    return {"line": 0, "column": "", "value": "", "code": code, "message": message}


def _as_dict(error: Any) -> dict[str, Any]:
    names = ("line", "column", "value", "code", "message")
    return {name: getattr(error, name) for name in names}


def _empty(errors: list[dict[str, Any]]) -> dict[str, Any]:
    nothing = dict.fromkeys(COUNTERS, 0)
    return {**nothing, "errors": errors, "batch": "", "state": "UNUSABLE", "notices": []}


def _summary(batch: ImportBatch) -> Iterable[str]:
    if batch.state == BatchState.HELD:
        yield f"Held back: {batch.rejected:,} of {batch.rows:,} rows have an error; nothing was taken in."
        yield "Repair them and give the file again, or use --keep-good for the good rows."
    elif not batch.reports and not batch.rejected:
        yield f"Nothing new: all {batch.unchanged:,} reports were received before."
    else:
        yield f"{batch.reports:,} reports taken in, {batch.persons:,} new persons."
        yield f"{batch.unchanged:,} reports were received before, {batch.rejected:,} rows rejected."
    yield f"Import {batch.number}"


def _lines(errors: list[dict[str, Any]]) -> Iterable[str]:
    for error in errors[:SHOWN_ERRORS]:
        place = f"line {error['line']}" if error["line"] else ""
        parts = [place, error["column"], error["value"] and repr(error["value"])]
        where = ", ".join(part for part in parts if part)
        yield f"{where}: {error['message']}" if where else error["message"]
    if len(errors) > SHOWN_ERRORS:
        yield f"… and {len(errors) - SHOWN_ERRORS:,} more; --json lists them all."
