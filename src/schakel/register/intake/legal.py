"""On which ground a kind of reporter may share data for a purpose: proposed here, decided by people.

The table follows the centre's published working method: police and KMar supply data for registration
under art. 4:2 Besluit politiegegevens, the labour inspectorate under art. 2(2) Besluit politiegegevens
bijzondere opsporingsdiensten; as soon as shelter or advice is asked, data go on to others and the
person's own consent is needed. Everybody else needs written consent, or shares no identity.
"""

from collections.abc import Iterable

REGISTRATION = "REGISTRATION"
CONSENT_VICTIM = "CONSENT_VICTIM"
CONSENT_PARENT = "CONSENT_PARENT"
NO_IDENTITY = "NO_IDENTITY"

# kind of reporter → purpose → ground in law, where there is one
STATUTORY: dict[str, dict[str, str]] = {
    "POLICE": {REGISTRATION: "BPG_4_2"},
    "KMAR": {REGISTRATION: "BPG_4_2"},
    "NLA": {REGISTRATION: "BPG_BOD_2_2"},
}
CONSENT = frozenset({CONSENT_VICTIM, CONSENT_PARENT})
# From sixteen a young person signs; below, the parent or guardian does.
AGE_OF_CONSENT = 16


def has_statutory_basis(reporter_type: str) -> bool:
    """Does this kind of reporter need no consent for registration?"""
    return reporter_type in STATUTORY


def proposed_basis(
    reporter_type: str, purpose: str, *, consent: bool = False, age: int | None = None
) -> str:
    """The code of `legal_basis` that fits; NO_IDENTITY where nothing allows sharing who it is."""
    statutory = STATUTORY.get(reporter_type, {}).get(purpose)
    if statutory:
        return statutory
    if not consent:
        return NO_IDENTITY
    return CONSENT_PARENT if age is not None and age < AGE_OF_CONSENT else CONSENT_VICTIM


def allows_identity(bases: Iterable[str]) -> bool:
    """May a report on these grounds hold names and a date of birth?"""
    return any(basis != NO_IDENTITY for basis in bases)
