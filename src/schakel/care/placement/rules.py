"""Who may see and do what in first shelter.

The centre's placement coordinators see everything but restricted groups that a colleague keeps. A shelter
sees its own sites, the offers made to it, and whom it accepted. A care coordinator sees the requests of the
own organisation and the placements handed to it. Nobody else sees anything here.
"""

from schakel.care.placement.closed import open_group
from schakel.foundation.access.rules import acts_for, has_role, own, policy
from schakel.foundation.accounts.choices import Role

COORDINATOR = has_role(Role.PLACEMENT_COORDINATOR)
_shelter = Role.SHELTER
_asker = (Role.CARE_COORDINATOR, Role.REPORTER, Role.SHELTER)


policy(
    "placement.Site",
    see=COORDINATOR | acts_for("organisation", _shelter),
    change=COORDINATOR,
    confirm=COORDINATOR | acts_for("organisation", _shelter),
    # The shelter's own pages, which are not the centre's.
    run=acts_for("organisation", _shelter),
)
for _model, _path in (("Unit", "site"), ("Occupancy", "unit__site"), ("Confirmation", "site")):
    _theirs = acts_for(f"{_path}__organisation", _shelter)
    policy(f"placement.{_model}", see=COORDINATOR | _theirs, change=COORDINATOR | _theirs)

policy(
    "placement.Group",
    see=COORDINATOR & open_group("pk"),
    change=COORDINATOR & open_group("pk"),
    # Whoever may not see it may break the glass; the rule of the action is the role.
    open=COORDINATOR,
)
policy(
    "placement.Request",
    see=(COORDINATOR & open_group("group")) | acts_for("asked_by", *_asker),
    change=COORDINATOR & open_group("group"),
    create=has_role(Role.PLACEMENT_COORDINATOR, *_asker),
    withdraw=(COORDINATOR & open_group("group")) | acts_for("asked_by", *_asker),
    # Who asked once may ask again for the same people.
    repeat=(COORDINATOR & open_group("group")) | acts_for("asked_by", *_asker),
    # Whoever asked follows the own request, on pages that are not the centre's.
    follow=acts_for("asked_by", *_asker),
)
_offered = acts_for("unit__site__organisation", _shelter)
policy(
    "placement.Offer",
    see=(COORDINATOR & open_group("request__group")) | _offered,
    change=COORDINATOR & open_group("request__group"),
    answer=(COORDINATOR & open_group("request__group")) | _offered,
)
policy(
    "placement.OfferAnswer",
    see=(COORDINATOR & open_group("offer__request__group"))
    | acts_for("offer__unit__site__organisation", _shelter),
)
for _model in ("Decision",):
    policy(f"placement.{_model}", see=COORDINATOR & open_group("request__group"))
_housed = acts_for("unit__site__organisation", _shelter)
_followed = acts_for("care", Role.CARE_COORDINATOR)
policy(
    "placement.Placement",
    see=(COORDINATOR & open_group("group")) | _housed | _followed,
    change=COORDINATOR & open_group("group"),
    keep=(COORDINATOR & open_group("group")) | _housed,
    host=_housed,
    care=_followed,
)
for _model in ("Stay", "Extension"):
    policy(
        f"placement.{_model}",
        see=(COORDINATOR & open_group("placement__group"))
        | acts_for("placement__unit__site__organisation", _shelter)
        | acts_for("placement__care", Role.CARE_COORDINATOR),
    )
for _model in ("Client", "Event"):
    policy(f"placement.{_model}", see=COORDINATOR & open_group("group"))
policy("placement.Needs", see=COORDINATOR & open_group("client__group"))
# Only the keeper reviews who opened the group, and only the keeper lifts a restriction.
policy(
    "placement.GroupRestriction",
    see=COORDINATOR & (own("keeper") | open_group("group")),
    change=COORDINATOR & own("keeper"),
)
policy("placement.BreakGlass", see=COORDINATOR & (own("user") | open_group("group")))
# Exact figures have no row of their own; they stay with the centre's own people.
policy("placement.Figures", see=has_role(Role.PLACEMENT_COORDINATOR, Role.ANALYST))

# Administrators keep the rules about who fits where; who places people reads them. No row is about a person.
policy(
    "placement.RuleVersion",
    see=has_role(Role.ADMINISTRATOR, Role.PLACEMENT_COORDINATOR),
    change=has_role(Role.ADMINISTRATOR),
)
policy("placement.ClockEvent", see=COORDINATOR & open_group("client__group"))
