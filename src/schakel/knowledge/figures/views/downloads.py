"""Files and charts: of a table, of a whole cube, and the catalogue of open data."""

import json
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from schakel.foundation.ui.exports import csv_lines
from schakel.knowledge.figures import publications, queries
from schakel.knowledge.figures.addresses import picture, pinned
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.drawing import Theme, Width, draw, has_drawing
from schakel.knowledge.figures.finding import sentence
from schakel.knowledge.figures.models import PublishedCube, page_language
from schakel.knowledge.figures.publications import Publication
from schakel.knowledge.figures.tabulation import Section
from schakel.knowledge.figures.views import earlier
from schakel.knowledge.figures.views.answering import answered

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PACKAGE = "schakel.knowledge.figures"


def _loaded(name: str) -> ModuleType:
    """A module with a library that takes long to load: when it is needed, not when the site starts."""
    return import_module(f"{_PACKAGE}.{name}")


def _found(request: HttpRequest, slug: str, version: int | None) -> Publication:
    found = publications.publication(slug, version, request.GET)
    if found is None:
        raise Http404
    return found


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@answered
def csv(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponseBase:
    """Every number of a table, one a row."""
    old = queries.find(slug, version)
    if old is not None and (version is not None or slug not in publications.TABLES):
        return earlier.csv(old)
    found = _found(request, slug, version)
    files = _loaded("files")
    text = "".join(csv_lines(files.COLUMNS, files.rows(found)))
    return _file(text, "text/csv; charset=utf-8", f"{found.file_name}.csv")


@answered
def xlsx(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponseBase:
    """A table as an Excel file."""
    found = _found(request, slug, version)
    content = _loaded("files").workbook(found, request.build_absolute_uri(pinned(found)))
    return _file(content, XLSX, f"{found.file_name}.xlsx")


@answered
def json_stat(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponseBase:
    """A table as JSON-stat 2.0."""
    found = _found(request, slug, version)
    content = _loaded("files").json_stat(found, request.build_absolute_uri(pinned(found)))
    text = json.dumps(content, ensure_ascii=False)
    response = _file(text, "application/json; charset=utf-8", f"{found.file_name}.json")
    response["Access-Control-Allow-Origin"] = "*"  # for charts on other people's pages
    return response


def _part(found: Publication, chart: str) -> Section:
    part = found.section(chart)
    if part is None or not has_drawing(part):
        raise Http404
    return part


@answered
def chart(
    request: HttpRequest,
    slug: str,
    version: int,
    chart: str,
    width: str = Width.WIDE,
    theme: str = Theme.LIGHT,
) -> HttpResponseBase:
    """One chart as a file."""
    old = queries.find(slug, version)
    if old is not None:
        drawing = earlier.chart(old, chart)
        if drawing is None:
            raise Http404
        return drawing
    if width not in set(Width) or theme not in set(Theme):
        raise Http404
    found = _found(request, slug, version)
    svg = draw(_part(found, chart), Width(width), Theme(theme), page_language())
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    name = f"{found.file_name}-{chart}-{page_language()}.svg"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _framed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """May stand inside a page of anybody: it has no script, no cookie and nothing to press."""
    framed: Callable[..., HttpResponseBase] = csp_replace({"frame-ancestors": ["*"]})(
        xframe_options_exempt(view)
    )
    return framed


@_framed
@answered
def embed(
    request: HttpRequest, slug: str, chart: str, version: int | None = None
) -> HttpResponseBase:
    """One chart with its finding and source, for a page of somebody else."""
    found = _found(request, slug, version)
    part = _part(found, chart)
    context = {
        "found": found,
        "version": found.standing.version,
        "finding": sentence(part),
        "part": part,
        "wide": picture(found, part),
        "narrow": picture(found, part, "narrow"),
        "permalink": request.build_absolute_uri(pinned(found)),
    }
    return render(request, "figures/embed.html", context)


@answered
def cube(request: HttpRequest, version: int, period: str, kind: str) -> HttpResponseBase:
    """Every released count of a period: as Parquet just as it was published, or as CSV."""
    named, _sign, year = period.rpartition("-")
    chapter = next((one for one in Chapter if one == named), Chapter.REGISTER)
    found = publications.at(version, chapter)
    row = found.cubes.get(year) if found else None
    if row is None or row.address != period:
        raise Http404
    name = f"schakel-{period.lower()}-v{row.version.version}.{kind}"
    parquet = bytes(PublishedCube.objects.values_list("parquet", flat=True).get(pk=row.pk))
    if kind == "parquet":
        return _file(parquet, "application/vnd.apache.parquet", name)
    if kind != "csv":
        raise Http404
    table = _loaded("cells").table_of(parquet)
    lines = zip(*(column.to_pylist() for column in table.columns), strict=True)
    text = "".join(csv_lines(table.column_names, lines))
    return _file(text, "text/csv; charset=utf-8", name)


@answered
def catalogue(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The catalogue of the figures as open data (DCAT-AP-NL 3.0), as Turtle or JSON-LD."""
    types = {"ttl": "text/turtle; charset=utf-8", "jsonld": "application/ld+json"}
    text = _loaded("catalogue").written(queries.standing(), request.build_absolute_uri("/"), kind)
    response = HttpResponse(text, content_type=types[kind])
    response["Access-Control-Allow-Origin"] = "*"
    return response
