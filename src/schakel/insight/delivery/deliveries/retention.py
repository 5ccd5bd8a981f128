"""Agreements and receipts say who decided and delivered; the records themselves are not kept here."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

RETENTION = {
    "delivery_by_agreement": Retention(
        months=None,
        counted_from="made_at",
        then="keep",
        ground="GDPR art. 5(2) and 30; to whom personal data went must be answerable for",
    )
}


def _staff() -> Personal:
    return Personal(
        activity="statistics",
        sensitivity=Sensitivity.STAFF,
        retention="delivery_by_agreement",
    )


FIELDS = {
    "deliveries.Agreement.agreed_by": _staff(),
    "deliveries.Agreement.name": _staff(),
    "deliveries.Delivery.made_by": _staff(),
    "deliveries.ReceiverKey.added_by": _staff(),
    "deliveries.ReceiverKey.name": _staff(),
}
_NOT_PERSONAL = {
    "Agreement": (
        *("id", "number", "receiver", "purpose", "legal_basis", "fields", "first_year"),
        *("last_year", "until", "joinable", "agreed_at", "ended_at"),
    ),
    "Delivery": (
        *("id", "number", "agreement", "snapshot", "made_at", "rows", "alone", "digest"),
        *("file_digest", "key_fingerprint"),
    ),
    "ReceiverKey": ("id", "agreement", "public", "fingerprint", "added_at", "ended_at"),
}
NOT_PERSONAL = {
    f"deliveries.{model}.{name}" for model, names in _NOT_PERSONAL.items() for name in names
}
