"""What notices hold: who was told, about which number."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "notices"

RETENTION = {
    # The trace keeps the same notice from being sent twice, and tells why somebody says they got none.
    "notice": Retention(
        months=0,
        days=90,
        counted_from="the notice was mailed or given up",
        then="delete",
        ground="GDPR art. 5(1)(e): it is a copy of what stands with the report",
    ),
}

FIELDS = {
    "notices.Notice.user": Personal(_ACTIVITY, Sensitivity.STAFF, "notice"),
    "notices.Notice.object_number": Personal(_ACTIVITY, Sensitivity.PSEUDONYM, "notice"),
    "notices.Notice.kind": Personal(_ACTIVITY, Sensitivity.PERSONAL, "notice"),
    "notices.Preference.user": Personal("access_control", Sensitivity.STAFF, "account"),
    "notices.Preference.by_mail": Personal("access_control", Sensitivity.STAFF, "account"),
    "notices.Preference.language": Personal("access_control", Sensitivity.STAFF, "account"),
}
NOT_PERSONAL = {
    f"notices.Notice.{name}"
    for name in (
        "id",
        "object_type",
        "moment",
        "created_at",
        "state",
        "failures",
        "due_at",
        "claim",
        "claimed_until",
        "ended_at",
    )
}
