"""Texts and what they hold, for the server and the browser alike."""

from schakel.foundation.ui.free_text import BIRTH, EMAIL, NAME, SERVICE_NUMBER, TELEPHONE

EXAMPLES = [
    ("", []),
    ("bel 06-12345678", [TELEPHONE]),
    ("+31 6 12345678 en 030-2345678", [TELEPHONE]),
    ("mail naar ana.b@example.org", [EMAIL]),
    ("het nummer is 123456782.", [SERVICE_NUMBER]),
    ("123.456.782", [SERVICE_NUMBER]),
    ("１２３４５６７８２", [SERVICE_NUMBER]),
    ("123456783 is geen BSN", []),
    ("+31 123456782", [TELEPHONE]),
    ("zaak PL-2024-001, op 03-05-2019 en 4-5-2019", []),
    ("dossier 12345678", []),
    ("zij kwam met Mirabella Zonnebloem", [NAME]),
    ("samen met José van der Berg gezien", [NAME]),
    ("Anna el Khatib, bel 0612345678", [TELEPHONE, NAME]),
    ("De Linde ving haar op. Het Huis ook.", []),
    ("de Koninklijke Marechaussee en Veilig Thuis in Noord Holland", []),
    ("zij is geboren op 3 mei 2004", [BIRTH]),
    ("geb. 03-05-2004 te Gent", [BIRTH]),
    ("geboren in 2004, gezien op 03-05-2019", []),
    ("Gezien in Amsterdam, daarna in Utrecht", []),
    ("BSN123456782 en ana@example.org", [SERVICE_NUMBER, EMAIL]),
]
