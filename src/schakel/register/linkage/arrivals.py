"""What linkage does with every report that arrives: keeps a record of it to compare with others.

Comparing is not done while a partner waits: how long it takes could tell whether somebody is known. Nor is it
while a file comes in: that would hold up everybody who writes. Both are compared right after, by
`schakel index-reports` or by the page on which a registrar looks at them.
"""

from collections.abc import Sequence

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.register.intake.arrivals import follows
from schakel.register.intake.assembly import Assembled
from schakel.register.linkage import keeping
from schakel.register.linkage.choices import Settled
from schakel.register.linkage.comparing import compare_waiting
from schakel.register.linkage.settling import settle
from schakel.register.linkage.standardising import first_country, record_of_report

# As many as somebody at the centre takes in by hand.
BY_HAND = 20


@follows
def keep_records(by: Actor, made: Sequence[Assembled]) -> None:
    """Keep a record of each; what the centre itself takes in by hand is compared at once."""
    keeping.keep(
        [
            record_of_report(one.report, one.identity, first_country(one.nationalities))
            for one in made
        ]
    )
    corrected = [one.report.corrects_id for one in made if one.report.corrects_id]
    if corrected:
        settle(corrected, Settled.GONE)
    if len(made) <= BY_HAND and may(by, "create", "linkage.Proposal"):
        compare_waiting([one.report.pk for one in made])
