"""Finds the numbers of a paragraph: Arabic, full-width, Chinese; 万 / 亿, bounds, ranges, units.

A scan from left to right with patterns of bounded length; what is no figure is left out by `notfigures`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from unionhall.drafts.glyphs import fold
from unionhall.drafts.notfigures import mask
from unionhall.drafts.quantities import Bound, Quantity
from unionhall.drafts.units import LONGEST_FIRST, Kind, canonical

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
_ARABIC = r"\d{1,3}(?:,\d{3}){1,6}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
_CHINESE = r"[零一二三四五六七八九十百千万亿两]{1,14}"
_NUMBER = re.compile(
    rf"(?P<arabic>{_ARABIC})|百分之(?P<share>[零一二三四五六七八九十百两点]{{1,8}})|(?P<chinese>{_CHINESE})"
)
_SCALE = re.compile(r"\s{0,2}(十万|百万|千万|万亿|万|亿|千|百)(?!分|家灯火|众|户居民)")
_MORE = re.compile(r"\s?(余|多(?![了出]|\s?\d)|来)")
_PLUS = re.compile(r"\+")
_UNIT = re.compile(r"\s{0,2}(" + "|".join(re.escape(unit) for unit in LONGEST_FIRST) + ")")
_RANGE = re.compile(r"\s?(?:-|~|至|到)\s?$")
_NOT_UNIT = {
    "分": "之",
    "个": "月年",
    "名": "单额录义称",
    "位": "于居列置",
    "家": "庭属里政",
    "处": "于理置在罚",
    "部": "分门",
    "面": "对",
    "对": "于口照比象",
    "次": "性日年序",
    "期": "间限",
    "项": "目",
    "件": "套",
    "条": "例",
    "张": "家",
    "支": "持付部出",
    "本": "级市地人月年",
    "点": "击钟",
    "门": "口",
    "分别": "",
    "台": "账",
    "节": "日",
    "所": "有在属",
    "起": "来草诉",
    "块": "",
    "只": "",
    "把": "",
    "条件": "",
    "步": "骤行",
    "天": "津",
    "米": "",
    "首": "次家批",
    "届": "",
    "组": "织建长成",
    "人": "才民大社",
    "户": "外籍",
    "类": "似",
    "种": "植",
    "间": "",
    "双": "方",
    "套": "",
    "批": "准复",
    "场": "所地",
    "例": "如",
    "封": "",
    "面子": "",
    "元": "旦宵",
    "轮": "流",
    "款": "项",
    "堂": "",
    "幅": "",
    "句": "",
    "幕": "",
    "档": "案",
    "副": "主",
    "顶": "",
    "米面": "",
}
_BEFORE = (
    (Bound.LEAST, re.compile(r"(?:不少于|不低于|至少|最少|最低|不小于)\s?$")),
    (
        Bound.MOST,
        re.compile(
            r"(?:不超过|不高于|不多于|最高|最多|至多|上限|不到|控制在|限额|封顶)(?:为|达|可达|补助|"
            r"补贴|奖励|救助|给予|可补助|资助|可)?\s?$"
        ),
    ),
    (Bound.OVER, re.compile(r"(?:超过了?|突破了?|超|逾|超出|高达|多达|过)\s?$")),
    (Bound.UNDER, re.compile(r"(?:接近|将近|近|不足|几近|临近)\s?$")),
    (Bound.ABOUT, re.compile(r"(?:大约|约为|约合|(?<![节制预签])约|大概|大致|估计|预计)\s?$")),
)
_AFTER = (
    (Bound.LEAST, re.compile(r"\s?(?:及以上|以上|起步)")),
    (Bound.MOST, re.compile(r"\s?(?:及以下|以下|以内|之内)")),
    (Bound.ABOUT, re.compile(r"\s?(?:左右|上下|许)")),
)
_NOT_OVER = re.compile(r"(?:经过|通过|超额|开过|做过|办过)\s?$")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: Fraction
    step: Fraction
    is_scaled: bool
    is_worded: bool
    is_share: bool = False


def chinese(word: str) -> int | None:
    """三千二百一十 → 3210, 两万五 → 25000, 二零 → 20; None where it is no number."""
    if not word or any(c not in _DIGITS and c not in _TENS and c not in "万亿" for c in word):
        return None
    if all(c in _DIGITS for c in word):
        return int("".join(str(_DIGITS[c]) for c in word)) if len(word) <= 4 else None
    if word[0] in "百千万亿":
        return None
    whole = section = digit = 0
    last = 1
    for c in word:
        if c in _DIGITS:
            digit, last = _DIGITS[c], (1 if c == "零" else last)
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            digit, last = 0, _TENS[c]
        else:
            unit = 10**4 if c == "万" else 10**8
            whole = (whole + section + digit) * unit if c == "亿" else whole + (section + digit) * unit
            section, digit, last = 0, 0, unit
    return whole + section + digit * (last // 10 if last > 10 and word[-1] in _DIGITS and word[-2] != "零" else 1)


def numbers(paragraph: int, text: str) -> list[Quantity]:
    """The figures of a paragraph in the order they stand; offsets are those of the text given."""
    folded = fold(text)
    hidden = mask(folded)
    found = [q for q in _scan(paragraph, text, folded, hidden)]
    return _with_shared_units(_joined_ranges(found, folded), folded)


def _scan(paragraph: int, text: str, folded: str, hidden: bytearray) -> Iterator[Quantity]:
    at = 0
    while number := _NUMBER.search(folded, at):
        at = number.end()
        if hidden[number.start()] or _is_glued(folded, number):
            continue
        quantity = _quantity(paragraph, text, folded, number)
        if quantity is not None:
            at = max(at, quantity.end)
            yield quantity


def _is_glued(folded: str, number: re.Match[str]) -> bool:
    """Letters, signs or dots beside it: A4, №3, 3.0.1."""
    if number.group("arabic") is None:
        return False
    before, after = folded[max(0, number.start() - 1) : number.start()], folded[number.end() : number.end() + 1]
    return (bool(before) and (before.isascii() and (before.isalpha() or before in "._#@/=+*"))) or after in {"@", "="}


def _quantity(paragraph: int, text: str, folded: str, number: re.Match[str]) -> Quantity | None:
    found = _read(folded, number)
    if found is None:
        return None
    at, bound = found.end, Bound.EXACT
    if more := _MORE.match(folded, at) or _PLUS.match(folded, at):
        at, bound = more.end(), Bound.OVER
    value, step, is_scaled = found.value, found.step, found.is_scaled
    if (scale := _SCALE.match(folded, at)) and not found.is_share:
        factor = _SCALES[scale.group(1)]
        value, step, is_scaled, at = value * factor, step * factor, True, scale.end()
        if more := _MORE.match(folded, at):
            at, bound = more.end(), Bound.OVER
    number_end = at
    written = "%" if found.is_share else ""
    if not found.is_share:
        written, at, bound = _unit_at(folded, at, bound)
    if found.is_worded and not found.is_share and not canonical(written):
        return None
    if found.is_worded and value == 1 and canonical(written) not in {"人", "家", "件", "份", "例", "处", "户"}:
        return None
    bound, at = _bounded(folded, found.start, at, bound)
    return Quantity(
        paragraph=paragraph,
        start=found.start,
        end=at,
        text=text[found.start : at],
        value=value,
        step=step,
        unit=canonical(written),
        written_unit=written,
        bound=bound,
        is_scaled=is_scaled,
        is_worded=found.is_worded,
        number_end=number_end,
    )


def _read(folded: str, number: re.Match[str]) -> _Found | None:
    if share := number.group("share"):
        whole, _, rest = share.partition("点")
        value = chinese(whole)
        if value is None or any(c not in _DIGITS for c in rest):
            return None
        step = Fraction(1, 10 ** len(rest))
        digits = int("".join(str(_DIGITS[c]) for c in rest) or 0)
        return _Found(number.start(), number.end(), value + digits * step, step, True, True, True)
    if word := number.group("chinese"):
        return _worded(number.start(), word)
    written = number.group("arabic").replace(",", "")
    places = len(written.partition(".")[2])
    return _Found(number.start(), number.end(), Fraction(written), Fraction(1, 10**places), places > 0, False)


def _worded(start: int, word: str) -> _Found | None:
    """A Chinese numeral; 三百 is exact, 三万 and 三亿 are rounded to their scale."""
    value = chinese(word)
    if value is None or value == 0:
        return None
    scale = next((c for c in reversed(word) if c in "万亿"), "") if word[-1] in "万亿" else ""
    return _Found(start, start + len(word), Fraction(value), Fraction(_SCALES[scale]), bool(scale), True)


def _unit_at(folded: str, at: int, bound: Bound) -> tuple[str, int, Bound]:
    unit = _UNIT.match(folded, at)
    if unit is None:
        return "", at, bound
    written = unit.group(1)
    after = folded[unit.end() : unit.end() + 1]
    if after and len(written) == 1 and after in _NOT_UNIT.get(written, ""):
        return "", at, bound
    end = unit.end()
    if more := re.compile(r"余|多(?![了出]|\s?\d)").match(folded, end):
        nxt = folded[more.end() : more.end() + 1]
        if bound is Bound.EXACT and nxt and nxt not in "元种样项 0123456789":
            return written, more.end(), Bound.OVER
    return written, end, bound


def _bounded(folded: str, start: int, end: int, bound: Bound) -> tuple[Bound, int]:
    lead = folded[max(0, start - 8) : start]
    for kind, pattern in _AFTER:
        if after := pattern.match(folded, end):
            return kind, after.end()
    if bound is not Bound.EXACT:
        return bound, end
    for kind, pattern in _BEFORE:
        if pattern.search(lead) and not _NOT_OVER.search(lead):
            return kind, end
    return bound, end


def _joined_ranges(found: list[Quantity], folded: str) -> list[Quantity]:
    """300-500元 is one figure from 300 to 500."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        gap = folded[last.end : quantity.start] if last else ""
        if last and len(gap) <= 3 and _RANGE.fullmatch(gap) and last.unit in ("", quantity.unit) and quantity.unit:
            factor = Fraction(1) if last.unit or re.search("[万亿]", last.text) else _printed_scale(quantity)
            low, step = last.value * factor, last.step * factor
            joined[-1] = replace(
                quantity,
                start=last.start,
                text=last.text + gap + quantity.text,
                value=min(low, quantity.value),
                top=max(low, quantity.value),
                step=min(step, quantity.step),
            )
        else:
            joined.append(quantity)
    return joined


_SHARED_GAP = re.compile(r"[\u4e00-\u9fff（）“”]{0,14}(?:、|和|及|与|，)[\u4e00-\u9fff（）“”]{0,14}$")


def _with_shared_units(found: list[Quantity], folded: str) -> list[Quantity]:
    """891、85和42份: the unit at the end is that of each, as long as nothing but a list stands between."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        one, after = shared[index], shared[index + 1]
        gap = folded[one.end : after.start]
        if one.unit or after.kind in (Kind.NONE, Kind.POINTS, Kind.TIMES) or len(gap) > 24:
            continue
        if _SHARED_GAP.fullmatch(gap) and ("、" in gap or "和" in gap):
            factor = Fraction(1) if re.search("[万亿]", one.text) else _printed_scale(after)
            shared[index] = replace(
                one,
                unit=after.unit,
                written_unit=after.written_unit,
                value=one.value * factor,
                step=one.step * factor,
                is_scaled=one.is_scaled or factor != 1,
            )
    return shared


def _printed_scale(quantity: Quantity) -> Fraction:
    scale = re.search(r"万亿|[万亿]", quantity.text)
    return Fraction(_SCALES[scale.group()]) if scale else Fraction(1)
