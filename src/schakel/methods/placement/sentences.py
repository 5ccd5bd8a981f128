"""Expressions in words: plain Dutch and plain English, for whoever writes a rule or hears its answer."""

from schakel.methods.placement.expressions import (
    All,
    Any,
    Condition,
    Expression,
    Literal,
    straightened,
)
from schakel.methods.placement.texts import Language, Text
from schakel.methods.placement.vocabulary import Kind, Term, label_of, term

# With a value on the right, or with another fact ("…_fact") where that reads differently.
_WORDS = {
    "==": Text("{left} is {right}", "{left} is {right}"),
    "!=": Text("{left} is niet {right}", "{left} is not {right}"),
    "<": Text("{left} is lager dan {right}", "{left} is lower than {right}"),
    "<=": Text("{left} is hoogstens {right}", "{left} is at most {right}"),
    ">": Text("{left} is hoger dan {right}", "{left} is higher than {right}"),
    ">=": Text("{left} is minstens {right}", "{left} is at least {right}"),
    "in": Text("{left} is een van: {right}", "{left} is one of: {right}"),
    "in_fact": Text("{left} hoort bij {right}", "{left} is among {right}"),
    "not_in": Text("{left} is geen van: {right}", "{left} is none of: {right}"),
    "not_in_fact": Text("{left} hoort niet bij {right}", "{left} is not among {right}"),
    "has": Text("bij {left} hoort {right}", "{left} include {right}"),
    "has_not": Text("bij {left} hoort niet {right}", "{left} do not include {right}"),
    "overlaps": Text("bij {left} hoort een van: {right}", "{left} include one of: {right}"),
    "overlaps_fact": Text(
        "{left} en {right} hebben iets gemeen", "{left} and {right} have something in common"
    ),
    "disjoint": Text("bij {left} hoort geen van: {right}", "{left} include none of: {right}"),
    "disjoint_fact": Text(
        "{left} en {right} hebben niets gemeen", "{left} and {right} have nothing in common"
    ),
    "within": Text("{left}: niets anders dan {right}", "{left}: nothing but {right}"),
    "within_fact": Text("{left} valt binnen {right}", "{left} is within {right}"),
    "not_within": Text("{left}: ook iets anders dan {right}", "{left}: also other than {right}"),
    "not_within_fact": Text("{left} valt niet binnen {right}", "{left} is not within {right}"),
    "same": Text("allebei of geen van beide: {left}, {right}", "both or neither: {left}, {right}"),
    "other": Text("precies een van beide: {left}, {right}", "exactly one of: {left}, {right}"),
}
_AND = Text("; en ", "; and ")
_OR = Text("; of ", "; or ")


def sentence(expression: Expression, language: Language = "nl") -> str:
    """One sentence that says what must be so; never empty."""
    text = _say(straightened(expression), language, outermost=True)
    first = next(place for place, letter in enumerate(text) if letter.isalpha())
    return f"{text[:first]}{text[first].upper()}{text[first + 1 :]}."


def texts(expression: Expression) -> Text:
    """The sentence in both languages."""
    return Text(sentence(expression, "nl"), sentence(expression, "en"))


def _say(expression: Expression, language: Language, outermost: bool = False) -> str:
    match expression:
        case All(parts) | Any(parts):
            joint = (_AND if isinstance(expression, All) else _OR).in_(language)
            text = joint.join(_say(part, language, outermost and len(parts) == 1) for part in parts)
            return text if outermost or len(parts) == 1 else f"({text})"
        case Condition():
            return _condition(expression, language)
    raise AssertionError(expression)


def _condition(one: Condition, language: Language) -> str:
    left = term(one.fact)
    if left.kind is Kind.BOOL:
        return _yes_or_no(one, left, language)
    right = term(one.other).phrase.in_(language) if one.other else _value(left, one.value, language)
    name = f"{one.op}_fact" if one.other and f"{one.op}_fact" in _WORDS else one.op
    return _WORDS[name].in_(language).format(left=left.phrase.in_(language), right=right)


def _yes_or_no(one: Condition, left: Term, language: Language) -> str:
    if not one.other:
        positive = one.value is (one.op == "==")
        return (left.phrase if positive else left.negative).in_(language)
    words = _WORDS["same" if one.op == "==" else "other"].in_(language)
    return words.format(left=left.phrase.in_(language), right=term(one.other).phrase.in_(language))


def _value(of: Term, value: Literal | None, language: Language) -> str:
    if isinstance(value, tuple):
        return ", ".join(label_of(of, code).in_(language) for code in value)
    return label_of(of, value).in_(language) if isinstance(value, str) else str(value)
