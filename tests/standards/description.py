"""The API's description, and what it says, as the rules of the NL API Design Rules read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client

ADDRESS = "/api/v1/openapi.json"
METHODS = {"get", "put", "post", "delete", "patch"}


@dataclass(frozen=True)
class Operation:
    """One method at one path."""

    path: str
    method: str
    said: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


def read() -> dict[str, Any]:
    """The description as anybody gets it."""
    return Client().get(ADDRESS).json()


def operations(schema: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            yield Operation(path, method, said)


def references(node: Any) -> Iterator[str]:
    """Every $ref below `node`."""
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == "$ref")
        for part in node.values():
            yield from references(part)
    elif isinstance(node, list):
        for part in node:
            yield from references(part)


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(schema, property, what it says) of every schema by name."""
    for name, one in schema["components"]["schemas"].items():
        for field, said in one.get("properties", {}).items():
            yield name, field, said


def formats(node: Any) -> Iterator[str]:
    """Every "format" below `node`."""
    if isinstance(node, dict):
        if isinstance(node.get("format"), str):
            yield node["format"]
        for part in node.values():
            yield from formats(part)
    elif isinstance(node, list):
        for part in node:
            yield from formats(part)
