"""The pages: at a glance, a fixed table, a table of one's own, explanation, versions, open data."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from schakel.knowledge.figures import publications, queries
from schakel.knowledge.figures.addresses import embedded, file, picture, pinned, years
from schakel.knowledge.figures.choices import BASE, CHAPTER_LABELS, Chapter
from schakel.knowledge.figures.content import Dimension, Unit
from schakel.knowledge.figures.drawing import has_drawing
from schakel.knowledge.figures.editions import published_years
from schakel.knowledge.figures.fixed import TABLES
from schakel.knowledge.figures.forms import TableForm
from schakel.knowledge.figures.glance import glance
from schakel.knowledge.figures.maps import drawn
from schakel.knowledge.figures.markup import inside
from schakel.knowledge.figures.presenting import Grid, counted_on, definitions, grid, has_shares
from schakel.knowledge.figures.publications import CHOOSE, CHOOSERS, Publication
from schakel.knowledge.figures.spans import span_of
from schakel.knowledge.figures.tabulation import Picture, defined, worded
from schakel.knowledge.figures.views import earlier
from schakel.knowledge.figures.views.answering import answered, nothing


@answered
def index(request: HttpRequest) -> HttpResponseBase:
    """The latest year at a glance, and the way to everything else."""
    found = queries.standing()
    sheltered = queries.standing(chapter=Chapter.SHELTER)
    context: dict[str, Any] = {
        "earlier": queries.earlier_tables(),
        "shelter": queries.fixed_tables(sheltered),
        "standing": found,
        "overviews": published_years(),
    }
    if found and found.years:
        context |= {
            "glance": glance(found),
            "by_year": _shown(request, TABLES["by-year"].slug),
            "tables": queries.fixed_tables(found),
        }
    return render(request, "figures/index.html", context)


def _shown(request: HttpRequest, slug: str) -> dict[str, Any] | None:
    found = publications.publication(slug, None, request.GET.__class__())
    return _part(request, found, grid(found.sections[0])) if found else None


@answered
def table(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponseBase:
    """A fixed table, the newest or one version of it."""
    old = queries.find(slug, version) if version is not None or slug not in TABLES else None
    if old is not None:
        return earlier.page(request, old)
    found = publications.publication(slug, version, request.GET)
    if found is None:
        raise Http404
    return render(request, "figures/table.html", _context(request, found, version))


@answered
def choose(
    request: HttpRequest, version: int | None = None, slug: str = CHOOSE
) -> HttpResponseBase:
    """A table of one's own; what is wrong is said beside the lists, and no number is shown then."""
    standing = publications.at(version, CHOOSERS[slug])
    if standing is None:
        return nothing(request)
    form = TableForm(standing, request.GET)
    context: dict[str, Any] = {"form": form, "choosers": _choosers(standing.chapter)}
    if not form.is_valid():
        return render(request, "figures/choose.html", context, status=400)
    found = publications.chosen(standing, form.choice())
    return render(request, "figures/choose.html", {**_context(request, found, version), **context})


def _choosers(current: Chapter) -> list[dict[str, Any]]:
    """What can be chosen from, as tabs: the chapters that have figures."""
    found = [
        (slug, chapter)
        for slug, chapter in CHOOSERS.items()
        if chapter == current or queries.newest_version(chapter)
    ]
    return [
        {
            "url": reverse(f"figures:{slug}"),
            "label": CHAPTER_LABELS[chapter],
            "count": None,
            "current": chapter == current,
        }
        for slug, chapter in found
    ]


def _context(request: HttpRequest, found: Publication, version: int | None) -> dict[str, Any]:
    grids = [grid(part) for part in found.sections]
    newest = queries.newest_version(found.standing.chapter)
    shown = {column.period or part.period for part in found.sections for column in part.columns}
    return {
        "found": found,
        "version": found.standing.version,
        "overtaken": version is not None and newest != found.version,
        "newest_url": reverse(f"figures:{found.slug}")
        if found.slug in CHOOSERS
        else reverse("figures:table", args=[found.slug]),
        "parts": [_part(request, found, one) for one in grids],
        "withdrawn": found.standing.withdrawn,
        "years": years(found, version),
        "permalink": request.build_absolute_uri(pinned(found)),
        "files": [(kind, file(found, kind)) for kind in ("csv", "xlsx", "json")],
        "definitions": definitions(grids),
        "shares": has_shares(grids),
        "counted_on": counted_on(grids),
        "breaks": queries.breaks([one for one in shown if one.isdigit()]),
    }  # fmt: skip


def _part(request: HttpRequest, found: Publication, one: Grid) -> dict[str, Any]:
    part = one.section
    shown: dict[str, Any] = {"grid": one, "inside": inside(one), "code": part.code}
    if part.picture == Picture.MAP:
        shown["map"] = drawn(part)
    if has_drawing(part):
        shown["picture"] = {
            "wide": picture(found, part),
            "narrow": picture(found, part, "narrow"),
            "wide_dark": picture(found, part, "wide", "dark"),
            "narrow_dark": picture(found, part, "narrow", "dark"),
        }
        shown["embed"] = embedded(found, part)
        shown["site"] = request.build_absolute_uri("/").rstrip("/")
    return shown


@answered
def explained(request: HttpRequest) -> HttpResponseBase:
    """What the numbers mean, what they do not, and which years cannot simply be compared."""
    found = queries.standing()
    context: dict[str, Any] = {"standing": found, "breaks": queries.breaks(), "base": BASE}
    sheltered = queries.standing(chapter=Chapter.SHELTER)
    known = [one for one in (found, sheltered) if one and one.cubes]
    if known:
        context["base"] = min(one.base for one in known)
        context["units"] = [_told(unit) for one in known for unit in one.structure.units]
        # A dimension of the same name has the same meaning in both chapters.
        told = {worded(d): _told(d) for one in reversed(known) for d in one.structure.dimensions}
        context["dimensions"] = list(told.values())
    return render(request, "figures/explained.html", context)


def _told(content: Unit | Dimension) -> dict[str, Any]:
    return {"name": worded(content), "text": defined(content)}


@answered
def versions(request: HttpRequest) -> HttpResponseBase:
    """Every release: when, as known when, what changed, and what was withdrawn."""
    return render(request, "figures/versions.html", {"versions": publications.history()})


@answered
def open_data(request: HttpRequest) -> HttpResponse:
    """Whole cubes as files, the catalogue and the API."""
    found = queries.standing()
    cubes = [
        {"label": span_of([(chapter, period)]), "row": row, "version": one.version.version}
        for chapter in Chapter
        if (one := queries.standing(chapter=chapter))
        for period, row in sorted(one.cubes.items(), reverse=True)
    ]
    return render(request, "figures/open_data.html", {"standing": found, "cubes": cubes})
