"""The catalogue has what DCAT-AP-NL 3.0 asks.

The shapes are our own, of the mandatory properties and their cardinalities in the profile (Geonovum,
DCAT-AP-NL 3.0, docs.geostandaarden.nl/dcat/dcat-ap-nl30, chapter "Klassen") and of DCAT-AP 3.0 under it.
"""

import pytest
from django.urls import resolve, reverse
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, RDF

from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.fixed import TABLES
from schakel.knowledge.figures.tests.cubes import DIMENSIONS, published

pytestmark = pytest.mark.django_db
DCAT = Namespace("http://www.w3.org/ns/dcat#")
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix : <urn:shapes:> .
"""
# Class: {property: (least, most, kind)}; most None: any number. Kind: an IRI, or a text in some language.
IRI, TEXT, ANY = "sh:nodeKind sh:IRI", "sh:datatype rdf:langString", ""
MANDATORY = {
    "dcat:Catalog": {
        "dct:title": (1, None, TEXT),
        "dct:description": (1, None, TEXT),
        "dct:publisher": (1, 1, "sh:class foaf:Agent"),
        "dcat:contactPoint": (1, 1, "sh:class vcard:Organization"),
        "dcat:dataset": (1, None, "sh:class dcat:Dataset"),
    },
    "dcat:Dataset": {
        "dct:title": (1, None, TEXT),
        "dct:description": (1, None, TEXT),
        "dct:accessRights": (1, 1, IRI),
        "dct:identifier": (1, 1, "sh:nodeKind sh:Literal"),
        "dct:creator": (1, None, "sh:class foaf:Agent"),
        "dct:publisher": (1, 1, "sh:class foaf:Agent"),
        "dcat:contactPoint": (1, 1, "sh:class vcard:Organization"),
        "dcat:theme": (1, None, IRI),
        "dcat:version": (1, 1, ANY),
        "dct:accrualPeriodicity": (1, 1, IRI),
        "dct:spatial": (1, None, IRI),
        "dct:temporal": (1, None, "sh:class dct:PeriodOfTime"),
        "dcat:distribution": (1, None, "sh:class dcat:Distribution"),
    },
    "dcat:Distribution": {
        "dcat:accessURL": (1, 1, IRI),
        "dcat:downloadURL": (1, 1, IRI),
        "dct:license": (1, 1, IRI),
        "dct:format": (1, 1, IRI),
        "dcat:mediaType": (1, 1, IRI),
    },
    "dcat:DataService": {
        "dct:title": (1, None, TEXT),
        "dct:description": (1, None, TEXT),
        "dct:accessRights": (1, 1, IRI),
        "dct:identifier": (1, 1, "sh:nodeKind sh:Literal"),
        "dct:license": (1, 1, IRI),
        "dct:publisher": (1, 1, "sh:class foaf:Agent"),
        "dcat:contactPoint": (1, 1, "sh:class vcard:Organization"),
        "dcat:endpointURL": (1, 1, IRI),
        "dcat:endpointDescription": (1, 1, IRI),
        "dcat:theme": (1, None, IRI),
    },
    "foaf:Agent": {"foaf:name": (1, None, ANY)},
    "dct:PeriodOfTime": {
        "dcat:startDate": (1, 1, "sh:datatype xsd:date"),
        "dcat:endDate": (1, 1, "sh:datatype xsd:date"),
    },
}


def shapes():
    text = PREFIXES
    for name, properties in MANDATORY.items():
        text += f":{name.replace(':', '-')} a sh:NodeShape ; sh:targetClass {name} "
        for path, (least, most, kind) in properties.items():
            limits = f"sh:minCount {least}" + (f" ; sh:maxCount {most}" if most else "")
            text += f";\n sh:property [ sh:path {path} ; {limits} {'; ' + kind if kind else ''} ]"
        text += " .\n"
    return Graph().parse(data=text, format="turtle")


def test_the_catalogue_has_what_the_dutch_profile_asks(client):
    published(dimensions=DIMENSIONS)
    turtle = client.get(reverse("figures:catalogue-ttl"))
    found = Graph().parse(data=turtle.content.decode(), format="turtle")
    conforms, _graph, why = validate(found, shacl_graph=shapes())
    assert conforms, why
    same = client.get(reverse("figures:catalogue-jsonld")).content.decode()
    assert len(Graph().parse(data=same, format="json-ld")) == len(found)
    datasets = set(found.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == 1 + sum(one.chapter == Chapter.REGISTER for one in TABLES.values())
    for file in found.objects(predicate=DCAT.downloadURL):
        assert resolve(str(file).removeprefix("http://testserver")).namespace == "figures"


def test_the_shapes_can_fail(client):
    published()
    text = client.get(reverse("figures:catalogue-ttl")).content.decode()
    found = Graph().parse(data=text, format="turtle")
    found.remove((None, DCTERMS.license, None))
    assert not validate(found, shacl_graph=shapes())[0]
