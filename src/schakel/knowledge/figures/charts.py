"""What every chart of the house goes through: shapes with plain attributes and class names, and words.

A page's style sheet colours an inline drawing by its class names (light, dark, forced colours); a file has
colours of its own as attributes. Nothing in it runs or comes from elsewhere.
"""

import re
from xml.etree import ElementTree

# The grammar that a drawing is described in.
GRAMMAR = "v6.4"
SVG = "http://www.w3.org/2000/svg"
_CLASSES = {
    "#172225": "chart-ink",
    "#4b5b5e": "chart-quiet",
    "#66787a": "chart-rule",
    "#0b5a5f": "chart-reports",
    "#c77b2b": "chart-persons",
}
_DROPPED = (
    "role",
    "aria-roledescription",
    "aria-label",
    "aria-hidden",
    "pointer-events",
    "class",
    "opacity",
)
_FONT = "Noto Sans, sans-serif"
_LONG_NUMBER = re.compile(r"-?\d+\.\d+")


def finished(svg: str, title: str, words: str, name: str, sized: bool = False) -> str:
    """Only shapes, plain attributes and class names; title and numbers for those who cannot see them.

    `sized`: keeps its width and height, for a drawing that is a file of its own.
    """
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by ourselves a line ago
    for element in root.iter():
        _plain(element)
    _drop_invisible(root)
    for number, (tag, text) in enumerate((("title", title), ("desc", words))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(number, element)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("viewBox", f"0 0 {width} {height}")
    if sized:
        root.set("width", width)
        root.set("height", height)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("aria-describedby", f"{name}-desc")
    root.set("class", "chart")
    root.set("font-family", _FONT)
    return ElementTree.tostring(root, encoding="unicode")


def _plain(element: ElementTree.Element) -> None:
    for attribute in _DROPPED:
        element.attrib.pop(attribute, None)
    element.attrib.pop("font-family", None)  # stands once, on the drawing itself
    for attribute in ("transform", "d"):
        if attribute in element.attrib:
            element.set(attribute, _LONG_NUMBER.sub(_shorten, element.attrib[attribute]))
    for attribute in ("fill", "stroke"):
        name = _CLASSES.get(element.get(attribute, ""))
        if name:
            element.set("class", name)


def _shorten(number: re.Match[str]) -> str:
    return f"{float(number.group()):.1f}".removesuffix(".0")


def _drop_invisible(root: ElementTree.Element) -> None:
    """Without the empty frames that Vega draws around and over everything."""
    for parent in list(root.iter()):
        for child in list(parent):
            empty = child.tag == f"{{{SVG}}}path" and (
                child.get("display") == "none" or "h0v0h0" in child.get("d", "")
            )
            unpainted = child.tag == f"{{{SVG}}}rect" and child.get("fill") == "transparent"
            unpainted |= (
                child.tag == f"{{{SVG}}}path"
                and "fill" not in child.attrib
                and "stroke" not in child.attrib
            )
            if empty or unpainted:
                parent.remove(child)
