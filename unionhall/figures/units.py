"""The units figures are told in, and how a stored value becomes the number and the text shown.
Not a money type: amounts stay integer fen until they reach this edge."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from unionhall.figures.phrases import gettext_noop as _

MISSING = "—"


@dataclass(frozen=True)
class Unit:
    """A unit: its word, what one stored unit is worth in it, and the decimals shown.

    Rounding is half up, away from zero at the half (四舍五入), as printed reports of the field do.
    """

    word: str
    worth: Fraction = Fraction(1)
    decimals: int = 0

    def number(self, value: int | Fraction | None) -> Decimal | int | None:
        """Return the value in this unit, rounded: an int without decimals, else a Decimal; None stays None."""
        if value is None:
            return None
        scaled = Fraction(value) * self.worth * 10**self.decimals
        rounded = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
        return int(rounded) if self.decimals == 0 else rounded.scaleb(-self.decimals)

    def text(self, value: int | Fraction | None) -> str:
        """Return the number with thousands separated, without the unit's word; a dash where there is no value."""
        number = self.number(value)
        return MISSING if number is None else f"{number:,}"


def pieces(word: str) -> Unit:
    """Return a unit that counts things by their measure word (个, 家, 件, 场 …)."""
    return Unit(word)


YUAN = Unit(_("元"), Fraction(1, 100), 2)
PEOPLE = Unit(_("人"))
VISITS = Unit(_("人次"))
PIECES = Unit(_("个"))
HOUSES = Unit(_("家"))
CASES = Unit(_("件"))
PERCENT = Unit("%", Fraction(100), 1)
POINTS = Unit(_("百分点"), Fraction(100), 1)
DAYS = Unit(_("天"), Fraction(1), 1)
YUAN_EACH = Unit(_("元/人"), Fraction(1, 100), 2)
