"""The home page of everybody who signs in; the centre's own people have a desk besides."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.knowledge.figures.queries import published
from schakel.portal.waiting import waiting


@dataclass(frozen=True)
class Card:
    """Something to do: what, why, where, and for which roles."""

    title: str | Promise
    text: str | Promise
    url_name: str
    roles: frozenset[str]


REPORTING = frozenset({Role.REPORTER, Role.SHELTER, Role.CARE_COORDINATOR})
NETWORK = frozenset(
    {
        Role.CARE_COORDINATOR,
        Role.SHELTER,
        Role.MUNICIPAL_ADVISER,
        Role.MINISTRY,
        Role.EDITOR,
        Role.SECRETARY,
        Role.PLACEMENT_COORDINATOR,
    }
)
CARDS = (
    Card(
        _("Users and their roles"),
        _("Let somebody in, give or withdraw a role, reset a second factor."),
        "accounts:users",
        frozenset({Role.ADMINISTRATOR}),
    ),
    Card(
        _("Organisations that work with us"),
        _("Who reports, and for which police unit."),
        "accounts:organisations",
        frozenset({Role.ADMINISTRATOR}),
    ),
    Card(
        _("The log"),
        _("Who saw or did what, when and why. It cannot be changed unnoticed."),
        "audit:log",
        frozenset({Role.AUDITOR}),
    ),
    Card(
        _("Look at a table"),
        _("Exact counts of reports and persons. They stay in the house."),
        "analysis:index",
        frozenset({Role.ANALYST}),
    ),
    Card(
        _("Release figures"),
        _("Protect a table, compare before and after, and publish it."),
        "disclosure:releases",
        frozenset({Role.ANALYST, Role.DISCLOSURE_OFFICER}),
    ),
    Card(
        _("Make the annual overview"),
        _("A page and a PDF of a year, out of released figures. You write the texts."),
        "delivery:editions",
        frozenset({Role.ANALYST, Role.EDITOR}),
    ),
    Card(
        _("Accountability by quarter"),
        _("What was done with the subsidy, by quarter, in protected numbers."),
        "accountability:statements",
        frozenset({Role.MINISTRY, Role.ANALYST, Role.DISCLOSURE_OFFICER}),
    ),
    Card(
        _("Our places"),
        _("Who is where, what is free, and what the centre asks. The weekly list in seconds."),
        "shelter:board",
        frozenset({Role.SHELTER}),
    ),
    Card(
        _("Ask for shelter"),
        _(
            "For a client who needs a place, tonight or later. And how it stands with what you asked."
        ),
        "shelter-requests:own",
        REPORTING,
    ),
    Card(
        _("Report a (possible) victim"),
        _("A short form. You may leave out what you do not know."),
        "intake:new",
        REPORTING,
    ),
    Card(
        _("Reports of your organisation"),
        _("See what you sent, and correct or withdraw it."),
        "intake:own",
        REPORTING,
    ),
    Card(
        _("Raise a signal"),
        _(
            "Something that does not work, or works well. In one minute, and you hear what becomes of it."
        ),
        "signals:new",
        frozenset(Role),
    ),
    Card(
        _("Signals from practice"),
        _("What is raised and counted: assess it, and carry it to where something can be done."),
        "signals:index",
        frozenset({Role.SECRETARY}),
    ),
    Card(
        _("How your municipality stands"),
        _("Five themes, earlier years, similar municipalities, and a paper for the council."),
        "monitor:own",
        frozenset({Role.MUNICIPAL_ADVISER}),
    ),
    Card(
        _("Meetings"),
        _("Agenda, papers and minutes of your platforms, and what you agreed to do."),
        "meetings:index",
        NETWORK | REPORTING,
    ),
    Card(
        _("Who to call where"),
        _("Organisations, care coordinators and reporting points near you."),
        "directory:index",
        NETWORK,
    ),
    Card(
        _("Municipalities and regions"),
        _("Which municipality belongs to which safety region and police unit."),
        "geography:municipalities",
        NETWORK,
    ),
    Card(
        _("Your figures"),
        _("Reports of your organisation, counted; and the released figures of your region."),
        "own-figures",
        REPORTING | {Role.MUNICIPAL_ADVISER},
    ),
    Card(
        _("Released figures"),
        _("Protected tables and charts that you may use and cite."),
        "figures:index",
        NETWORK | REPORTING,
    ),
)


def home(request: SignedInRequest) -> HttpResponse:
    """What waits, and cards for what this person's roles allow; the centre's own people go to their desk."""
    if request.user.works_at_centre and "stay" not in request.GET:
        return redirect("desk")
    cards = [card for card in CARDS if card.roles & request.user.roles]
    context = {"waiting": waiting(request.user), "cards": cards, "tables": published()[:2]}
    return render(request, "portal/home.html", context)
