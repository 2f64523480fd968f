"""Figures' names laid beside the words at a number: how much of a name stands there, and what stands there besides.

Words only; whether a number agrees is told in `ledger`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from unionhall.drafts import lexicon
from unionhall.drafts.passages import bigrams

#: Says nothing of what is counted. What was done with it (收缴, 发放, 新建) stays: it tells figures apart.
_EMPTY = re.compile(
    r"全年|今年|本年|当年|年内|本期|共计|合计|总计|累计|共有|一共|共|已经|已|均|达到|达|为|有|约|近|超过|超|突破|逾|"
    r"了|的|其中|先后|截至目前|截至|目前|年底|到|等|总数|总额|数量|是|在|于|对|向|给|将|把|与|和|及|并|就|也|仅|个|余|多"
)
#: Words that may stand beside a figure's name without making it another number.
_NEUTRAL = re.compile(
    r"职工|人数|组织|工作|现有|建有|方面|资金|金额|人次|件数|家数|总|率|我市|本市|市总工会|市总|月底|年|月|日|末|底|实现|完成"
)
#: What is done with money in every kind of work.
_GIVEN = re.compile(r"发放|领取|支付|给付|拨付|支出|受助|受益|笔数|批次|结余")
_BRACKETED = re.compile(r"（([^（）]{1,12})）")


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` is the share of the best name's pairs of characters that stand there; `there` are these pairs."""

    score: Fraction
    there: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """All a figure is called by, each as its pairs of neighbouring characters."""

    pairs: tuple[frozenset[str], ...]

    def likeness(self, there: set[str]) -> Likeness:
        """The name of which most stands there; of two alike the longer."""
        best = Likeness(Fraction(0), frozenset())
        for pairs in self.pairs:
            both = pairs & there
            score = Fraction(len(both), len(pairs))
            if (score, len(both)) > (best.score, len(best.there)):
                best = Likeness(score, both)
        return best


def names(called: Iterable[str]) -> Names:
    """村（社区）工会 is also 村工会, 社区工会, 村社区工会."""
    variants = [variant for words in called for variant in _variants(words)]
    pairs = (frozenset(bigrams(bare(variant))) for variant in variants)
    return Names(tuple(dict.fromkeys(one for one in pairs if one)))


def _variants(name: str) -> list[str]:
    variants = [name, _BRACKETED.sub("", name)]
    found = _BRACKETED.search(name)
    if found and 0 < found.start() <= 3:
        variants.append(found.group(1) + name[found.end() :])
    return variants


def bare(words: str) -> str:
    """The Chinese characters of words, without those that say nothing."""
    return _EMPTY.sub("", re.sub(r"[^\u4e00-\u9fff]", "", words))


def opened(words: str) -> str:
    """Short words in brackets as if there were none: 村（社区）工会 → 村社区工会."""
    return _BRACKETED.sub(lambda found: re.sub(r"[、，\s]", "", found.group(1)), words)


def has_words(words: str) -> bool:
    """Whether anything is said of what is counted."""
    return bool(_NEUTRAL.sub("", words))


def has_theme(words: str) -> bool:
    """Whether the words say more than what stands at numbers of every kind of work: 惠及职工, 发放补助金."""
    return bool(theme(_GIVEN.sub("", words)))


def theme(words: str) -> str:
    """Words without those of every kind of work."""
    return lexicon.GENERIC.sub("", _NEUTRAL.sub("", words))


def says_more(words: str, likeness: Likeness, of_theme: str) -> bool:
    """Whether words stand there that neither the name nor its theme has: 新建, 女, 标准化 make it another number."""
    known = likeness.there | bigrams(theme(of_theme))
    covered = [False] * len(words)
    for at in range(len(words) - 1):
        if words[at : at + 2] in known:
            covered[at] = covered[at + 1] = True
    runs = re.split(r"\x00+", "".join("\x00" if is_in else c for c, is_in in zip(words, covered, strict=True)))
    return any(_NEUTRAL.sub("", run) for run in runs)
