"""Who may see and change the register: registrars. Nobody else sees a person here.

What rests on a restricted report is there for its keeper alone. A person with other reports as well is
there for everybody, without that one; who is who is then for somebody to change who sees all of it.
"""

from schakel.foundation.access.rules import has_role, own, policy, where
from schakel.foundation.accounts.choices import Role
from schakel.register.intake.keepers import open_report
from schakel.register.persons.closed import there, whole

_registrar = has_role(Role.REGISTRAR)

policy("persons.Person", see=_registrar & there("pk"), change=_registrar & whole("pk"))
for _model in ("Identity", "Membership", "Exploitation", "TriageStep"):
    _open = _registrar & open_report("report")
    policy(f"persons.{_model}", see=_open, change=_open)
for _model, _path in (("Registration", "person"), ("DossierTypeChange", "registration__person")):
    policy(f"persons.{_model}", see=_registrar & there(_path), change=_registrar & whole(_path))
_told = _registrar & open_report("report") & there("person")
policy("persons.IdentityOpening", see=_told, change=_told)

# A saved search is its owner's; a shared one is read by all registrars.
policy(
    "persons.SavedSearch",
    see=_registrar & (own("owner") | where("shared", True)),
    create=_registrar,
    change=_registrar & own("owner"),
)
