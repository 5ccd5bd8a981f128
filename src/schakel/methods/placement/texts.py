"""A text in the two languages of the system; the library starts without Django's catalogues."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same in plain Dutch and plain English."""

    nl: str
    en: str

    def in_(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en

    def filled(self, **values: object) -> "Text":
        """With values in the places of {names}."""
        return Text(self.nl.format(**values), self.en.format(**values))


class PlacementError(ValueError):
    """Something that cannot be used, with a code for programs and a text for people."""

    def __init__(self, code: str, text: Text, path: str = "") -> None:
        self.code, self.text, self.path = code, text, path
        super().__init__(f"{path}: {text.en}" if path else text.en)
