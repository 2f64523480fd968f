"""Whether terms can be reckoned with at all: bands that join, rates within bounds, numbers their way needs.

Pure; what a city decides is its own business, only what would give nonsense is told here.
"""

from collections.abc import Iterator

from unionhall.aid.claims.rules import WHOLE_BP, Benefit, Counting, Terms, Way
from unionhall.kernel.errors import N_

NO_BENEFIT = N_("还没有任何补助类别")
NO_BANDS = N_("“{benefit}”没有分段")
BANDS_APART = N_("“{benefit}”的分段没有首尾相接")
RATE_BEYOND = N_("“{benefit}”有比例不在 0 到 100% 之间")
NO_DAILY = N_("“{benefit}”没有每天的金额")
NO_RATE = N_("“{benefit}”没有补助比例")
NO_LUMPS = N_("“{benefit}”没有定额")
CEILING_LOW = N_("“{benefit}”的费用上限不高于起付线")
NEGATIVE = N_("有数字小于零")
MINIMUM_CUMULATIVE = N_("“{benefit}”按期累计，不能再设最低补助额：先到后到会差出金额")


def problems(terms: Terms) -> list[tuple[str, str]]:
    """(sentence, label of the benefit) for everything that would give nonsense; empty when sound."""
    found = [(NO_BENEFIT, "")] if not terms.benefits else []
    numbers = (terms.waiting_days, terms.claim_days, terms.cap_period_fen, terms.cap_life_fen, terms.minimum_fen)
    if any(number is not None and number < 0 for number in numbers):
        found.append((NEGATIVE, ""))
    for benefit in terms.benefits.values():
        found += [(sentence, benefit.label) for sentence in _of_benefit(benefit)]
        if benefit.counting == Counting.CUMULATIVE and terms.minimum_fen:
            found.append((MINIMUM_CUMULATIVE, benefit.label))
    return found


def _of_benefit(benefit: Benefit) -> Iterator[str]:
    if benefit.way == Way.BANDS:
        yield from _of_bands(benefit)
    if benefit.way == Way.FLAT and not 0 < benefit.rate_bp <= WHOLE_BP:
        yield NO_RATE if not benefit.rate_bp else RATE_BEYOND
    if benefit.way == Way.DAILY and benefit.daily_fen <= 0:
        yield NO_DAILY
    if benefit.way == Way.LUMP and not any(lump.amount_fen > 0 for lump in benefit.lumps.values()):
        yield NO_LUMPS
    if benefit.ceiling_fen is not None and benefit.ceiling_fen <= benefit.deductible_fen:
        yield CEILING_LOW
    numbers = (benefit.deductible_fen, benefit.free_days, benefit.cap_claim_fen or 0)
    if any(number < 0 for number in (*numbers, *(lump.amount_fen for lump in benefit.lumps.values()))):
        yield NEGATIVE


def _of_bands(benefit: Benefit) -> Iterator[str]:
    if not benefit.bands:
        yield NO_BANDS
        return
    pairs = zip(benefit.bands, benefit.bands[1:], strict=False)
    joined = all(low.until_fen == high.from_fen for low, high in pairs)
    rising = all(band.until_fen is None or band.until_fen > band.from_fen for band in benefit.bands)
    if benefit.bands[0].from_fen > benefit.deductible_fen or not joined or not rising:
        yield BANDS_APART
    if any(not 0 <= band.rate_bp <= WHOLE_BP for band in benefit.bands):
        yield RATE_BEYOND
