"""What of meetings is about a person: members, who does what, and papers, which may say anything."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

_ACTIVITY = "network"
RETENTION = {
    # Decisions are read back years later; the archive of the centre keeps them (Archiefwet 1995, art. 3).
    "meeting": Retention(
        months=None,
        counted_from="the meeting",
        then="keep",
        ground="Archiefwet 1995 art. 3: records are kept in good order; GDPR art. 6(1)(e)",
    ),
    "calendar_address": Retention(
        months=None,
        counted_from="its holder withdraws it, or the account is removed",
        then="delete",
        ground="GDPR art. 5(1)(e): it serves its holder only",
    ),
}


def _fields(sensitivity: Sensitivity, model: str, *names: str) -> dict[str, Personal]:
    return {
        f"meetings.{model}.{name}": Personal(_ACTIVITY, sensitivity, "meeting") for name in names
    }


FIELDS = {
    **{
        f"meetings.CalendarAddress.{name}": Personal(
            "access_control", Sensitivity.STAFF, "calendar_address"
        )
        for name in ("user", "secret_index", "made_at", "fetched_at")
    },
    **_fields(Sensitivity.STAFF, "Membership", "user"),
    **_fields(Sensitivity.STAFF, "Action", "user"),
    **_fields(Sensitivity.STAFF, "ActionStep", "by"),
    **_fields(Sensitivity.STAFF, "AgendaItem", "written_by"),
    **_fields(Sensitivity.STAFF, "Paper", "added_by", "name"),
    **_fields(Sensitivity.PERSONAL, "PaperContent", "content"),
}
