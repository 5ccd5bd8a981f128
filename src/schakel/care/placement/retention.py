"""What each column of first shelter is, and how long it is kept."""

from schakel.foundation.vault.classification import Personal, Retention, Sensitivity

ACTIVITY = "first_shelter"
PERIOD = "shelter_request"
LOOKED = "shelter_access"
RULE = "shelter_rule"

RETENTION = {
    PERIOD: Retention(
        60, "the end of the last stay or request", "delete", "UAVG art. 22; privacy regulations"
    ),
    RULE: Retention(
        120, "the end of the rule", "delete", "Explains the decisions that were taken under it"
    ),
    LOOKED: Retention(60, "the opening", "delete", "NEN 7513: who looked, when and why"),
}


def _personal(names: str, sensitivity: Sensitivity, retention: str = PERIOD) -> dict[str, Personal]:
    return {
        f"placement.{name}": Personal(ACTIVITY, sensitivity, retention) for name in names.split()
    }


FIELDS = {
    **_personal(
        "Client.surname Client.given_names Client.date_of_birth Request.contact",
        Sensitivity.IDENTITY,
    ),
    **_personal(
        "Needs.facts Request.explanation Request.safety_reason Offer.told OfferAnswer.note "
        "Decision.frozen Decision.deviation Extension.note Event.note GroupRestriction.reason",
        Sensitivity.SPECIAL,
    ),
    **_personal(
        "Client.kin Client.gender Client.age Client.nationality Request.channel Request.asked_at "
        "Request.scheme Request.needed_on Request.priority Request.consent Request.consent_on "
        "Request.together_with Offer.sent_at Offer.expires_at OfferAnswer.kind OfferAnswer.reason "
        "OfferAnswer.improper OfferAnswer.at Placement.origin Placement.scheme Placement.placed_at "
        "Placement.term_ends_on Stay.arrived_at Stay.left_at Stay.destination Stay.did_not_arrive "
        "Extension.until Extension.reason Extension.at Event.kind Event.state Event.reason Event.at "
        "Event.recorded_at Needs.at Group.made_at Decision.at Decision.place Decision.then",
        Sensitivity.PERSONAL,
    ),
    **_personal(
        "Group.number Group.report Client.group Needs.client Request.number Request.group "
        "Request.asked_by Request.follows Decision.request Decision.digest Decision.chosen Offer.number "
        "Offer.request Offer.unit Offer.decision Offer.hold OfferAnswer.offer Placement.number "
        "Placement.group Placement.request Placement.offer Placement.previous Placement.unit "
        "Placement.occupancy Placement.care Stay.placement Stay.client Extension.placement Event.group "
        "Event.request Event.offer Event.placement GroupRestriction.group BreakGlass.group",
        Sensitivity.PSEUDONYM,
    ),
    **_personal(
        "Request.coordinator Decision.by Offer.sent_by OfferAnswer.by Placement.placed_by Extension.by "
        "Event.by Needs.by Occupancy.by Confirmation.by GroupRestriction.keeper GroupRestriction.by",
        Sensitivity.STAFF,
    ),
    **_personal("BreakGlass.user BreakGlass.reviewed_by", Sensitivity.STAFF, LOOKED),
    **_personal("BreakGlass.reason", Sensitivity.SPECIAL, LOOKED),
    **_personal(
        "BreakGlass.at BreakGlass.until BreakGlass.reviewed_at BreakGlass.justified",
        Sensitivity.PERSONAL,
        LOOKED,
    ),
    **_personal(
        "ClockEvent.clock ClockEvent.step ClockEvent.on ClockEvent.until ClockEvent.reason "
        "ClockEvent.ground ClockEvent.at",
        Sensitivity.PERSONAL,
    ),
    **_personal("ClockEvent.client ClockEvent.mistake", Sensitivity.PSEUDONYM),
    **_personal("ClockEvent.by", Sensitivity.STAFF),
    "placement.RuleVersion.by": Personal(ACTIVITY, Sensitivity.STAFF, RULE),
    **_personal("GroupRestriction.since GroupRestriction.ended_at", Sensitivity.PERSONAL),
}

_SUPPLY = {
    "Site": "number organisation name scheme police_unit address phone active",
    "Unit": "number site name beds sexes min_age max_age children wheelchair pets safety takes_addiction "
    "takes_psychiatric takes_aggression takes_lvb takes_pregnant languages night_intake active",
    "Occupancy": "unit kind since until reason",
    "Confirmation": "site at free_units changed",
    "RuleVersion": "code version level owner kind expression text_nl text_en weight criterion valid_from "
    "valid_to secret source at why",
}
_MODELS = (
    "Site Unit Occupancy Confirmation Group Client Needs Request Decision Offer OfferAnswer Placement Stay "
    "Extension Event GroupRestriction BreakGlass ClockEvent RuleVersion"
)
NOT_PERSONAL = {
    *(f"placement.{model}.id" for model in _MODELS.split()),
    # Of places, not of people; an address is sealed all the same, for it is a secret.
    *(f"placement.{model}.{name}" for model, names in _SUPPLY.items() for name in names.split()),
}
