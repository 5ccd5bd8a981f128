"""`schakel create-user`: add a person who can sign in, such as the first administrator."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts import actions
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.accounts.queries import find_organisation


class Command(BaseCommand):
    help = "Add a user and print a link with which they choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the e-mail address to sign in with")
        parser.add_argument("--name", required=True, help="name as colleagues see it")
        parser.add_argument(
            "--role",
            action="append",
            choices=[str(role) for role in Role],
            default=[],
            help="may be repeated",
        )
        parser.add_argument(
            "--organisation", help="number or exact name; a new name makes a new organisation"
        )
        parser.add_argument(
            "--address", default="http://127.0.0.1:8000", help="where the site is, for the link"
        )
        parser.add_argument(
            "--ask-password", action="store_true", help="type a password now instead of a link"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["role"] and not options["organisation"]:
            raise CommandError("A role is held for an organisation: add --organisation.")
        password = self._ask(options) if options["ask_password"] else None
        by = SystemActor("create-user")
        try:
            with transaction.atomic():
                user = self._create(by, options, password)
                link = "" if password else actions.password_link(by=by, user=user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Added {user.number}.")
        if link:
            self.stdout.write(
                "Give this link to the person, and to nobody else. It works once, for three days:\n"
                f"{options['address'].rstrip('/')}{link}"
            )

    def _create(self, by: SystemActor, options: dict[str, Any], password: str | None) -> User:
        user = actions.create_user(
            by=by, email=options["email"], name=options["name"], password=password
        )
        if options["role"]:
            organisation = self._organisation(by, options["organisation"])
            for role in options["role"]:
                actions.grant_mandate(by=by, user=user, organisation=organisation, role=role)
        return user

    def _organisation(self, by: SystemActor, text: str) -> Organisation:
        return find_organisation(text) or actions.create_organisation(by=by, name=text)

    def _ask(self, options: dict[str, Any]) -> str:
        password = getpass("Password (at least 12 characters): ")
        if getpass("The same once more: ") != password:
            raise CommandError("The two passwords differ. Nothing was changed.")
        try:
            validate_password(password, User(email=options["email"], name=options["name"]))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return password
