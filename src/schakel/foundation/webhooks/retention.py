"""What the outbox holds about people: the number of a report, which stands for the person it is about."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "status_messages"

RETENTION = {
    # Long enough to find out with a partner why a message did not arrive.
    "status_message": Retention(
        months=0,
        days=90,
        counted_from="the message was delivered or let go",
        then="delete",
        ground="GDPR art. 5(1)(e): it is a copy of a status that stands with the report",
    ),
}

FIELDS = {
    "webhooks.Message.object_number": Personal(_ACTIVITY, Sensitivity.PSEUDONYM, "status_message"),
    "webhooks.Message.status": Personal(_ACTIVITY, Sensitivity.PERSONAL, "status_message"),
    "webhooks.Message.event": Personal(_ACTIVITY, Sensitivity.PERSONAL, "status_message"),
}
NOT_PERSONAL = {
    *(
        f"webhooks.Subscription.{name}"
        for name in (
            "id",
            "number",
            "organisation",
            "address",
            "secret",
            "previous_secret",
            "previous_until",
            "events",
            "active",
            "created_at",
            "ended_at",
            "ending",
        )
    ),
    *(
        f"webhooks.Message.{name}"
        for name in (
            "id",
            "subscription",
            "event_id",
            "object_type",
            "at",
            "state",
            "failures",
            "due_at",
            "claim",
            "claimed_until",
            "ended_at",
        )
    ),
    *(
        f"webhooks.Attempt.{name}"
        for name in ("id", "message", "at", "http_status", "failure", "milliseconds")
    ),
}
