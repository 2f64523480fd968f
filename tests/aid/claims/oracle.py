"""The notices worked out by hand with Decimal, in yuan: knows nothing of the product's rules.

One function a notice, written from its text; amounts in and out are Decimal yuan.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def zhangjiajie(own: Decimal, already: Decimal = ZERO) -> Decimal:
    """Up to 5,000 45%, to 10,000 50%, to 20,000 55%, to 30,000 60%, above 70%; at most 50,000 a period."""
    paid = ZERO
    if own > 30_000:
        paid += cents((own - 30_000) * Decimal("0.70"))
        own = Decimal(30_000)
    if own > 20_000:
        paid += cents((own - 20_000) * Decimal("0.60"))
        own = Decimal(20_000)
    if own > 10_000:
        paid += cents((own - 10_000) * Decimal("0.55"))
        own = Decimal(10_000)
    if own > 5_000:
        paid += cents((own - 5_000) * Decimal("0.50"))
        own = Decimal(5_000)
    paid += cents(own * Decimal("0.45"))
    return min(paid, max(Decimal(50_000) - already, ZERO))


def longyang(own: Decimal) -> Decimal:
    """From 800 to 10,000 30%, to 100,000 60%, to 150,000 80%; nothing above."""
    first = min(max(own - 800, ZERO), Decimal(9_200))
    second = min(max(own - 10_000, ZERO), Decimal(90_000))
    third = min(max(own - 100_000, ZERO), Decimal(50_000))
    return sum((cents(first * 3 / 10), cents(second * 6 / 10), cents(third * 8 / 10)), ZERO)


def beijing(days: int, already: Decimal = ZERO) -> Decimal:
    """From the fourth day 40 a day; at most 7,200."""
    return min(Decimal(40) * max(days - 3, 0), max(Decimal(7_200) - already, ZERO))


def nanping(category: str) -> Decimal:
    """One sum by class of illness."""
    return Decimal({"class-1": 6000, "class-2": 3000, "class-3": 2000, "class-4": 1000}.get(category, 0))


def fuzhou(total: Decimal, already: Decimal = ZERO) -> Decimal:
    """10% of the total, any number of stays, at most 50,000 a period."""
    return min(cents(total / 10), max(Decimal(50_000) - already, ZERO))


@dataclass
class Ledger:
    """What a person was given so far in the period, as a clerk would keep it on a sheet."""

    paid: Decimal = ZERO
    counted: Decimal = ZERO

    def give(self, amount: Decimal) -> Decimal:
        self.paid += amount
        return amount


def cumulative_longyang(ledger: Ledger, own: Decimal) -> Decimal:
    """As Longyang, but stays of the period are added up before the bands."""
    before = longyang(ledger.counted)
    ledger.counted += own
    return ledger.give(longyang(ledger.counted) - before)
