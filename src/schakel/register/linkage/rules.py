"""Who may see what the machine proposes, and decide: registrars. A partner never learns of a pair.

What rests on a restricted report is for its keeper alone; others are only told whom to ask (`restricted`).
"""

from schakel.foundation.access.rules import Rule, has_role, own, policy
from schakel.foundation.accounts.choices import Role
from schakel.register.intake.keepers import open_report
from schakel.register.persons.closed import never_closed

_registrar = has_role(Role.REGISTRAR)


def _pair(path: str = "") -> Rule:
    return _registrar & open_report(f"{path}low") & open_report(f"{path}high")


def _state(model: str, rule: Rule) -> None:
    policy(f"linkage.{model}", see=rule, create=rule, change=rule)


_state("Proposal", _pair())
_state("Constraint", _pair())
_state("Judgement", _pair("proposal__"))
# A decision rests on all reports of both persons, also on those that were moved since.
_state("Decision", _registrar & never_closed("person") & never_closed("other"))
_state(
    "DecisionMembership",
    _registrar & never_closed("decision__person") & never_closed("decision__other"),
)

_asked = _pair("proposal__") | _registrar & own("asked_by")
policy("linkage.KeeperQuestion", see=_asked, change=_pair("proposal__"))

_looked = _pair("first__proposal__")
policy("linkage.SecondLook", see=_looked, change=_looked)

policy("linkage.ModelVersion", see=_registrar | has_role(Role.ANALYST), create=has_role("system"))
policy("linkage.EncodedLink", see=_registrar & open_report("report"), take=has_role("system"))
policy("linkage.ClusterFetch", see=_registrar)
policy("linkage.ClusterDoubt", see=_pair(), change=_pair())

# Counts of the whole register, small ones among them: for those who answer for it and those who use them.
policy(
    "linkage.LinkageRun",
    see=_registrar | has_role(Role.ANALYST),
    create=_registrar | has_role(Role.ANALYST),
)
policy("linkage.ClericalPair", see=_pair(), change=_pair())
