"""A filled unit to look at: invented people as two senders wrote them down, encoded here for once.

In life nobody but a sender encodes. Only in the demonstration, where the key is on the sleeve.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from random import Random

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.actions import create_demo_logins
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.terms.numbers import new_number
from schakel.linkage_unit.actions import add_partner
from schakel.linkage_unit.choices import Kind
from schakel.linkage_unit.epochs import open_epoch
from schakel.linkage_unit.linking import link
from schakel.linkage_unit.models import Epoch, UnitPartner
from schakel.linkage_unit.receiving import receive
from schakel.methods.encoding.bits import encode
from schakel.methods.encoding.messages import Head, Row, write
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import record_of

SEED = 20261122
PEOPLE = 120
_GIVEN = (
    *("Amina", "Bintu", "Chidi", "Daria", "Elena", "Farid", "Grace", "Hana"),
    *("Ivan", "Jelena", "Kofi", "Linh", "Mehret", "Nadia", "Omar"),
)
_LAST = (
    *(
        "Abebe",
        "Bakker",
        "Costa",
        "Diallo",
        "Eze",
        "Farah",
        "Georgieva",
        "Hadi",
        "Ionescu",
        "Jansen",
    ),
    *(
        "Kowalczyk",
        "Le",
        "Mensah",
        "Nowak",
        "Okafor",
        "Petrov",
        "Rossi",
        "Sesay",
        "Tesfaye",
        "Varga",
    ),
)
_COUNTRIES = ("NGA", "SLE", "POL", "ROU", "ERI", "VNM", "BGR", "HUN", "NLD", "GHA")
# Name, kind of reporter, share of the people it knows, name of its references.
_SENDERS = (
    ("Politie-eenheid Voorbeeld (demo)", "POLICE", 0.7, "PL"),
    ("Zorgcoördinatie De Linde (demo)", "CARE_COORDINATION", 0.4, "ZL"),
    ("Opvanghuis De Haven (demo)", "SHELTER", 0.3, "OH"),
)
Report = dict[str, str]


@transaction.atomic
def fill(*, by: Actor) -> bool:
    """Two epochs, the older emptied of its codes soon; False where there is something already."""
    if not settings.SCHAKEL_DEMO:
        raise PermissionDenied("a demo only")
    if Epoch.objects.exists():
        return False
    unit = Organisation.objects.create(name="Koppeleenheid (demo)")
    create_demo_logins(by=by, organisations={"centre": unit})
    draw = Random(SEED)  # noqa: S311 - invented data, not secrets
    partners = _parties(by, draw)
    people = [_somebody(draw) for _number in range(PEOPLE)]
    today = timezone.localdate()
    before = _epoch(by, today.year - 1, today)
    now = _epoch(by, today.year, today)
    for (_name, _kind, share, mark), partner in partners:
        known = [(n, one) for n, one in enumerate(people) if draw.random() < share]
        reports = {f"{mark}-{number:03}": _written(draw, one) for number, one in known}
        late = dict(list(reports.items())[: len(reports) // 2]) if mark == "OH" else reports
        _deliver(by, before, partner, reports)
        _deliver(by, now, partner, late)
    for epoch in (before, now):
        link(by=by, epoch=epoch)
    last_day = today - timedelta(days=8)
    Epoch.objects.filter(pk=before.pk).update(closes_on=last_day)
    return True


def _parties(by: Actor, draw: Random) -> list[tuple[tuple[str, str, float, str], UnitPartner]]:
    add_partner(
        by=by,
        name="Coördinatiecentrum (demo)",
        source=new_number("O", draw),
        kind=Kind.CENTRE,
    )
    return [
        (
            one,
            add_partner(
                by=by,
                name=one[0],
                source=new_number("O", draw),
                kind=Kind.SENDER,
                reporter_type=one[1],
            ),
        )
        for one in _SENDERS
    ]


def _epoch(by: Actor, year: int, today: date) -> Epoch:
    return open_epoch(
        by=by, name=str(year), opened_on=date(year, 1, 1), closes_on=max(today, date(year, 12, 31))
    )


def _deliver(by: Actor, epoch: Epoch, partner: UnitPartner, reports: dict[str, Report]) -> None:
    key = epoch.name.encode().ljust(32, b".")
    file = BytesIO()
    write(
        file,
        Head(epoch=epoch.name, key=f"{int(epoch.name):016x}", partner=partner.source),
        _rows(reports, key),
    )
    file.seek(0)
    receive(by=by, partner=partner, file=file)


def _rows(reports: dict[str, Report], key: bytes) -> Iterator[Row]:
    parameters = EncodingParameters()
    for reference, report in reports.items():
        record = record_of({"report_id": reference, **report})
        yield Row(reference, encode(record, key, parameters))


def _somebody(draw: Random) -> Report:
    born = date(draw.randint(1975, 2008), 1, 1) + timedelta(days=draw.randrange(365))
    return {
        "first_names": f"{draw.choice(_GIVEN)} {draw.choice(_GIVEN)}",
        "last_name": draw.choice(_LAST) + draw.choice(("", "", "ova", "son", "man")),
        "dob": born.isoformat(),
        "sex": draw.choice("VVM"),
        "nationality": draw.choice(_COUNTRIES),
    }


def _written(draw: Random, person: Report) -> Report:
    """As one sender has it: a name misspelt, the day of birth not known, or no date at all."""
    chance = draw.random()
    if chance < 0.2:
        last = person["last_name"]
        place = draw.randrange(1, len(last))
        return {**person, "last_name": last[:place] + last[place - 1] + last[place + 1 :]}
    if chance < 0.3:
        return {**person, "dob": person["dob"][:4]}
    return {**person, "dob": ""} if chance < 0.34 else person
