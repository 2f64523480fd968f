"""A number of a text: what it is worth, how exactly it is printed, on which side of the truth it may lie.

Values are exact fractions in the plain unit (万元 → 元); nothing is compared here.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from unionhall.drafts.units import Kind, kind_of


class Bound(StrEnum):
    EXACT = ""
    OVER = "over"  # 超 突破 余 多: at least this, by less than the next round number
    LEAST = "least"  # 以上 至少 不少于
    UNDER = "under"  # 近 不足: a little less
    MOST = "most"  # 以内 最高 不超过
    ABOUT = "about"  # 约 左右


@dataclass(frozen=True, slots=True)
class Interval:
    """All values a printed number may stand for, ends included; `high` None is without end."""

    low: Fraction
    high: Fraction | None

    def meets(self, other: "Interval") -> bool:
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)

    def widened(self, by: Fraction) -> "Interval":
        return Interval(self.low - by, None if self.high is None else self.high + by)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text` at [start, end) of a paragraph; `value` and `step` (one unit of the last printed place) in `unit`."""

    paragraph: int
    start: int
    end: int
    text: str
    value: Fraction
    step: Fraction
    unit: str
    written_unit: str
    bound: Bound = Bound.EXACT
    top: Fraction | None = None  # the upper end of a range
    is_scaled: bool = False  # printed with 万 or 亿, or with decimals: rounded
    is_worded: bool = False  # written in Chinese numerals
    number_end: int = 0
    kind: Kind = field(init=False, compare=False, repr=False)
    # What the number may stand for, as printed and bounded; kept, for every check asks it many times.
    interval: Interval = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", kind_of(self.unit))
        object.__setattr__(self, "interval", self._interval())

    @property
    def round_step(self) -> Fraction:
        """One unit of the last figure that is not zero: 3,000 → 1,000; 3.2万 → 0.1万."""
        whole = self.value / self.step
        step = self.step
        while whole and whole.denominator == 1 and whole.numerator % 10 == 0:
            whole, step = whole / 10, step * 10
        return step

    def _interval(self) -> Interval:
        slack = self.step / 2 if self.is_scaled or self.kind is not Kind.COUNT else Fraction(0)
        if self.top is not None:
            return Interval(self.value - slack, self.top + slack)
        if self.bound is Bound.EXACT:
            return Interval(self.value - slack, self.value + slack)
        wide = max(self.round_step, abs(self.value) / 10)
        match self.bound:
            case Bound.OVER:
                return Interval(self.value - slack, self.value + wide)
            case Bound.LEAST:
                return Interval(self.value - slack, None)
            case Bound.UNDER:
                return Interval(self.value - wide, self.value + slack)
            case Bound.MOST:
                return Interval(Fraction(0), self.value + slack)
            case Bound.ABOUT:
                return Interval(self.value - wide, self.value + wide)
            case _:
                return Interval(self.value - slack, self.value + slack)
