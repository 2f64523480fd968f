"""发展发展: a word written twice.

Not reduplication (研究研究), nor two words that meet (总工会工会干部, 各级组织组织职工).
"""

import re
from collections.abc import Iterator

from unionhall.drafts.findings import Finding, Severity

# Not 看着看着: going on and on.
_TWICE = re.compile(r"([\u4e00-\u9fff]{2,6})(?<!着)\1")
_SINGLE = re.compile(r"(?<![目似])的的(?!确|士)|了了(?!解|结|断|然|事)|、、|，，|。。(?!。)|与与|并并")
# A noun that ends one phrase and a verb or noun that begins the next.
_MEETING = re.compile(
    "工会|组织|代表|关系|领导|服务|培训|管理|合作|职工|会员|企业|建设|工作|活动|协会|委员|教育|保障|监督|检查|宣传|"
    "学习|研究|讨论|商量|考虑|比较|清楚|明白|高兴|热闹|打扫|休息|交流|锻炼|改革|计划|指导|安排|生产|经营|认识|了解|"
    "帮助|支持|练习|评比|参谋"
)
_TRULY_DOUBLED = re.compile("工作|建设|活动|学习|教育|保障|宣传|生产|改革|认识|支持|帮助|交流|管理|职工|企业")
_COUNTING = re.compile(r"^[一几]|^[零一二三四五六七八九十百千万]+$|^[年月日天人处个户家件次步层点]")


def check_text(paragraph: int, text: str) -> Iterator[Finding]:
    """Doubled words of a paragraph's text."""
    for twice in _TWICE.finditer(text):
        word = twice.group(1)
        if (
            len(set(word)) == 1
            or _COUNTING.match(word)
            or (_MEETING.fullmatch(word) and not _is_doubled(word, twice, text))
        ):
            continue
        yield _finding(paragraph, twice.group(), word, twice.span())
    for twice in _SINGLE.finditer(text):
        yield _finding(paragraph, twice.group(), twice.group()[0], twice.span())


def _is_doubled(word: str, twice: re.Match[str], text: str) -> bool:
    """A meeting word is a slip only where a mark or the line's end follows, and it is no invitation to try."""
    after = text[twice.end() : twice.end() + 1]
    return bool(_TRULY_DOUBLED.fullmatch(word)) and (not after or after in "，。；、！：的")


def _finding(paragraph: int, stated: str, word: str, span: tuple[int, int]) -> Finding:
    return Finding("doubled", Severity.LOOK, paragraph, *span, stated, word, f"{word} + {word}")
