"""Opening, what came in, what went out, closing: 年初 a, 新增 b, 退出 c, 年末 d.

Told only where every number between has a word that says which way it goes, and the miss looks like a slip.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from unionhall.drafts.checks.adding import mends
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.passages import AMOUNTS, Passage
from unionhall.drafts.quantities import Bound
from unionhall.drafts.reading import Reading, Role

_OPENING = re.compile(
    r"年初|期初|月初|季初|上年(?:度)?(?:末|底|结[转余存])|去年(?:末|底)|上年滚存|上期(?:末|结[转余存])|原有|原在"
)
_CLOSING = re.compile(r"年末|期末|月末|季末|年底|期满|截至|目前|现有|现在|累计结余|滚存结余|最终|达到")
_OUT = re.compile(
    r"退出|脱困|解困|减少|支出|注销|销号|销档|核减|调出|转出|退休|撤销|给付|使用|拨付|发放|报废|流失|去世|迁出|离职|退会|办结|"
    r"核销|上缴|下拨|出库|领用|清退|减员|用去|花费|赔付"
)
_IN = re.compile(
    r"新[增建识纳发入吸]|增加|净增|收入|收缴|筹集|筹资|(?:当年|本年|本期|全年)[\u4e00-\u9fff]{0,4}结余|^加|纳入|接收|吸收|入库|购入|返困|"
    r"划入|转入|调入|发展|补充|受理|入会|入职|拨入|募集|到账|收到"
)
#: Numbers looked back on from the closing one.
BACK = 9
#: More comings and goings than these are an account, not a sentence.
MOST_FLOWS = 5
OVER = Fraction(6, 5)


def check(passage: Passage) -> Iterator[Finding]:
    for reading in passage.readings:
        if _is_closing(reading) and (finding := _balance(passage, reading)):
            yield finding


def _is_closing(reading: Reading) -> bool:
    if reading.quantity.kind not in AMOUNTS or reading.quantity.bound is not Bound.EXACT:
        return False
    if reading.role not in (Role.PLAIN, Role.TOTAL, Role.NEW, Role.REST) or reading.whole is not None:
        return False
    if _OPENING.search(reading.clause) or _IN.search(reading.clause) or _OUT.search(reading.clause):
        return False
    return bool(_CLOSING.search(reading.clause) or _CLOSING.search(reading.lead.split("；")[-1]))


def _balance(passage: Passage, closing: Reading) -> Finding | None:
    told = _flows(passage, closing)
    if told is None:
        return None
    opening, flows = told
    value = opening.quantity.value + sum(sign * r.quantity.value for r, sign in flows)
    if value < 0 or _may_close(closing, opening, [r for r, _ in flows]):
        return None
    apart = closing.quantity.value - value
    is_mended = mends(closing.quantity, value) or mends(opening.quantity, opening.quantity.value + apart)
    is_mended = is_mended or any(mends(r.quantity, r.quantity.value + sign * apart) for r, sign in flows)
    times = max(value, closing.quantity.value) / max(min(value, closing.quantity.value), closing.quantity.step)
    if not is_mended and times > OVER:
        return None
    ordered = sorted(flows, key=lambda flow: flow[0].order)
    arithmetic = bare(opening.quantity) + "".join(f" {'+' if s > 0 else '−'} {bare(r.quantity)}" for r, s in ordered)
    beside = (opening, *(r for r, _ in ordered))
    return found("balance", closing.quantity, like(closing.quantity, value), arithmetic, beside)


def _flows(passage: Passage, closing: Reading) -> tuple[Reading, list[tuple[Reading, int]]] | None:
    """The opening number and what came and went, each with its sign; None where one of them cannot be told."""
    opening: Reading | None = None
    flows: list[tuple[Reading, int]] = []
    for reading in passage.before(closing, sentences=1, most=BACK):
        if reading.quantity.unit != closing.quantity.unit or reading.whole is not None or reading.role is Role.EACH:
            continue
        if reading.quantity.bound is not Bound.EXACT or reading.quantity.top is not None:
            return None
        if _OPENING.search(reading.clause):
            if opening is not None:
                return None
            opening = reading
            if reading.sentence < closing.sentence or flows:
                break
            continue
        sign = -1 if _OUT.search(reading.clause) else 1 if _IN.search(reading.clause) else 0
        if not sign:
            return None
        flows.append((reading, sign))
    return (opening, flows) if opening is not None and 0 < len(flows) <= MOST_FLOWS else None


def _may_close(closing: Reading, opening: Reading, flows: list[Reading]) -> bool:
    """Whether the flows close it with any signs, some of them left out."""
    slack = max(r.quantity.step for r in (closing, opening, *flows))
    is_rounded = any(r.quantity.is_scaled for r in (closing, opening, *flows))
    for signs in product((-1, 0, 1), repeat=len(flows)):
        value = opening.quantity.value + sum(s * r.quantity.value for s, r in zip(signs, flows, strict=True))
        if value == closing.quantity.value or (is_rounded and abs(value - closing.quantity.value) <= slack):
            return True
    return False
