"""Who receives, and which columns may be agreed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RECEIVERS: dict[str, Promise] = {
    "RAPPORTEUR": _("National Rapporteur"),
    "MINISTRY": _("ministry"),
    "RESEARCH": _("researchers"),
    "OTHER": _("other receiver"),
}
# A column of registrations, in words, and the code list that its codes stand in ("": none).
FIELDS: dict[str, tuple[Promise, str]] = {
    "month": (_("month of the first report"), ""),
    "reporter": (_("kind of reporter"), ""),
    "reporters": (_("all kinds of reporters"), ""),
    "region": (_("region of the reporter"), ""),
    "sex": (_("sex"), "gender"),
    "age_group": (_("age group"), "age_group"),
    "minor": (_("minor or adult"), ""),
    "nationality": (_("nationality"), ""),
    "citizenship": (_("Dutch, EU or other"), ""),
    "forms": (_("forms of exploitation"), "exploitation_form"),
    "main_form": (_("main form of exploitation"), "exploitation_form"),
    "four_groups": (_("the four groups of the Rapporteur"), ""),
    "sectors": (_("sectors"), "sector"),
    "domestic_crossborder": (_("within or across the border"), "domestic_crossborder"),
    "residence_status": (_("residence status"), "residence_status"),
    "police_report": (_("report to the police"), "police_report_status"),
    "reflection": (_("reflection period"), "reflection_period_status"),
    "sub3": (_("only taken along for prostitution (sub 3)"), ""),
    "share_level": (_("how the person was reported"), "share_level"),
    "dossier_type": (_("kind of dossier"), "dossier_type"),
    "reports": (_("number of reports in the year"), ""),
    "new_person": (_("not known from an earlier year"), ""),
}
# Always in the file: who, under a pseudonym, and the year.
ALWAYS = ("person", "period")
SHORTEST_PASSPHRASE = 16
