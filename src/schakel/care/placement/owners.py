"""For whom a rule can hold: every shelter, a kind of shelter, an organisation, a site or a unit."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.care.placement.choices import Scheme
from schakel.care.placement.models import RuleVersion, Site, Unit
from schakel.methods.placement import Level

EVERYWHERE = f"{Level.SCHEME}:"
Named = list[tuple[str, str]]


def key_of(level: str, owner: str) -> str:
    """Level and owner as one value of a choice."""
    return f"{level}:{owner}"


def owner_choices() -> list[tuple[str, str | Named]]:
    """What to choose from, in groups; three queries."""
    sites = (
        Site.objects.filter(active=True).select_related("organisation").defer("address", "phone")
    )
    units = Unit.objects.in_use().select_related("site").defer("site__address", "site__phone")
    organisations = {site.organisation_id: site.organisation.name for site in sites}
    return [
        (EVERYWHERE, _("every shelter")),
        (
            _("Kind of shelter"),
            [(key_of(Level.SCHEME, code), str(text)) for code, text in Scheme.choices],
        ),
        (
            _("Organisation"),
            sorted(
                ((key_of(Level.ORGANISATION, str(pk)), name) for pk, name in organisations.items()),
                key=lambda pair: pair[1],
            ),
        ),
        (
            _("Site"),
            [
                (key_of(Level.SITE, str(row.pk)), f"{row.organisation.name}: {row.name}")
                for row in sites
            ],
        ),
        (
            _("Unit"),
            [(key_of(Level.UNIT, row.number), f"{row.site.name}: {row.name}") for row in units],
        ),
    ]


def owner_names(rows: Iterable[RuleVersion]) -> dict[str, str]:
    """What to call those for whom these rules hold, by `key_of`; at most three queries."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row.level, set()).add(row.owner)
    names = {EVERYWHERE: _("every shelter")}
    names |= {key_of(Level.SCHEME, code): str(text) for code, text in Scheme.choices}
    sites = Site.objects.select_related("organisation").defer("address", "phone")
    if Level.ORGANISATION in wanted:
        for site in sites.filter(organisation__in=map(int, wanted[Level.ORGANISATION])):
            names[key_of(Level.ORGANISATION, str(site.organisation_id))] = site.organisation.name
    if Level.SITE in wanted:
        for site in sites.filter(pk__in=wanted[Level.SITE]):
            names[key_of(Level.SITE, str(site.pk))] = f"{site.organisation.name}: {site.name}"
    if Level.UNIT in wanted:
        units = Unit.objects.filter(number__in=wanted[Level.UNIT]).select_related("site")
        for unit in units.defer("site__address", "site__phone"):
            names[key_of(Level.UNIT, unit.number)] = f"{unit.site.name}: {unit.name}"
    return names
