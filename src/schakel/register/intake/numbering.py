"""Numbers that are certainly free; for many rows at once."""

from django.db.models import QuerySet

from schakel.foundation.terms.numbers import new_number

_CHUNK = 900  # SQLite's oldest limit on parameters is 999


def unused_numbers(prefix: str, rows: QuerySet, count: int) -> list[str]:
    """`count` different numbers that no row of `rows` bears yet.

    Numbers are random: among ten thousand new ones beside a hundred thousand old ones a clash is a
    matter of per cents, and it would cost the whole import.
    """
    found: list[str] = []
    seen: set[str] = set()
    while len(found) < count:
        drawn = [new_number(prefix) for _ in range(min(_CHUNK, count - len(found)))]
        fresh = [number for number in dict.fromkeys(drawn) if number not in seen]
        taken = set(rows.filter(number__in=fresh).values_list("number", flat=True))
        seen.update(fresh)
        found.extend(number for number in fresh if number not in taken)
    return found
