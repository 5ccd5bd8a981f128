"""Invented names: surnames put together from syllables meet a real person only by chance."""

from random import Random

_GIVEN = {
    "FEMALE": {
        "NL": ("Mirthe", "Jolien", "Sanne", "Fenna", "Lotte", "Ilse", "Noor", "Marit"),
        "WEST_AFRICA": ("Blessing", "Adaeze", "Fatou", "Mercy", "Isatu", "Precious", "Kadiatou"),
        "EAST_EUROPE": ("Ioana", "Magda", "Svitlana", "Reka", "Desislava", "Agnieszka", "Zsofia"),
        "LATIN": ("Yuleisy", "Marisol", "Daniela", "Luz", "Camila", "Thais", "Valentina"),
        "ASIA": ("Thi Lan", "Maricel", "Xiu", "Priya", "Dewi", "Huong", "Sunita"),
        "ELSE": ("Selam", "Nour", "Amina", "Hiwot", "Zeynep", "Rahel", "Salma"),
    },
    "MALE": {
        "NL": ("Daan", "Jesse", "Thijs", "Ruben", "Bram", "Youri", "Sem"),
        "WEST_AFRICA": ("Emeka", "Lamin", "Ibrahima", "Kwame", "Musa", "Ousman"),
        "EAST_EUROPE": ("Mihai", "Krzysztof", "Oleksandr", "Gabor", "Plamen", "Janis"),
        "LATIN": ("Yeison", "Carlos", "Thiago", "Wilmer", "Andres"),
        "ASIA": ("Van Minh", "Jomar", "Wei", "Rakesh", "Agus", "Duc"),
        "ELSE": ("Yonas", "Karim", "Dawit", "Emre", "Habib", "Tesfay"),
    },
}
_SYLLABLES = {
    "NL": ("Vel Hoog Zande Meer Kor Wester", "der lin bro ker", "maar veld stra hout"),
    "WEST_AFRICA": ("Oka Ade Ban Kor Jal Ses", "du re go ma", "yemi rudo kunle wara"),
    "EAST_EUROPE": ("Kov Mar Dra Pet Lev Sza", "ali ore eni ubo", "rescu ska chenko zlai"),
    "LATIN": ("Mon Car Vel Sal Ara", "ta de mo ri", "verde quero zuela nilla"),
    "ASIA": ("Ngu Tra Lim San Cha", "ye ri o a", "ndar lang quoc wati"),
    "ELSE": ("Te Ha Ge Al Yil", "sfa bre za di", "mariam roudi kidane oglu"),
}
_REGION = {
    "WEST_AFRICA": frozenset({"NG", "SL", "GM", "GN", "GH", "CM", "UG"}),
    "EAST_EUROPE": frozenset({"PL", "RO", "UA", "BG", "HU", "LV", "SK", "AL"}),
    "LATIN": frozenset({"VE", "CO", "BR", "SR"}),
    "ASIA": frozenset({"IN", "PH", "VN", "CN", "ID"}),
    "NL": frozenset({"NL"}),
}


def region_of(country: str) -> str:
    """The stock of names from which a country's people draw."""
    return next((region for region, countries in _REGION.items() if country in countries), "ELSE")


def invent_name(rng: Random, country: str, gender: str) -> tuple[str, str]:
    """Given names and surname."""
    region = region_of(country)
    stock = gender if gender in _GIVEN else rng.choice(("FEMALE", "MALE"))
    given = rng.choice(_GIVEN[stock][region])
    surname = "".join(rng.choice(part.split()) for part in _SYLLABLES[region])
    return given, surname


def misspell(rng: Random, name: str) -> str:
    """The same name as another clerk might have heard it: one letter doubled or dropped."""
    place = rng.randrange(1, len(name))
    return name[:place] + rng.choice((name[place - 1], "")) + name[place + 1 :]
