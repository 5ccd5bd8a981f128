"""Who may see what the machine proposes, and decide: registrars. A partner never learns of a pair."""

from schakel.foundation.access.rules import has_role, policy
from schakel.foundation.accounts.choices import Role

_registrar = has_role(Role.REGISTRAR)

for _model in ("Proposal", "Constraint", "Judgement", "Decision", "DecisionMembership"):
    policy(f"linkage.{_model}", see=_registrar, create=_registrar, change=_registrar)

policy("linkage.ModelVersion", see=_registrar | has_role(Role.ANALYST), create=has_role("system"))
policy("linkage.EncodedLink", see=_registrar, take=has_role("system"))
policy("linkage.ClusterFetch", see=_registrar)
policy("linkage.ClusterDoubt", see=_registrar, change=_registrar)

# Counts of the whole register, small ones among them: for those who answer for it and those who use them.
policy(
    "linkage.LinkageRun",
    see=_registrar | has_role(Role.ANALYST),
    create=_registrar | has_role(Role.ANALYST),
)
policy("linkage.ClericalPair", see=_registrar, change=_registrar)
