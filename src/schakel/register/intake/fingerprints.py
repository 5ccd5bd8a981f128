"""What makes two sendings the same sending."""

from schakel.foundation.vault.fingerprints import fingerprint
from schakel.register.intake.data import ReportData


def fingerprint_of(data: ReportData) -> str:
    """By the one-time token of a form, or else by the content within the sender's scope (64 hex digits)."""
    if data.token:
        return fingerprint("intake.form", data.scope, data.token)
    return fingerprint("intake.row", data.scope, data.canonical())


def fingerprint_of_correction(number: str, data: ReportData) -> str:
    """A correction is the same only as a correction of the same report."""
    return fingerprint("intake.correction", number, data.token or data.canonical())
