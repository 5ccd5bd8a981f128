"""Who may see and change the register: registrars. Nobody else sees a person here."""

from schakel.foundation.access.rules import has_role, own, policy, where
from schakel.foundation.accounts.choices import Role

_registrar = has_role(Role.REGISTRAR)

for _model in (
    "Person",
    "Identity",
    "IdentityOpening",
    "Membership",
    "Registration",
    "DossierTypeChange",
    "Exploitation",
    "TriageStep",
):
    policy(f"persons.{_model}", see=_registrar, change=_registrar)

# A saved search is its owner's; a shared one is read by all registrars.
policy(
    "persons.SavedSearch",
    see=_registrar & (own("owner") | where("shared", True)),
    create=_registrar,
    change=_registrar & own("owner"),
)
