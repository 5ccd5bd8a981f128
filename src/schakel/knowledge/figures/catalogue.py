"""The figures in the words of open data portals: DCAT-AP-NL 3.0 (Geonovum), on DCAT-AP 3.0 and DCAT 3.

A data set of all cubes together and one of each fixed table; the interface is a data service.
Loaded when a catalogue is asked: rdflib takes longer to load than the rest of the site.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import override
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD
from rdflib.term import Node

from schakel.knowledge.figures.choices import LANGUAGES, Chapter
from schakel.knowledge.figures.content import Dimension
from schakel.knowledge.figures.models import PublishedSynthetic
from schakel.knowledge.figures.publications import TABLES
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.reading import standing as standing_of
from schakel.knowledge.figures.synthetic import sets as published_sets

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_EU = "http://publications.europa.eu/resource/authority/"
_LICENCE = URIRef("http://creativecommons.org/publicdomain/zero/1.0/deed.nl")
_PUBLIC = URIRef(f"{_EU}access-right/PUBLIC")
# Since DCAT 3; rdflib knows the words of DCAT 2.
_VERSION = URIRef("http://www.w3.org/ns/dcat#version")
_THEME = URIRef(f"{_EU}data-theme/JUST")
_YEARLY = URIRef(f"{_EU}frequency/ANNUAL")
_COUNTRY = URIRef(f"{_EU}country/NLD")
_SPOKEN = [URIRef(f"{_EU}language/NLD"), URIRef(f"{_EU}language/ENG")]
_TYPES = {
    "csv": (f"{_EU}file-type/CSV", "text/csv"),
    "parquet": (f"{_EU}file-type/PARQUET", "application/vnd.apache.parquet"),
    "json": (f"{_EU}file-type/JSON", "application/json"),
    "xlsx": (
        f"{_EU}file-type/XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_IANA = "https://www.iana.org/assignments/media-types/"
_FORMATS = {"ttl": "turtle", "jsonld": "json-ld"}

_CATALOGUE = {
    "nl": (
        "Cijfers over meldingen van mogelijke slachtoffers van mensenhandel",
        "Beschermde, gepubliceerde cijfers van het landelijke register. Niemand is erin herkenbaar.",
    ),
    "en": (
        "Figures on reports of possible victims of human trafficking",
        "Protected, released figures of the national register. Nobody can be recognised in them.",
    ),
}
_CUBES = {
    "nl": (
        "Meldingen en personen: alle gepubliceerde aantallen",
        "Per jaar het aantal meldingen, personen en nieuwe personen naar {dimensions}, telkens hoogstens "
        "drie tegelijk. Kleine aantallen zijn afgerond; wat niet in het bestand staat, is 0.",
    ),
    "en": (
        "Reports and persons: all released counts",
        "By year the number of reports, persons and new persons by {dimensions}, at most three at a time. "
        "Small counts are rounded; what is not in the file is 0.",
    ),
}
_SHELTER = {
    "nl": (
        "Eerste opvang: alle gepubliceerde aantallen",
        "Per jaar het aantal aanvragen, eerste aanvragen, plaatsingen en verblijven naar {dimensions}, "
        "telkens hoogstens drie tegelijk. Kleine aantallen zijn afgerond; wat niet in het bestand "
        "staat, is 0.",
    ),
    "en": (
        "First shelter: all released counts",
        "By year the number of requests, first requests, placements and stays by {dimensions}, at most three "
        "at a time. Small counts are rounded; what is not in the file is 0.",
    ),
}
_TABLE = {
    "nl": "Een tabel van de beschermde cijfers, met de jaren die zijn gepubliceerd.",
    "en": "A table of the protected figures, with the years that were released.",
}
_SYNTHETIC = {
    "nl": (
        "Synthetische gegevens, personen van {years}",
        "Verzonnen records die samen op het register lijken, om programma’s te proberen en voor onderwijs. "
        "Gemaakt met differentiële privacy; geen record is van iemand, en geen aantal eruit is een cijfer.",
    ),
    "en": (
        "Synthetic records, persons of {years}",
        "Invented records that together look like the register, for trying out programs and for teaching. "
        "Made with differential privacy; no record is somebody’s, and no number out of it is a figure.",
    ),
}
_SERVICE = {
    "nl": ("Cijfers als open data (API)", "Alle gepubliceerde tabellen als JSON, zonder sleutel."),
    "en": ("Figures as open data (API)", "All released tables as JSON, without a key."),
}


@dataclass(frozen=True)
class _Site:
    """Where the catalogue stands; `root` ends with a slash."""

    root: str

    def at(self, name: str, *arguments: object) -> URIRef:
        with override("nl"):
            return URIRef(self.root.rstrip("/") + reverse(name, args=arguments))


def written(standing: Standing | None, root: str, kind: str) -> str:
    """The catalogue as text: `kind` ttl or jsonld; `root`: the address of the site."""
    return graph(standing, root).serialize(format=_FORMATS[kind])


def graph(standing: Standing | None, root: str) -> Graph:
    """The catalogue, with every data set that stands now; without figures it has none."""
    made, site = Graph(), _Site(root)
    made.bind("vcard", VCARD)
    catalogue = URIRef(f"{site.at('figures:catalogue-ttl')}#catalogue")
    publisher = URIRef(f"{site.root}#publisher")
    _publisher(made, publisher, site)
    _described(made, catalogue, DCAT.Catalog, _CATALOGUE)
    made.add((catalogue, DCTERMS.publisher, publisher))
    made.add((catalogue, DCTERMS.license, _LICENCE))
    made.add((catalogue, FOAF.homepage, site.at("figures:index")))
    made.add((catalogue, DCAT.contactPoint, _contact(made, site)))
    made.add((catalogue, DCTERMS.spatial, _COUNTRY))
    _spoken(made, catalogue)
    if standing and standing.years:
        sets = [_cubes(made, standing, site, publisher)]
        sets += [
            _table(made, standing, site, publisher, slug)
            for slug, table in TABLES.items()
            if table.fits(standing)
        ]
        shelter = standing_of(chapter=Chapter.SHELTER)
        if shelter and shelter.years:
            sets.append(_cubes(made, shelter, site, publisher))
            sets += [
                _table(made, shelter, site, publisher, slug)
                for slug, table in TABLES.items()
                if table.fits(shelter)
            ]
        sets += [
            _synthetic(made, standing, site, publisher, row)
            for row in published_sets().filter(withdrawal=None)
        ]
        for one in sets:
            made.add((catalogue, DCAT.dataset, one))
        made.add((catalogue, DCAT.service, _service(made, site, publisher, sets)))
        made.add((catalogue, DCTERMS.modified, _day(standing.version.published_at.date())))
    return made


def _described(made: Graph, node: Node, kind: URIRef, texts: dict[str, tuple[str, str]]) -> None:
    made.add((node, RDF.type, kind))
    for language, (title, description) in texts.items():
        made.add((node, DCTERMS.title, Literal(title, lang=language)))
        made.add((node, DCTERMS.description, Literal(description, lang=language)))


def _publisher(made: Graph, publisher: URIRef, site: _Site) -> None:
    made.add((publisher, RDF.type, FOAF.Agent))
    made.add((publisher, FOAF.name, Literal("Schakel", lang="nl")))
    made.add((publisher, FOAF.homepage, URIRef(site.root)))


def _contact(made: Graph, site: _Site) -> Node:
    card = URIRef(f"{site.root}#contact")
    made.add((card, RDF.type, VCARD["Organization"]))
    made.add((card, VCARD["fn"], Literal("Schakel")))
    made.add((card, VCARD["hasURL"], site.at("public:about")))
    return card


def _spoken(made: Graph, node: Node) -> None:
    for language in _SPOKEN:
        made.add((node, DCTERMS.language, language))


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


def _dataset(
    made: Graph,
    standing: Standing,
    site: _Site,
    publisher: URIRef,
    node: URIRef,
    years: tuple[int, int] | None = None,
) -> None:
    """What DCAT-AP-NL asks of every data set, and the years that it is about: all, or the first and last."""
    made.add((node, DCTERMS.identifier, Literal(str(node))))
    for role in (DCTERMS.publisher, DCTERMS.creator):
        made.add((node, role, publisher))
    made.add((node, DCAT.contactPoint, _contact(made, site)))
    made.add((node, DCTERMS.accessRights, _PUBLIC))
    made.add((node, DCAT.theme, _THEME))
    made.add((node, DCTERMS.accrualPeriodicity, _YEARLY))
    made.add((node, DCTERMS.spatial, _COUNTRY))
    made.add((node, _VERSION, Literal(str(standing.version.version))))
    made.add((node, DCTERMS.modified, _day(standing.version.published_at.date())))
    _spoken(made, node)
    time = URIRef(f"{node}-years")
    first, last = years or (int(standing.years[0]), int(standing.years[-1]))
    made.add((node, DCTERMS.temporal, time))
    made.add((time, RDF.type, DCTERMS.PeriodOfTime))
    made.add((time, DCAT.startDate, _day(date(first, 1, 1))))
    made.add((time, DCAT.endDate, _day(date(last, 12, 31))))


def _distribution(
    made: Graph, dataset: URIRef, kind: str, pages: tuple[URIRef, URIRef], title: str
) -> None:
    """A file of a data set; `pages`: where it is told of, and where it is."""
    access, download = pages
    node = URIRef(f"{download}#distribution")
    made.add((dataset, DCAT.distribution, node))
    made.add((node, RDF.type, DCAT.Distribution))
    made.add((node, DCTERMS.title, Literal(title)))
    made.add((node, DCAT.accessURL, access))
    made.add((node, DCAT.downloadURL, download))
    made.add((node, DCTERMS.license, _LICENCE))
    file_type, media_type = _TYPES[kind]
    made.add((node, DCTERMS["format"], URIRef(file_type)))
    made.add((node, DCAT.mediaType, URIRef(f"{_IANA}{media_type}")))


def _cubes(made: Graph, standing: Standing, site: _Site, publisher: URIRef) -> URIRef:
    page = site.at("figures:open-data")
    sheltered = standing.chapter == Chapter.SHELTER
    node = URIRef(f"{page}#{'shelter' if sheltered else 'cubes'}")
    dimensions = standing.structure.dimensions
    texts = {
        language: (title, text.format(dimensions=_listed(dimensions, language)))
        for language, (title, text) in (_SHELTER if sheltered else _CUBES).items()
    }
    _described(made, node, DCAT.Dataset, texts)
    _dataset(made, standing, site, publisher, node)
    made.add((node, DCAT.landingPage, page))
    for period in standing.periods:
        for kind in ("csv", "parquet"):
            file = site.at(
                "figures:cube", standing.version.version, _address(standing, period), kind
            )
            _distribution(made, node, kind, (page, file), f"{period} ({kind})")
    return node


def _address(standing: Standing, period: str) -> str:
    return standing.cubes[period].address


def _listed(dimensions: tuple[Dimension, ...], language: str) -> str:
    return ", ".join(getattr(one, language).lower() for one in dimensions)


def _table(made: Graph, standing: Standing, site: _Site, publisher: URIRef, slug: str) -> URIRef:
    page = site.at("figures:table", slug)
    node = URIRef(f"{page}#dataset")
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = (str(TABLES[slug].title), f"{TABLES[slug].lead} {_TABLE[language]}")
    _described(made, node, DCAT.Dataset, texts)
    _dataset(made, standing, site, publisher, node)
    made.add((node, DCAT.landingPage, page))
    for kind, name in (("csv", "csv"), ("xlsx", "xlsx"), ("json", "json-stat")):
        file = site.at(f"figures:{name}", slug, standing.version.version)
        _distribution(made, node, kind, (page, file), f"{slug} ({name})")
    return node


def _synthetic(
    made: Graph, standing: Standing, site: _Site, publisher: URIRef, row: PublishedSynthetic
) -> URIRef:
    page = site.at("figures:synthetic")
    node = URIRef(f"{page}#set-{row.number}")
    texts = {
        language: (title.format(years=row.years), text)
        for language, (title, text) in _SYNTHETIC.items()
    }
    _described(made, node, DCAT.Dataset, texts)
    _dataset(made, standing, site, publisher, node, (row.first_year, row.last_year))
    made.add((node, DCAT.landingPage, page))
    for kind in ("csv", "parquet"):
        file = site.at("figures:synthetic-file", row.number, kind)
        _distribution(made, node, kind, (page, file), f"{row.number} ({kind})")
    return node


def _service(made: Graph, site: _Site, publisher: URIRef, sets: list[URIRef]) -> URIRef:
    endpoint = URIRef(f"{site.root.rstrip('/')}/api/v1/figures")
    node = URIRef(f"{endpoint}#service")
    _described(made, node, DCAT.DataService, _SERVICE)
    made.add((node, DCAT.endpointURL, endpoint))
    made.add(
        (node, DCAT.endpointDescription, URIRef(f"{site.root.rstrip('/')}/api/v1/openapi.json"))
    )
    made.add((node, DCTERMS.identifier, Literal(str(node))))
    made.add((node, DCTERMS.publisher, publisher))
    made.add((node, DCAT.contactPoint, _contact(made, site)))
    made.add((node, DCTERMS.accessRights, _PUBLIC))
    made.add((node, DCTERMS.license, _LICENCE))
    made.add((node, DCAT.theme, _THEME))
    for one in sets:
        made.add((node, DCAT.servesDataset, one))
    return node
