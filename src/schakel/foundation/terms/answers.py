"""Answers that are no answer: codes with the same meaning in every list that has them."""

from schakel.foundation.terms.queries import choices

# Nobody knows; nobody asked; asked, and the person would not say. There is none: that is an answer.
UNKNOWN = "UNKNOWN"
NOT_ASKED = "NOT_ASKED"
REFUSED = "REFUSED"
NONE = "NONE"
NO_ANSWER = (NOT_ASKED, REFUSED, UNKNOWN)
# Where it is still worth asking. Whoever would not say is left in peace.
WORTH_ASKING = (UNKNOWN, NOT_ASKED)

Pairs = list[tuple[str, str]]


def answers_apart(name: str) -> tuple[Pairs, Pairs]:
    """The choices of a list that say something, and those that do not, each in the order of the list."""
    offered = choices(name)
    return (
        [pair for pair in offered if pair[0] not in NO_ANSWER],
        [pair for pair in offered if pair[0] in NO_ANSWER],
    )
