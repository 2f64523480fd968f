"""Which column is which field: by its name, by what this sender confirmed before, by what its cells look like.

Proposes only; the user confirms, and what is not sure is asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from .content import shares
from .lexicon import LEVEL, OTHER_DAY, SOMEBODY_ELSE, Content, Field, content_of_header, header_key
from .workbook import Column, Sheet

BY_NAME, REMEMBERED, BY_CONTENT, UNUSED = "by-name", "remembered", "by-content", "unused"
_SAMPLE = 400
#: From this share of cells a column is taken for its content, and below that one its name is doubted.
_CONVINCING, _DOUBTFUL = 0.6, 0.2
_RECOGNISABLE = (
    Content.ID_NUMBER,
    Content.PHONE,
    Content.CREDIT_CODE,
    Content.NAME,
    Content.DATE,
    Content.AMOUNT,
    Content.UNIT,
)
#: Kinds whose cells alone give them away.
_TELLING = (Content.ID_NUMBER, Content.NAME, Content.PHONE, Content.CREDIT_CODE)


@dataclass(frozen=True)
class Match:
    """One column and the field it is read as; `is_sure` False asks the user."""

    column: Column
    field: Field | None
    how: str
    is_sure: bool


@dataclass(frozen=True)
class _Bid:
    rank: float
    place: int
    field: Field
    how: str
    is_sure: bool


def remembered_key(column: Column) -> str:
    """Under which a column's reading is remembered: its header, or its place when it has none."""
    return header_key(column.header) or f"#{column.key}"


def remembered_from(matches: Iterable[Match]) -> dict[str, str | None]:
    """What to store once the user has confirmed: header key to field name, None for a column left unused."""
    return {remembered_key(match.column): match.field.name if match.field else None for match in matches}


def match_columns(
    sheet: Sheet, fields: Iterable[Field], remembered: Mapping[str, str | None] | None = None
) -> list[Match]:
    """One match a column, in order; every field at most once. `remembered` comes from `remembered_from`.

    Names go before content, a sender's own earlier answer before both, unless the cells contradict it.
    """
    wanted = tuple(fields)
    known = remembered or {}
    looks = [shares(_sample(sheet.rows[column.key])) for column in sheet.columns]
    bids = [
        bid for place, column in enumerate(sheet.columns) for bid in _bids(place, column, looks[place], wanted, known)
    ]
    taken: dict[int, _Bid] = {}
    given: set[str] = set()
    for bid in sorted(bids, key=lambda bid: (-bid.rank, bid.place)):
        if bid.place not in taken and bid.field.name not in given:
            taken[bid.place] = bid
            given.add(bid.field.name)
    return [_match(place, column, taken.get(place), known) for place, column in enumerate(sheet.columns)]


def _match(place: int, column: Column, bid: _Bid | None, known: Mapping[str, str | None]) -> Match:
    if bid is not None:
        return Match(column, bid.field, bid.how, bid.is_sure)
    is_remembered = remembered_key(column) in known and known[remembered_key(column)] is None
    return Match(column, None, REMEMBERED if is_remembered else UNUSED, is_sure=True)


def _sample(cells: pl.Series) -> pl.Series:
    filled = cells.drop_nulls()
    return (
        filled
        if filled.len() <= _SAMPLE
        else pl.concat([filled.head(_SAMPLE // 2), filled.gather_every(filled.len() // (_SAMPLE // 2))])
    )


def _bids(
    place: int, column: Column, look: Mapping[Content, float], fields: Sequence[Field], known: Mapping[str, str | None]
) -> Iterable[_Bid]:
    key = remembered_key(column)
    if key in known:
        for field in fields:
            if field.name == known[key]:
                yield _Bid(100, place, field, REMEMBERED, is_sure=not _contradicts(field.looks_like, look))
        return
    for field in fields:
        rank = _rank_by_name(column.header, field)
        if rank:
            contradicts = _contradicts(field.looks_like, look)
            # A hidden column, or one whose cells say otherwise, yields to another of the same name.
            bid = rank - (30 if contradicts else 0) - (5 if column.is_hidden else 0) - (0 if look else 3)
            yield _Bid(
                bid, place, field, BY_NAME, not contradicts and (rank >= 40 or _is_borne_out(column, field, look))
            )
        elif not _says_otherwise(column.header, field):
            share = look.get(field.looks_like, 0.0)
            if field.looks_like in _RECOGNISABLE and share >= _CONVINCING and not _is_rather(field.looks_like, look):
                order = len(_RECOGNISABLE) - _RECOGNISABLE.index(field.looks_like)
                yield _Bid(share + order, place, field, BY_CONTENT, is_sure=False)


def _is_borne_out(column: Column, field: Field, look: Mapping[Content, float]) -> bool:
    """A word of the trade the caller did not name (公民身份号码, 手机), over cells that look just so."""
    kind = field.looks_like
    is_word = content_of_header(column.header.rpartition(LEVEL)[2]) is kind
    return is_word and kind in _TELLING and look.get(kind, 0.0) >= _CONVINCING


def _rank_by_name(header: str, field: Field) -> float:
    """60 and less by the order of synonyms; 40 for one level of a joined header; 30 for words within."""
    if not header:
        return 0
    words = [header_key(word) for word in (field.label, *field.synonyms)]
    whole = header_key(header)
    leaf = header_key(header.rpartition(LEVEL)[2])
    if whole in words:
        return 60 - min(words.index(whole), 15)
    if leaf in words:
        return 44 - min(words.index(leaf), 15) / 4
    if any(header_key(part) in words for part in re.split(f"{LEVEL}|[/、]|或", header)):
        return 40
    for other in (SOMEBODY_ELSE, OTHER_DAY):
        if other.search(whole) and not any(other.search(word) for word in words):
            return 0
    held = [len(word) / len(leaf) for word in words if len(word) >= 2 and word in leaf]
    if held:
        return 30 + 8 * max(held)
    if content_of_header(leaf) is field.looks_like:
        return {Content.AMOUNT: 20}.get(field.looks_like, 25 if field.looks_like in _TELLING else 0)
    return 0


def _says_otherwise(header: str, field: Field) -> bool:
    """A header with words of its own is no field of other words, whatever its cells: 出生日期 is not 缴费日期."""
    return bool(header) and (
        content_of_header(header.rpartition(LEVEL)[2]) is not None or bool(SOMEBODY_ELSE.search(header_key(header)))
    )


def _contradicts(kind: Content, look: Mapping[Content, float]) -> bool:
    """Whether cells under such a name look like something else: 姓名 over ID numbers."""
    if not look:
        return False
    own = look.get(kind, 0.0)
    if kind in _TELLING:
        others = max((share for other, share in look.items() if other not in (kind, Content.SERIAL)), default=0.0)
        return own < _DOUBTFUL and others > _CONVINCING
    return (
        max(look.get(Content.ID_NUMBER, 0.0), look.get(Content.PHONE, 0.0) if kind is not Content.TEXT else 0.0)
        > _CONVINCING
    )


def _is_rather(kind: Content, look: Mapping[Content, float]) -> bool:
    """Counting numbers are no amounts, ID numbers no phones."""
    if kind is Content.AMOUNT:
        return (
            look.get(Content.SERIAL, 0.0) > 0.5
            or look.get(Content.PHONE, 0.0) > 0.5
            or look.get(Content.DATE, 0.0) > 0.5
        )
    return False
