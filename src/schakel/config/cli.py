"""`schakel`: every command of the system under one name, with a help that a newcomer understands."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.config.settings.local")
    execute_from_command_line(sys.argv)
