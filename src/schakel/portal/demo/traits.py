"""By what else invented people are known: other names, a place of birth, numbers that nobody has."""

from dataclasses import dataclass
from random import Random
from typing import Any

# Names as people write them themselves.
_OWN_SCRIPT = {
    "Svitlana": "Світлана",
    "Oleksandr": "Олександр",
    "Desislava": "Десислава",
    "Plamen": "Пламен",
    "Nour": "نور",
    "Karim": "كريم",
    "Selam": "ሰላም",
    "Yonas": "ዮናስ",
    "Wei": "伟",
}
_NICKNAMES = ("Bella", "Kiki", "Lucky", "Coco", "Romeo", "Nana", "Tony", "Zizi")
_PLACES = {
    "NL": ("Zwolle", "Rotterdam", "Emmen"),
    "NG": ("Benin City", "Lagos"),
    "PL": ("Łódź", "Lublin"),
    "RO": ("Iași", "Craiova"),
    "BG": ("Pleven", "Sliven"),
    "HU": ("Nyíregyháza", "Miskolc"),
    "UA": ("Charkiv", "Dnipro"),
    "VN": ("Nghe An", "Hai Phong"),
    "PH": ("Cebu", "Davao"),
    "CN": ("Fuzhou", "Wenzhou"),
    "ER": ("Asmara", "Keren"),
    "SY": ("Aleppo", "Homs"),
    "VE": ("Maracaibo", "Valencia"),
}
_FREE = frozenset({"NL", "PL", "RO", "BG", "HU", "LV", "SK"})  # nobody gives these a V-number
# What a kind of reporter sees: papers, or what somebody tells.
_SEES_PAPERS = frozenset({"POLICE", "KMAR", "NLA"})


@dataclass(frozen=True)
class Traits:
    """What is true of one person; reports tell part of it."""

    aliases: tuple[str, ...] = ()
    birth_place: str = ""
    v_number: str = ""
    phone: str = ""


class Describer:
    """Draws from a source of its own, so that the people stay who they are."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"traits {seed}")  # noqa: S311 - invented data, not secrets

    def of(self, country: str, given_names: str) -> Traits:
        """The traits of somebody new."""
        rng = self.rng
        own = _OWN_SCRIPT.get(given_names, "")
        nickname = rng.choice(_NICKNAMES) if rng.random() < 0.2 else ""
        return Traits(
            aliases=tuple(filter(None, (nickname, own))),
            birth_place=rng.choice(_PLACES.get(country, ("",))),
            v_number="" if country in _FREE else f"99{rng.randrange(10**8):08}",
            phone=f"+3160000{rng.randrange(10**4):04}" if rng.random() < 0.5 else "",
        )

    def told(self, traits: Traits, kind: str, dated: bool) -> dict[str, Any]:
        """What one kind of reporter tells of them, by field of `ReportData`."""
        shares = {"aliases": 0.6, "birth_place": 0.5, "v_number": 0.55, "phone": 0.3}
        told = {
            name: getattr(traits, name)
            for name, share in shares.items()
            if self.rng.random() < share
        }
        return {**told, "birth_basis": self._basis(kind) if dated else ""}

    def _basis(self, kind: str) -> str:
        codes = ("DOCUMENT", "CLAIMED", "ESTIMATED", "")
        weights = (0.6, 0.15, 0.02, 0.23) if kind in _SEES_PAPERS else (0.3, 0.4, 0.05, 0.25)
        return self.rng.choices(codes, weights)[0]
