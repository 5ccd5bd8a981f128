"""Deliver status messages to partners' systems."""

from collections.abc import Callable

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.webhooks.rounds import RoundsCommand
from schakel.foundation.webhooks.tasks import Round, send_round


class Command(RoundsCommand):
    help = "Deliver status messages to partners' systems, until stopped. Run it beside the server."

    def round(self, stopped: Callable[[], bool]) -> Round:
        return send_round(by=SystemActor("send-webhooks"), stopped=stopped)
