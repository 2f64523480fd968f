"""Tables that are really several: side by side under repeated headers, or one below the other.

Only where the cells of each are: what they mean is the same for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .lexicon import Content, content_of_header, header_key
from .rowkinds import RowJudge

_MAY_BE_A_HEADER = r"姓\s*名|身\s*份|证\s*件|参保人"


@dataclass(frozen=True)
class Block:
    """Where one of the tables has its columns, in the order of the first; "" where it lacks one."""

    letters: tuple[str, ...]


def side_by_side(used: Sequence[tuple[str, str | None]]) -> list[Block]:
    """Blocks of columns whose headers repeat as a whole: 姓名 身份证号 | 姓名 身份证号. Gaps are dropped."""
    named = [(letter, header_key(text)) for letter, text in used if text]
    for count in (4, 3, 2):
        width, rest = divmod(len(named), count)
        if rest or width < 2:
            continue
        chunks = [named[n * width : (n + 1) * width] for n in range(count)]
        keys = [[key for _, key in chunk] for chunk in chunks]
        kinds = {content_of_header(key) for key in keys[0]}
        if (
            all(one == keys[0] for one in keys)
            and kinds & {Content.NAME, Content.ID_NUMBER}
            and len(set(keys[0])) == width
        ):
            return [Block(tuple(letter for letter, _ in chunk)) for chunk in chunks]
    return [Block(tuple(letter for letter, _ in used))]


def other_orders(body: pl.DataFrame, keys: Sequence[str], judge: RowJudge) -> list[tuple[int, Block]]:
    """Headers further down, each as (its row, where its columns are); none when they only repeat the first.

    A repetition in the first order after another one is named too: it ends the other's reach.
    """
    joined = pl.concat_str(pl.col(keys), separator=" ", ignore_nulls=True)
    candidates = body.filter(joined.str.contains(_MAY_BE_A_HEADER) & ~joined.str.contains("[0-9]{15}"))
    found: list[tuple[int, Block]] = []
    for row in candidates.select("row", *keys).iter_rows():
        cells = tuple(row[1:])
        if not judge.is_header(cells):
            continue
        places: dict[str, str] = {}
        for letter, cell in zip(keys, cells, strict=True):
            if cell:
                places.setdefault(header_key(cell), letter)
        letters = tuple(places.get(key or "", "") for key in judge.header_keys)
        is_same_order = all(found_at in ("", key) for found_at, key in zip(letters, keys, strict=True))
        if sum(map(bool, letters)) >= 2 and (not is_same_order or found):
            found.append((int(row[0]), Block(tuple(keys) if is_same_order else letters)))
    return found
