"""What of signals is about a person: only who raised, owns or writes them; no victim is among them."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "network"
RETENTION = {
    # The history of a bottleneck is read back years later; who raised it stays as long as the account.
    "signal": Retention(
        months=None,
        counted_from="it was raised",
        then="keep",
        ground="GDPR art. 6(1)(e): the task of carrying bottlenecks to those who can solve them",
    ),
}
FIELDS = {
    **{
        f"signals.Signal.{name}": Personal(_ACTIVITY, Sensitivity.STAFF, "signal")
        for name in ("raised_by", "by")
    },
    **{
        f"signals.SignalStep.{name}": Personal(_ACTIVITY, Sensitivity.STAFF, "signal")
        for name in ("owner", "by")
    },
}
