"""How states are shown: a sign, a word and a colour, never a colour alone."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from schakel.foundation.geography.drawing import swatch
from schakel.network.monitor.choices import SIGNS, State
from schakel.network.monitor.counting import Tally

STYLES = {
    State.UNKNOWN: "map-unknown",
    State.NONE: "map-level-0",
    State.PLANNED: "map-hue-2",
    State.PRESENT_REGIONAL: "map-level-2",
    State.PRESENT: "map-level-4",
}
# The same in an outline, where a sign does not always fit.
_TEXTURES = {
    State.UNKNOWN: "dots",
    State.PLANNED: "rising",
    State.PRESENT_REGIONAL: "falling",
}
_KINDS = {State.PRESENT: "success", State.PRESENT_REGIONAL: "success", State.PLANNED: "info"}


@dataclass(frozen=True)
class Shown:
    """One state as pages show it."""

    state: State

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def sign(self) -> str:
        return SIGNS[self.state]

    @property
    def style(self) -> str:
        """The classes of a tile."""
        return STYLES[self.state]

    @property
    def kind(self) -> str:
        """The kind of badge."""
        return _KINDS.get(self.state, "neutral")

    @property
    def texture(self) -> str:
        """The lines or dots in an outline."""
        return _TEXTURES.get(self.state, "")

    def swatch(self, textured: bool) -> SafeString:
        """For the legend of a map, of outlines where they are `textured`."""
        return swatch(self.style, self.texture if textured else "")

    @property
    def mark(self) -> SafeString:
        """What stands in a cell: the sign to see, the word to hear."""
        return format_html(
            '<span class="monitor-mark monitor-mark--{}" title="{}"><span aria-hidden="true">{}</span>'
            '<span class="schakel-hidden">{}</span></span>',
            self.state.lower(),
            self.label,
            self.sign,
            self.label,
        )


def shown(state: str) -> Shown:
    """This state as pages show it."""
    return Shown(State(state))


def legend() -> list[Shown]:
    """Every state, from not known to present."""
    return [Shown(state) for state in State]


def bar(counted: Tally, whole: Tally) -> SafeString:
    """A bar of a hundred parts by state, what is there first, with a line where the country stands.

    For the eye alone: the numbers stand beside it.
    """
    parts, begin = [], 0.0
    for state in reversed(State):
        width = 100 * counted.counts[state] / counted.total if counted.total else 0.0
        if width:
            parts.append((f"{begin:.1f}", f"{width:.1f}", state.lower()))
        begin += width
    return format_html(
        '<svg class="monitor-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">{}<path class="monitor-bar__line" d="M{} 0V12"/></svg>',
        format_html_join(
            "", '<rect x="{}" y="2" width="{}" height="8" class="monitor-bar__{}"/>', parts
        ),
        f"{whole.share or 0:.1f}",
    )
