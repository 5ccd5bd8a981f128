"""Who may see and change the register: registrars. Nobody else sees a person here."""

from schakel.foundation.access.rules import has_role, policy
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
):
    policy(f"persons.{_model}", see=_registrar, change=_registrar)
