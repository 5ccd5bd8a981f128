"""Reports that may be about one person, for a registrar to judge: names spelt otherwise, exchanged, twins."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.ui.dates import PartialDate
from schakel.portal.demo import mix
from schakel.portal.demo.people import INVESTIGATION
from schakel.register.intake import actions as intake
from schakel.register.intake.choices import RestrictionReason
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.models import Report
from schakel.register.intake.restricting import restrict
from schakel.register.linkage.comparing import compare_waiting
from schakel.register.linkage.indexing import CHUNK
from schakel.register.persons import actions as persons

CENTRE = ZoneInfo("Europe/Amsterdam")
LAST_DAY = date(*mix.LAST_DAY)
DAYS_BETWEEN = 120
YEAR = 365
# (country, gender, and twice: given names, surname, date of birth); the second report waits.
Said = tuple[str, str, str]
PAIRS: tuple[tuple[str, str, Said, Said], ...] = (
    (
        "UA",
        "FEMALE",
        ("Yuliia", "Shevchuk", "1998-06-17"),
        ("Юлія", "Шевчук", "1998-06-17"),
    ),
    (
        "ER",
        "MALE",
        ("Yonas", "Tesfay", "2001-09-23"),
        ("Tesfay", "Yonas", "2001"),
    ),
    (
        "RO",
        "FEMALE",
        ("Daniela", "Munteanu", "2003-02-11"),
        ("Mihaela", "Munteanu", "2003-02-11"),
    ),
    (
        "SY",
        "MALE",
        ("Mohammed", "al Hariri", "1996-01-01"),
        ("Mohamad", "Alhariri", "1996-01-01"),
    ),
    (
        "BG",
        "FEMALE",
        ("Desislava", "Todorova", "2000-11-27"),
        ("Desislava", "Todorowa", "2000-11-27"),
    ),
    (
        "NG",
        "FEMALE",
        ("Blessing", "Osagie", "1999-05-08"),
        ("Blesing", "Osagie", "1999-08-05"),
    ),
)


# The place of the pair of which the earlier report is restricted.
RESTRICTED = 4


def add_pairs(*, by: Actor, first: Organisation, second: Organisation, keeper: User) -> None:
    """For each pair a registered report of `first` and a waiting one of `second`.

    The earlier report of one pair is for `keeper` alone, that of the last was withdrawn since.
    """
    for number, (country, gender, known, heard) in enumerate(PAIRS):
        came = LAST_DAY - timedelta(days=number)
        earlier = _report(by, first, country, gender, known, came - timedelta(days=DAYS_BETWEEN))
        persons.register(by=by, report=earlier, new=True)
        if number == len(PAIRS) - 1:
            intake.withdraw(by=by, report=earlier, reason="Verkeerd formulier.")
        if number == RESTRICTED:
            restrict(by=keeper, report=earlier, keeper=keeper, reason=RestrictionReason.SAFETY)
        _report(by, second, country, gender, heard, came)


def compare_newest() -> None:
    """Compare the reports of the last year with all others; older ones are when somebody looks at them."""
    since = LAST_DAY - timedelta(days=YEAR)
    recent = Report.objects.filter(received_at__date__gte=since).order_by("pk")
    pks = list(recent.values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        compare_waiting(pks[start : start + CHUNK])


def _report(
    by: Actor, sender: Organisation, country: str, gender: str, said: Said, on: date
) -> Report:
    given_names, surname, born = said
    ground = INVESTIGATION.get(sender.reporter_type, "CONSENT_VICTIM")
    data = ReportData(
        reporter_type=sender.reporter_type,
        reporter_reference=f"PAAR-{on:%m%d}",
        reported_on=PartialDate(on.year, on.month, on.day),
        received_at=datetime(on.year, on.month, on.day, 10, 30, tzinfo=CENTRE),
        given_names=given_names,
        surname=surname,
        date_of_birth=PartialDate.parse(born),
        gender=gender,
        nationalities=(country,),
        forms=(FormData("LABOUR"),),
        purposes=(PurposeData("REGISTRATION", ground),),
        police_unit=sender.police_unit_id,
    )
    return intake.receive(by=by, data=data, channel="PORTAL", organisation=sender)
