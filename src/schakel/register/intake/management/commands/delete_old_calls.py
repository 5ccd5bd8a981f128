"""Forget the keys of API calls whose period is over."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.register.intake.idempotency import delete_expired_keys


class Command(BaseCommand):
    help = "Delete the keys of API calls after 30 days. Run it every night."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{delete_expired_keys():,} keys of calls deleted.")
