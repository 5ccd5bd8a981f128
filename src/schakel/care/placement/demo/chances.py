"""How often what happens in the invented history of first shelter. Never cite these as real figures."""

from datetime import timedelta

from schakel.care.placement.choices import Destination, RefusalReason, Scheme, State

PER_YEAR = 220
# Of all groups: placed by the police; of requests: soon closed; of closed ones: asked again later.
DIRECT, CLOSED_SOON, ASKS_AGAIN = 0.05, 0.25, 0.3
# Invented; median days of a wait and of a stay, and how widely both differ (of the logarithm).
WAIT: dict[str, float] = {
    Scheme.COSM: 2.0,
    Scheme.BO: 1.0,
    Scheme.ACM: 0.3,
    Scheme.EMERGENCY_BED: 0.2,
}
STAY: dict[str, float] = {
    Scheme.COSM: 76.0,
    Scheme.OMM: 190.0,
    Scheme.NLA: 60.0,
    Scheme.ACM: 3.0,
    Scheme.EMERGENCY_BED: 9.0,
}
SPREAD: dict[str, float] = {Scheme.COSM: 0.34, Scheme.ACM: 0.1}
PATIENCE = timedelta(days=35)
ONWARD: dict[str, tuple[str, ...]] = {
    Scheme.COSM: (Scheme.OMM, Scheme.WOMENS_SHELTER),
    Scheme.ACM: (Scheme.COSM,),
}
CLOSED: tuple[tuple[str, int], ...] = (
    (State.WITHDRAWN, 4),
    (State.REFUSED_BY_CLIENT, 3),
    (State.REDIRECTED, 4),
    (State.NOT_PLACEABLE, 2),
)
REFUSALS: tuple[tuple[str, int], ...] = (
    (RefusalReason.FULL, 10),
    (RefusalReason.TARGET_GROUP, 3),
    (RefusalReason.PSYCHIATRIC, 2),
    (RefusalReason.ADDICTION, 2),
    (RefusalReason.SAFETY, 2),
    (RefusalReason.INFO_MISSING, 1),
    (RefusalReason.REGION_TIE, 2),
)
DESTINATIONS: tuple[tuple[str, int], ...] = (
    (Destination.OWN_HOME, 6),
    (Destination.FAMILY, 2),
    (Destination.RETURNED, 3),
    (Destination.ASYLUM, 2),
    (Destination.LEFT_UNKNOWN, 3),
)
