"""What stands in the navigation of each shell, per role."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.choices import STAFF_ROLES, Role
from schakel.foundation.accounts.models import User


@dataclass(frozen=True)
class Item:
    """One link: its text, where it leads, and for whom; no roles means for everybody signed in.

    `group`: under which heading it stands for people with many links.
    """

    label: str | Promise
    url_name: str
    roles: frozenset[str] = frozenset()
    group: str | Promise = ""


PUBLIC = (
    Item(_("Start"), "public:start"),
    Item(_("Get help"), "directory:index"),
    Item(_("Your rights"), "public:rights"),
    Item(_("Figures"), "figures:index"),
    Item(_("Municipalities"), "geography:municipalities"),
    Item(_("About us"), "public:about"),
)
REPORTING_ROLES = frozenset({Role.REPORTER, Role.SHELTER, Role.CARE_COORDINATOR})
OFFICERS = frozenset({Role.ANALYST, Role.DISCLOSURE_OFFICER})
REGISTRAR = frozenset({Role.REGISTRAR})
PLACING = frozenset({Role.PLACEMENT_COORDINATOR})
SECRETARY = frozenset({Role.SECRETARY})
WATCHING = REGISTRAR | PLACING | {Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR}
SIGNAL_ROLES = WATCHING | SECRETARY
# Whoever may be sent to a platform by an organisation; who was not finds an empty page.
MEETING_ROLES = (
    SECRETARY | REPORTING_ROLES | PLACING | {Role.MUNICIPAL_ADVISER, Role.MINISTRY, Role.REGISTRAR}
)
MONITOR_ROLES = WATCHING | {Role.MUNICIPAL_ADVISER, Role.CARE_COORDINATOR, Role.MINISTRY}
REPORTS, PERSONS, FIGURES = _("Reports"), _("Persons"), _("Figures")
TOGETHER, REFERENCE = _("Working together"), _("To look up")
# Somebody with more links than this finds them in groups; what has no group stands by itself. The centre's
# own people have a column for them, partners one row.
UNGROUPED, UNGROUPED_IN_A_ROW = 10, 7
SIGNED_IN = (
    Item(_("Desk"), "desk", frozenset(STAFF_ROLES)),
    Item(_("Home"), "home", frozenset(Role) - STAFF_ROLES),
    Item(_("Our places"), "shelter:board", frozenset({Role.SHELTER})),
    Item(_("Our reports"), "intake:own", REPORTING_ROLES),
    Item(_("New report"), "intake:new", REPORTING_ROLES),
    Item(_("Requests for shelter"), "shelter-requests:own", REPORTING_ROLES),
    Item(_("Our municipality"), "monitor:own", frozenset({Role.MUNICIPAL_ADVISER})),
    Item(_("Triage"), "persons:triage", REGISTRAR, REPORTS),
    Item(_("All reports"), "persons:reports", REGISTRAR, REPORTS),
    Item(_("Import files"), "persons:imports", REGISTRAR, REPORTS),
    Item(_("Tips"), "intake:tips", REGISTRAR, REPORTS),
    Item(
        _("Restricted reports"),
        "persons:restrictions",
        REGISTRAR | {Role.ADMINISTRATOR},
        REPORTS,
    ),
    Item(_("All persons"), "persons:persons", REGISTRAR, PERSONS),
    Item(_("Review"), "linkage:review", REGISTRAR, PERSONS),
    Item(_("Decisions"), "linkage:decisions", REGISTRAR, PERSONS),
    Item(_("Quality of linkage"), "linkage:quality", REGISTRAR | {Role.ANALYST}, PERSONS),
    Item(_("Shelter desk"), "placement:desk", PLACING),
    Item(_("Requests for shelter"), "placement:requests", PLACING),
    Item(_("Free places"), "placement:board", PLACING),
    Item(_("Clocks that run out"), "placement-clocks:index", PLACING),
    Item(_("Analysis"), "analysis:index", frozenset({Role.ANALYST}), FIGURES),
    Item(_("Shelter in figures"), "shelter-figures:newest", PLACING | {Role.ANALYST}, FIGURES),
    Item(_("Releases"), "disclosure:releases", OFFICERS, FIGURES),
    Item(_("Annual overview"), "delivery:editions", OFFICERS | {Role.EDITOR}, FIGURES),
    Item(
        _("Accountability by quarter"),
        "accountability:statements",
        OFFICERS | {Role.MINISTRY},
        FIGURES,
    ),
    Item(_("Deliveries"), "deliveries:index", OFFICERS, FIGURES),
    Item(_("Estimates"), "estimation:runs", OFFICERS, FIGURES),
    Item(_("Synthetic records"), "synthesis:files", OFFICERS, FIGURES),
    Item(_("Log"), "audit:log", frozenset({Role.AUDITOR})),
    Item(_("Users"), "accounts:users", frozenset({Role.ADMINISTRATOR})),
    Item(_("Organisations"), "accounts:organisations", frozenset({Role.ADMINISTRATOR})),
    Item(_("Status messages"), "webhooks:index", frozenset({Role.ADMINISTRATOR})),
    Item(_("Meetings"), "meetings:index", MEETING_ROLES, TOGETHER),
    Item(_("Signals from practice"), "signals:index", SIGNAL_ROLES, TOGETHER),
    Item(_("My signals"), "signals:own", frozenset(), TOGETHER),
    Item(_("Municipal monitor"), "monitor:index", MONITOR_ROLES, TOGETHER),
    Item(_("Our entry"), "entries:index", REPORTING_ROLES | {Role.MUNICIPAL_ADVISER}, TOGETHER),
    Item(
        _("Entries of the directory"),
        "entries:index",
        frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
        TOGETHER,
    ),
    Item(_("Asking for consent"), "intake:consent", REPORTING_ROLES | REGISTRAR, REFERENCE),
    Item(_("Signs to recognise"), "intake:signals", REPORTING_ROLES | REGISTRAR, REFERENCE),
    Item(
        _("Legal rules"),
        "intake:legal-rules",
        REGISTRAR | {Role.ADMINISTRATOR},
        REFERENCE,
    ),
    Item(_("Placement rules"), "placement-rules:index", PLACING | {Role.ADMINISTRATOR}, REFERENCE),
    Item(
        _("Partners abroad"),
        "entries:partners",
        frozenset(STAFF_ROLES) | {Role.CARE_COORDINATOR},
        REFERENCE,
    ),
    Item(_("My account"), "accounts:me"),
)


def links(
    items: tuple[Item, ...], user: Actor | None, path: str, ungrouped: int = UNGROUPED
) -> list[dict[str, object]]:
    """The items that `user` may follow; the longest address that `path` starts with is current.

    Groups are named only where there are more than `ungrouped`.
    """
    found = []
    for item in items:
        if user is not None and item.roles and not item.roles & user.roles:
            continue
        try:
            found.append({"label": item.label, "url": reverse(item.url_name), "group": item.group})
        except NoReverseMatch:  # the public site is served without the register's pages
            continue
    start = reverse("public:start")
    matching = [url for link in found if path.startswith(url := str(link["url"])) and url != start]
    matching += [start] if path == start else []
    current = max(matching, key=len, default="")
    sizes = Counter(str(link["group"]) for link in found)
    if len(found) <= ungrouped:
        sizes.clear()
    # A group of one is no group.
    found = [link if sizes[str(link["group"])] > 1 else {**link, "group": ""} for link in found]
    return [{**link, "current": link["url"] == current} for link in found]


def is_public(request: HttpRequest) -> bool:
    """Whether the page at hand is one that anybody may see (and that must set no cookie)."""
    match = request.resolver_match
    return match is None or match.view_name in settings.PUBLIC_VIEWS


def _shell(user: User | None) -> str:
    """For a page that anybody may come upon: one's own shell, or the public one."""
    if user is None:
        return "ui/public.html"
    return "ui/staff.html" if user.works_at_centre else "ui/partner.html"


def navigation(request: HttpRequest) -> dict[str, object]:
    """The context of every page shell. A public page never touches the session."""
    user = None if is_public(request) else request.user
    signed_in = user if isinstance(user, User) else None
    staff = signed_in is not None and signed_in.works_at_centre
    items = (
        links(PUBLIC, None, request.path)
        if signed_in is None
        else links(SIGNED_IN, signed_in, request.path, UNGROUPED if staff else UNGROUPED_IN_A_ROW)
    )
    return {
        "navigation": items,
        "demo": settings.SCHAKEL_DEMO,
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "shell": "ui/staff.html" if staff else "ui/partner.html",
        "outer_shell": _shell(signed_in),
    }
