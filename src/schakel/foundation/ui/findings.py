"""What a schema found wrong with a request, as fields of a problem: a stable code and what to do."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.ui.problems import FieldProblem, ProblemError

# What pydantic found → our code; of all else is said whether it is another kind of value, or no more.
_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_too_short": "required",
    "too_short": "required",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_pattern_mismatch": "wrong_form",
    "string_unicode": "wrong_form",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}
_ADVICE: dict[str, Promise] = {
    "required": gettext_lazy("This value is required. Fill it in."),
    "unknown_field": gettext_lazy(
        "There is no field of this name. Check the name, or leave it out."
    ),
    "too_long": gettext_lazy("This is too long. Shorten it."),
    "wrong_form": gettext_lazy("This is not written as it should be. Look at the description."),
    "unknown_value": gettext_lazy("This is not a value of the list. Use a code from the list."),
    "out_of_range": gettext_lazy("This number is too small or too large."),
    "wrong_type": gettext_lazy("This must be another kind of value. Look at the description."),
    "invalid": gettext_lazy("This is not right. Look at the description."),
}
LONGEST_POINTER = 200


def invalid(errors: Iterable[FieldProblem]) -> ProblemError:
    """All that is wrong, together. 400, as the NL API Design Rules ask (/core/error-handling)."""
    return ProblemError(400, "invalid", _("Correct what stands in errors."), errors=list(errors))


def not_json() -> ProblemError:
    """The body cannot be read at all."""
    return ProblemError(400, "not_json", _("The body cannot be read as JSON. Check it."))


def found_by_schema(errors: Iterable[Mapping[str, Any]]) -> ProblemError:
    """What pydantic found, by way of ninja; the values themselves are left out."""
    return invalid(_finding(one["loc"], one["type"]) for one in errors)


def _finding(place: tuple[Any, ...], kind: str) -> FieldProblem:
    location, *parts = place
    code = _CODES.get(kind, "wrong_type" if kind.endswith(("_type", "_parsing")) else "invalid")
    # Of a body, the first part is the name that our own function gives it.
    pointer = json_pointer(*parts[1:]) if location == "body" else str(parts[-1] if parts else "")
    return FieldProblem(location, pointer[:LONGEST_POINTER], code, str(_ADVICE[code]))


def json_pointer(*parts: object) -> str:
    """A JSON pointer (RFC 6901) as a fragment."""
    return "#" + "".join(f"/{str(one).replace('~', '~0').replace('/', '~1')}" for one in parts)
