"""What the monitor holds about people: the number of who wrote something down, and nothing else."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "municipal_monitor"

RETENTION = {
    "monitor": Retention(
        months=None,
        counted_from="it was written down",
        then="keep",
        ground="What was said of a municipality, and who said so, must stay as it was; no names",
    ),
}

FIELDS = {
    f"monitor.{name}": Personal(_ACTIVITY, Sensitivity.STAFF, "monitor")
    for name in (
        "Status.by",
        "Batch.by",
        "Contact.by",
        "Survey.asked_by",
        "Survey.answered_by",
        "Answer.decided_by",
    )
}
NOT_PERSONAL: set[str] = set()
