"""How long the log is kept, and what in it concerns persons (by number only).

NEN 7513 asks for at least five years. Lines are never removed one by one: the chain would break. Removing
whole years is a decision for the centre, so no period ends by itself.
"""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "audit_log": Retention(
        months=None,
        counted_from="time",
        then="keep",
        ground="NEN 7513:2018 (at least five years); GDPR art. 5(2) and 32",
    )
}


def _logged(sensitivity: Sensitivity) -> Personal:
    return Personal(activity="accountability", sensitivity=sensitivity, retention="audit_log")


FIELDS = {
    "audit.Entry.actor": _logged(Sensitivity.STAFF),
    "audit.Entry.actor_roles": _logged(Sensitivity.STAFF),
    "audit.Entry.on_behalf_of": _logged(Sensitivity.STAFF),
    "audit.Entry.subject": _logged(Sensitivity.PSEUDONYM),
    "audit.Entry.object_id": _logged(Sensitivity.PSEUDONYM),
}
NOT_PERSONAL = {
    *(
        f"audit.Entry.{name}"
        for name in (
            "sequence",
            "form",
            "time",
            "event",
            "organisation",
            "object_type",
            "data",
            "ground",
            "access_point",
            "emergency",
            "result",
            "previous_hash",
            "hash",
        )
    ),
    "audit.ChainHead.id",
    "audit.ChainHead.sequence",
    "audit.ChainHead.hash",
    "audit.ChainHead.seal",
}
