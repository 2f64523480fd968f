"""Counts typed by hand into a review's text: a numeral with a counter that is no citation, so it will not follow the records.

Warns; judges nothing. Dates, ordinals, numbers of papers, and what stands in 《》 or “” are not counts.
"""

import re
from dataclasses import dataclass

AROUND = 8

# What is masked before looking, longest first: citations and charts, titles, quoted names of policies.
_NOT_TEXT = re.compile(r"\{\{.*?\}\}|\[\[.*?\]\]|《[^》]*》|“[^”]*”|「[^」]*」")
_ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
# 五十, 一百二十三, 十五; a single character (一家, 千家万户, 十大) is no count.
_CHINESE = r"(?:[一二三四五六七八九两]+[十百千万亿]|十(?=[一二三四五六七八九]))[一二三四五六七八九十百千万亿〇零]*"
_NUMERAL = rf"(?:{_ARABIC}|{_CHINESE})"
_COUNTER = "人次|个百分点|百分点|万元|亿元|元|人|名|位|家|个|件|户|场|次|项|所|处|支|套|份|笔|条|例|起|倍|%|％"
_COUNT = re.compile(rf"(?P<numeral>{_NUMERAL})\s*[万亿千百]?\s*[余多]?\s*(?:{_COUNTER})")
# 第三个, 前10名 are ordinals; letters and signs before a numeral make it a code.
_ORDINAL = re.compile(r"(?:[第前][\s]*|[A-Za-z0-9０-９.．,，〔\[（(#-])$")
# 三个月, 5个工作日 are spans of time.
_TIME = re.compile(r"\s*(?:月|工作日|自然日|小时|季度|学期|年度|星期|五年)")


@dataclass(frozen=True)
class Typed:
    """`line` counts from 1, `start` from 0 in it; `text` is numeral and counter (576 人), `around` the words about it."""

    line: int
    text: str
    around: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def typed_counts(body: str) -> list[Typed]:
    """Every count typed in the text, in order."""
    return [found for number, line in enumerate(body.splitlines(), 1) for found in _in_line(number, line)]


def _in_line(number: int, line: str) -> list[Typed]:
    text = _NOT_TEXT.sub(lambda found: "□" * len(found.group()), line)
    out = []
    for found in _COUNT.finditer(text):
        start, end = found.span()
        if _ORDINAL.search(text[:start]) or (found.group().endswith("个") and _TIME.match(text, end)):
            continue
        around = line[max(0, start - AROUND) : end + AROUND].strip()
        out.append(Typed(number, found.group(), around, start))
    return out
