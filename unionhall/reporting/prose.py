"""The review's text as its editors write it: headings, paragraphs, citations in braces, charts.

Pure: it knows how a text is written, not what a number is worth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from unionhall.kernel.errors import N_, DomainError

_CITATION = re.compile(r"\{\{\s*([a-z0-9_.]+)\s*(?:\|\s*([^{}|]*?)\s*)?\}\}")
_CHART = re.compile(r"^\[\[\s*图\s+([a-z0-9_.]+)\s*\]\]$")
_STRAY = re.compile(r"\{\{|\}\}|\[\[|\]\]")


class Form(StrEnum):
    """How a cited number is written. PLAIN is its own unit; WAN is 万, or 万元 for money, as printed reviews do."""

    PLAIN = ""
    WAN = "万"
    WHOLE = "整"


class UnreadableText(DomainError):
    code = "review-text-unreadable"
    sentence = N_("第 {line} 行的“{piece}”没有写完整，正文没有保存。引用写成 {{{{编号}}}}，图写成 [[图 编号]]。")


class UnknownForm(DomainError):
    code = "review-form-unknown"
    sentence = N_("第 {line} 行的写法“{piece}”没有这一种，正文没有保存。可用：不写、万、整。")


@dataclass(frozen=True)
class Quoted:
    """A citation in a sentence: published id, form, and the sentence it stands in (braces kept)."""

    published_id: str
    form: Form
    sentence: str


Piece = str | Quoted


@dataclass(frozen=True)
class Heading:
    """Level 1 is 一、, level 2 is （一）; `numbered` writes these."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Chart:
    published_id: str


Block = Heading | Paragraph | Chart


def parse(body: str) -> list[Block]:
    """The blocks of a text. A line is a paragraph; # and ## open headings; [[图 id]] alone on a line is a chart.

    :raises UnreadableText: a brace or bracket is left open. :raises UnknownForm: a form that does not exist.
    """
    return [_block(number, line.strip()) for number, line in enumerate(body.splitlines(), 1) if line.strip()]


_UNITS = "万元|亿元|元|万人次|万人|人次|人|个百分点|百分点|%|％|家|个|件|批|笔|天"
_DOUBLED = re.compile(
    rf"(\}}\}}[ \u3000]*(?P<unit>{_UNITS}))[ \u3000]*(?P=unit)(?=[ \u3000]*(?:[，。；、：！？,;）)]|$))", re.MULTILINE
)


def undoubled(body: str) -> str:
    """The text where a citation's unit stands once: 7.5 万元 万元， is 7.5 万元，."""
    return _DOUBLED.sub(r"\1", body)


def quoted_ids(blocks: list[Block]) -> list[str]:
    """Published ids in the order they stand, charts included, once each."""
    seen: dict[str, None] = {}
    for block in blocks:
        if isinstance(block, Chart):
            seen[block.published_id] = None
        elif isinstance(block, Paragraph):
            seen.update((piece.published_id, None) for piece in block.pieces if isinstance(piece, Quoted))
    return list(seen)


def quoted_pieces(blocks: list[Block]) -> list[Quoted]:
    """Every citation in a sentence, as often as it stands."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    return [piece for paragraph in paragraphs for piece in paragraph.pieces if isinstance(piece, Quoted)]


_TYPED_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)\s*")
_DIGITS = "零一二三四五六七八九"


def numbered(blocks: list[Block]) -> list[Block]:
    """The same with 一、二、 before first headings and （一）（二） before second ones; numbers typed there give way."""
    out: list[Block] = []
    first = second = 0
    for block in blocks:
        if isinstance(block, Heading):
            first, second = (first + 1, 0) if block.level == 1 else (first, second + 1)
            mark = f"{chinese(first)}、" if block.level == 1 else f"（{chinese(second)}）"
            block = Heading(block.level, mark + _TYPED_NUMBER.sub("", block.text))
        out.append(block)
    return out


def chinese(number: int) -> str:
    """1 to 99 as headings write them: 一, 十, 十一, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _block(number: int, line: str) -> Block:
    if line.startswith("#"):
        level = len(line) - len(line.lstrip("#"))
        return Heading(min(level, 2), line.lstrip("#").strip())
    if chart := _CHART.match(line):
        return Chart(chart.group(1))
    return Paragraph(tuple(_pieces(number, line)))


def _pieces(number: int, line: str) -> Iterator[Piece]:
    at = 0
    for found in _CITATION.finditer(line):
        yield from _text(number, line[at : found.start()])
        try:
            form = Form(found.group(2) or "")
        except ValueError:
            raise UnknownForm(line=number, piece=found.group(2)) from None
        yield Quoted(found.group(1), form, _sentence(line, found.start(), found.end()))
        at = found.end()
    yield from _text(number, line[at:])


def _text(number: int, text: str) -> Iterator[str]:
    if stray := _STRAY.search(text):
        raise UnreadableText(line=number, piece=text[max(0, stray.start() - 4) : stray.end() + 12].strip())
    if text:
        yield text


def _sentence(line: str, start: int, end: int) -> str:
    first = max(line.rfind(mark, 0, start) for mark in "。！？") + 1
    last = min((line.find(mark, end) for mark in "。！？" if line.find(mark, end) >= 0), default=len(line) - 1)
    return line[first : last + 1].strip()
