"""Every command of the system under one name, with a help for newcomers."""

import os
import sys
from importlib.metadata import version
from io import StringIO

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import (
    CommandError,
    call_command,
    execute_from_command_line,
    get_commands,
    load_command_class,
)
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from schakel.config.settings import environment as env
from schakel.foundation.access.requests import working_from
from schakel.foundation.vault.keys import VaultError

# What a newcomer meets first, in the order in which it is needed; the rest follows by name.
FIRST = ["demo", "setup", "serve", "import_reports", "create_user"]
# These work without a database.
WITHOUT_DATABASE = frozenset(
    {
        *("build_assets", "setup", "demo", "layout_tiles", "link", "link_encoded", "encode"),
        *("custody", "train_linkage", "unit_setup", "unit_demo", "protect", "attack", "estimate"),
        *("synthesise", "open_delivery", "simulate_placement"),
    }
)
# These look at the keys themselves, and must run when those are missing or wrong.
ASKS_FOR_KEYS = frozenset({"setup", "vault", "unit_setup"})
# These look whether code and settings go together: at each installation, update and start of a server. Every
# other command trusts that, and is ready in two thirds of the time.
CHECKED = frozenset({"setup", "serve", "demo", "unit_setup", "unit_serve", "unit_demo"})
# Other processes under the same name: the settings of each, which also say how its own commands begin.
PROCESSES = {"linkage-unit": "linkage_unit"}

# What is wrong with the machine or its settings, told in words instead of a traceback.
EXPLAINED = (DatabaseError, OSError, ImproperlyConfigured, VaultError, CommandError)


def own_commands() -> dict[str, str]:
    """Schakel's own commands, with their app."""
    return {name: app for name, app in get_commands().items() if app.startswith("schakel.")}


def own_name(word: str) -> str:
    """The file of a command, as it is called in this process: its own one goes first."""
    name = word.replace("-", "_")
    of_process = settings.SCHAKEL_COMMAND_PREFIX + name
    return of_process if of_process in own_commands() else name


def called(name: str) -> str:
    """What to type for a command, after ``schakel``."""
    for process, settings_name in PROCESSES.items():
        if own_commands()[name] == f"schakel.{settings_name}":
            return f"{process} {name.split('_', 1)[1].replace('_', '-')}"
    return name.replace("_", "-")


def summary(name: str) -> str:
    """The first sentence of a command's help."""
    text = str(load_command_class(own_commands()[name], name).help).strip()
    return text.splitlines()[0].split(". ")[0].rstrip(".") + "."


def usage() -> str:
    """The help page: one line per command."""
    own = own_commands()
    first = [name for word in FIRST if (name := own_name(word)) in own]
    order = first + sorted(set(own) - set(first), key=called)
    width = max(len(called(name)) for name in own) + 2
    lines = [
        f"Schakel {version('schakel')}: the register and network of a coordination centre",
        "against human trafficking.",
        "",
        "Use: schakel COMMAND [options]        schakel COMMAND --help tells more",
        "",
    ]
    for name in order:
        lines.append(f"  {called(name):<{width}}{summary(name)}")
    lines += [
        "",
        *(f"Another process: schakel {name} help" for name in PROCESSES if not _is_process()),
        "Django's own commands (migrate, shell, check …) work too: schakel migrate --help.",
        "Settings come from environment variables: see docs/reference/configuration.md.",
    ]
    return "\n".join(lines)


def _is_process() -> bool:
    """Is this one of the other processes?"""
    return bool(settings.SCHAKEL_COMMAND_PREFIX)


def prepare_database() -> None:
    """On a single machine the database makes itself ready; a server's operator runs `schakel setup`."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database …", file=sys.stderr)  # noqa: T201
        call_command(own_name("setup"), stdout=sys.stderr)


def run(arguments: list[str]) -> None:
    """Run one command, its name with hyphens or underscores."""
    name = own_name(arguments[0])
    if name not in own_commands():
        execute_from_command_line(["schakel", *arguments])
        return
    helps = {"--help", "-h"} & set(arguments)
    if env.SETTINGS == "local" and name not in WITHOUT_DATABASE and not helps:
        prepare_database()
    if name not in WITHOUT_DATABASE | ASKS_FOR_KEYS and not helps:
        # A wrong key is noticed here, before anything is read or written with it.
        call_command("vault", "check", stdout=StringIO())
    with working_from(f"command:{arguments[0]}"):
        command = load_command_class(own_commands()[name], name)
        if name not in CHECKED:
            command.requires_system_checks = []
        command.run_from_argv(["schakel", name, *arguments[1:]])


def explain(error: Exception) -> str:
    """What went wrong with the machine, and what to do about it; never the data at hand."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, DatabaseError):
        return (
            f"The database cannot be used: {text}.\n"
            f"Check that the folder {env.HOME} exists, is writable and has free space, or that\n"
            "SCHAKEL_DATABASE_URL names a running database. Nothing half-done was kept."
        )
    if isinstance(error, OSError):
        return (
            f"A file or folder cannot be used: {error.strerror or text}"
            f"{f' ({error.filename})' if error.filename else ''}.\n"
            "Check that it exists, that you may use it, and that the disk has free space."
        )
    return text


def main() -> None:
    """The console script."""
    arguments, settings_name = sys.argv[1:], env.SETTINGS
    if arguments[:1] and arguments[0] in PROCESSES:
        settings_name = PROCESSES[arguments.pop(0)]
        os.environ["DJANGO_SETTINGS_MODULE"] = f"schakel.config.settings.{settings_name}"
    if arguments[:1] == ["demo"]:
        # Demo mode must be known before the settings are read, here and in the server's processes.
        os.environ["SCHAKEL_DEMO"] = "1"
        env.DEMO = True
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"schakel.config.settings.{settings_name}")
    try:
        django.setup()
        if not arguments or arguments[0] in ("help", "--help", "-h"):
            print(usage())  # noqa: T201
        elif arguments[0] == "--version":
            print(version("schakel"))  # noqa: T201
        else:
            run(arguments)
    except EXPLAINED as error:
        print(explain(error), file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
