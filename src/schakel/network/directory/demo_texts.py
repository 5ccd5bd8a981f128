"""What the demo's invented organisations say of themselves, by kind: Dutch first, then English."""

from dataclasses import dataclass

from schakel.network.directory.hours import ALWAYS as ALWAYS

OFFICE = "MO-FR 09:00-17:00"
FIRST = (
    "Aurora",
    "Brug",
    "Kompas",
    "Lantaarn",
    "Haven",
    "Anker",
    "Horizon",
    "Linde",
    "Zonnewijzer",
    "Oever",
)


@dataclass(frozen=True)
class Texts:
    """One kind of organisation."""

    name: str
    hours: str
    for_whom: tuple[str, str]
    offers: tuple[str, str]


KINDS = {
    "CARE_COORDINATION": Texts(
        "Zorgcoördinatie {first} {region}",
        OFFICE,
        (
            "Mogelijke slachtoffers van mensenhandel en hun hulpverleners in de regio.",
            "Possible victims of human trafficking and those who help them in the region.",
        ),
        (
            "Zoekt met u de juiste hulp en houdt bij of die op gang komt.",
            "Finds the right help with you and keeps track of it.",
        ),
    ),
    "REPORTING_POINT": Texts(
        "Meldpunt {first} {region}",
        OFFICE,
        (
            "Inwoners en beroepskrachten die zich zorgen maken.",
            "Residents and professionals who worry.",
        ),
        (
            "Luistert, geeft advies en zegt wat er met een melding gebeurt.",
            "Listens, advises and explains what happens with a report.",
        ),
    ),
    "SHELTER": Texts(
        "Opvang {first} {region}",
        ALWAYS,
        (
            "Volwassenen die niet veilig kunnen blijven waar zij zijn.",
            "Adults who cannot safely stay where they are.",
        ),
        (
            "Een veilige plek. Waar die is, hoort u pas als u er terecht kunt.",
            "A safe place. You hear where it is only when there is room for you.",
        ),
    ),
    "SAFE_HOME": Texts(
        "Veilig Thuis {region} (voorbeeld)",
        ALWAYS,
        (
            "Iedereen die te maken heeft met geweld thuis, of zich daar zorgen over maakt.",
            "Everyone who meets violence at home, or worries about it.",
        ),
        (
            "Advies en hulp bij geweld in huis, ook als er dwang of uitbuiting speelt.",
            "Advice and help with violence at home, also where force or exploitation plays a part.",
        ),
    ),
    "LEGAL_AID": Texts(
        "Rechtswinkel {first} {region}",
        OFFICE,
        (
            "Iedereen met vragen over rechten en verblijf.",
            "Everyone with questions about rights and residence.",
        ),
        (
            "Gratis uitleg over aangifte, bedenktijd en verblijf.",
            "Free advice on police reports, the reflection period and residence.",
        ),
    ),
    "LABOUR_SUPPORT": Texts(
        "Steunpunt Werk {first} {region}",
        OFFICE,
        (
            "Mensen die te weinig loon krijgen, niet weg mogen of onder dwang werken.",
            "People who are underpaid, not allowed to leave or forced to work.",
        ),
        (
            "Advies in uw eigen taal en hulp bij loon en papieren.",
            "Advice in your language, help with pay and papers.",
        ),
    ),
    "YOUTH": Texts(
        "Jongerenteam {first} {region}",
        "MO-FR 10:00-20:00; SA 12:00-16:00",
        (
            "Jongeren tot 23 jaar, hun ouders en hun school.",
            "Young people up to 23, their parents and school.",
        ),
        (
            "Een gesprek zonder oordeel, op een plek die u kiest.",
            "A talk without judgement, where you choose.",
        ),
    ),
}
