"""What organisations might send: a file of reports with two mistakes, and a note with a report."""

FILE_WITH_MISTAKES = """\
reporter_reference;reporter_type;reported_on;age;gender;nationalities;forms;place_municipality
FW-2026-0901;FAIRWORK;2026-11-02;34;MALE;PL;LABOUR;Westland
FW-2026-0902;FAIRWORK;2026-11-02;29;MALE;RO;LABOUR;Westland
FW-2026-0903;FAIRWORK;2026-13-04;41;FEMALE;BG;LABOUR;Horst aan de Maas
FW-2026-0904;FAIRWORK;2026-11-05;;UNKNOWN;;LABOUR;
FW-2026-0905;FAIRWORK;2026-11-06;22;FEMALE;HU;SEKSUEL GEWELD;Rotterdam
"""

OWN_FILE = """\
kenmerk;datum melding;leeftijd;geslacht;nationaliteit;vorm van uitbuiting;gemeente
PL-2026-0811;3-11-2026;24;vrouw;RO;Seksuele uitbuiting;Utrecht
PL-2026-0812;4-11-2026;31;man;BG;Arbeidsuitbuiting;Zeist
PL-2026-0813;31-11-2026;zeventien;vrouw;NL;Criminele uitbuiting;Amersfoort
PL-2026-0814;9-11-2026;19;vrouw;HU;Seksuele uitbuitng;Nieuwegein
PL-2026-0815;10-11-2026;45;man;PL;Arbeidsuitbuiting;Houten
"""

# What an invented reporter sends along.
NOTE = """\
Toelichting bij de melding (verzonnen, voor de demonstratie)

De betrokkene werkte zonder contract en sliep boven de werkplaats.
Een collega vertelde dat het loon niet werd uitbetaald.
"""
