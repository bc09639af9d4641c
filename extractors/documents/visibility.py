"""What a person who looks at a page does not see: letters in the colour of their ground, or too small (RULINGS 37).

Colours and sizes come in each format's own words; here they are one thing. What is not known is taken as seen.
"""

import re
from dataclasses import dataclass

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)  # by definition
BLACK: Colour = (0, 0, 0)  # by definition
#: Points; the least that the rules of drafting know is 11, footnotes have 8, and at 2 no letter can be told.
SMALLEST_POINTS = 2.0
#: Steps of 255 in which a colour must differ from its ground in one part of it to be seen at all; #f8f8f8 on white is not.
_LEAST_CONTRAST = 16
_HEX = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are drawn; None where nothing is said of it."""

    colour: Colour | None = None
    points: float | None = None

    def over(self, inherited: "Ink") -> "Ink":
        """This, with what it does not say taken from what it inherits."""
        return Ink(
            inherited.colour if self.colour is None else self.colour,
            inherited.points if self.points is None else self.points,
        )

    def is_seen(self, ground: Colour | None) -> bool:
        """Whether a person sees it on a ground; None is a ground that nobody knows."""
        if self.points is not None and self.points <= SMALLEST_POINTS:
            return False
        return self.colour is None or ground is None or differs(self.colour, ground)


NO_INK = Ink()


def differs(one: Colour, other: Colour) -> bool:
    """Whether two colours can be told apart."""
    return any(abs(a - b) >= _LEAST_CONTRAST for a, b in zip(one, other, strict=True))


_PALEST = 0x68  # #666 and darker is what pages write their text in; chosen, not measured
_HUE = 24  # steps of 255 between the parts of a grey, #6c757d being one; chosen, not measured


def is_grey(colour: Colour) -> bool:
    """Whether a colour has no hue and is lighter than text is."""
    return max(colour) - min(colour) <= _HUE and min(colour) > _PALEST


def hex_colour(text: str | None) -> Colour | None:
    """`FFFFFF`, `#ffffff` and, as ARGB, `FFFFFFFF`; None for anything else."""
    shown = (text or "").lstrip("#")
    # Alpha before the colour (ECMA-376, 18.8.19).
    found = _HEX.fullmatch(shown[2:] if len(shown) == 8 else shown)
    return (int(found[1], 16), int(found[2], 16), int(found[3], 16)) if found else None
