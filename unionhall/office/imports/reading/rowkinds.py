"""Which rows below a header are no rows of the table: blank, header again, total, signature, note.

A row that holds an ID number is always kept, whatever else it says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .content import is_id_like, is_name_like, is_value
from .glyphs import squashed
from .lexicon import (
    EXAMPLE,
    HINT,
    LEVEL,
    NOTE,
    SECTION,
    SIGNATURE,
    TOTAL,
    Content,
    content_of_header,
    header_key,
    is_header_word,
)
from .workbook import Merge, index_of

Cells = tuple[str | None, ...]
#: Characters without which a thin row with a long number is no note.
_KEYWORDS = (
    r"合|计|总|累|大\s*写|签|章|人[：:（(]|人$|[：:]|注|说明|空白|正文|例|※|★"
    r"|日\s*期|姓\s*名|身\s*份|证\s*件|序\s*号|电\s*话|审|制\s*表|主\s*席|会计|出纳|经办|负责|^[-—=/\\*.~_·…\x1f]+$"
)
#: A day alone in a line is the day of signing.
_A_DAY = re.compile(
    r"^(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?: 00:00:00)?$|^[二〇○零一]{4}年.{1,3}月.{1,3}日$"
)
_LONG_NUMBER = r"[0-9０-９]{15}|[eE]\+1"


@dataclass(frozen=True)
class RowJudge:
    """Says of one row's cells what it is; knows the header above and which columns name a person."""

    header_keys: tuple[str | None, ...]
    serial: int | None
    name: int | None
    id_number: int | None
    merged_rows: frozenset[int]
    known: frozenset[str]

    @classmethod
    def of(
        cls, keys: Sequence[str], texts: Sequence[str | None], merges: Sequence[Merge], known: frozenset[str]
    ) -> "RowJudge":
        """A judge for a table with these columns. A row merged across half of them or more is a title or a note."""
        kinds = [content_of_header(text.rpartition(LEVEL)[2]) if text else None for text in texts]
        wide = max(len(keys) // 2, 2)
        first = index_of(keys[0]) if keys else 0
        merged = frozenset(
            m.first_row
            for m in merges
            if m.first_row == m.last_row and m.last_column - m.first_column + 1 >= wide and m.first_column <= first + 2
        )

        def place(kind: Content) -> int | None:
            return kinds.index(kind) if kind in kinds else None

        return cls(
            tuple(header_key(text.rpartition(LEVEL)[2]) if text else None for text in texts),
            place(Content.SERIAL),
            place(Content.NAME),
            place(Content.ID_NUMBER),
            merged,
            known,
        )

    def kind(self, row: int, cells: Cells) -> str | None:
        """blank | header | total | signature | note, None for a row of the table."""
        filled = [(i, cell) for i, cell in enumerate(cells) if cell]
        if not filled:
            return "blank"
        if EXAMPLE.match(squashed(filled[0][1])):
            return "note"
        if any(is_id_like(cell) for _, cell in filled):
            return None
        if (
            len(filled) == 1
            and filled[0][0] == self.serial
            and is_value(filled[0][1])
            and not _A_DAY.match(filled[0][1])
        ):
            return "blank"
        if self.is_header(cells):
            return "header"
        flat = [(i, squashed(cell)) for i, cell in filled]
        if self._is_person(cells, flat):
            return None
        return self._kind_of_words(row, flat)

    def is_header(self, cells: Cells) -> bool:
        """Whether the row is the header again: the same words in their places, or nothing but such words."""
        places = zip(cells, self.header_keys, strict=True)
        same = sum(1 for cell, key in places if cell and key and header_key(cell) == key)
        named = sum(1 for key in self.header_keys if key)
        if same >= 2 and same * 2 > named:
            return True
        filled = [cell for cell in cells if cell]
        if any(map(is_value, filled)):
            return False
        words = sum(is_header_word(cell, self.known) for cell in filled)
        if words == len(filled) == 2:
            return all(header_key(cell) in self.header_keys for cell in filled)
        return words >= 3 and words * 2 > len(filled)

    def _is_person(self, cells: Cells, flat: Sequence[tuple[int, str]]) -> bool:
        """A name where names stand, and something beside it, or a numbered line: kept, with or without a number."""
        if self.name is None or not cells[self.name]:
            return False
        name = squashed(cells[self.name] or "")
        if TOTAL.match(name) or SIGNATURE.search(name) or NOTE.search(name) or ":" in name:
            return False
        first_place, first = flat[0]
        if first_place != self.name and (TOTAL.match(first) or SIGNATURE.search(first) or NOTE.search(first)):
            return False
        return is_name_like(name) and (len(flat) > 1 or not SECTION.search(name))

    def _kind_of_words(self, row: int, flat: Sequence[tuple[int, str]]) -> str | None:
        texts = [text for _, text in flat]
        if (
            len(flat) > 1
            and sum(bool(HINT.search(text)) for text in texts) * 2 > len(flat)
            and not any(map(is_value, texts))
        ):
            return "note"
        if SIGNATURE.search(texts[0]) and ":" in texts[0]:
            return "signature"
        has_id_cell = self.id_number is not None and any(i == self.id_number and not _is_word(t) for i, t in flat)
        if not has_id_cell or len(flat) <= 3:
            if any(TOTAL.match(text) for text in texts[:3]):
                return "total"
            if NOTE.search(texts[0]):
                return "note"
            if any(
                SIGNATURE.search(text) and (":" in text or "(" in text or place == 0)
                for place, text in enumerate(texts)
            ):
                return "signature"
        if len(flat) == 1:
            return self._kind_of_single(row, *flat[0])
        if row in self.merged_rows and len(flat) <= 2:
            return "note"
        if self._is_bare_sum(flat):
            return "total"
        return None

    def _kind_of_single(self, row: int, place: int, text: str) -> str | None:
        if _A_DAY.match(text):
            return "signature"
        if is_value(text):
            # A lone number under no name: the sum somebody put below the column, or a page number.
            return "total" if place not in (self.serial, self.id_number, self.name) else None
        if (
            row in self.merged_rows
            or len(text) > 12
            or NOTE.search(text)
            or re.fullmatch(r"第?\d+页(?:[,，]?共\d+页)?", text)
        ):
            return "note"
        if place == self.name and not SECTION.search(text):
            return None
        if len([key for key in self.header_keys if key]) <= 1 and not SECTION.search(text):
            return None
        return "note"

    def _is_bare_sum(self, flat: Sequence[tuple[int, str]]) -> bool:
        """Only numbers, and none of them in the columns that name a person or count the lines."""
        named = {self.serial, self.name, self.id_number}
        return self.name is not None and all(is_value(text) and i not in named for i, text in flat)


def _is_word(text: str) -> bool:
    return bool(TOTAL.match(text) or SIGNATURE.search(text) or NOTE.search(text)) or text.endswith("人")


def skipped_kinds(rows: pl.DataFrame, keys: Sequence[str], judge: RowJudge) -> pl.Series:
    """Beside `rows` (row, block, keys): why a row is left out, null when it is kept.

    Rows with a long number are passed as a whole (a last line with an account is not), the rest one by one.
    """
    joined = pl.concat_str(pl.col(keys), separator="\x1f", ignore_nulls=True)
    looked = rows.select(
        (pl.sum_horizontal(pl.col(keys).is_not_null()) <= 2).alias("is_thin"),
        joined.str.contains(_KEYWORDS).alias("has_word"),
        joined.str.contains(_LONG_NUMBER).alias("has_number"),
    )
    doubtful = (~looked["has_number"]) | (looked["is_thin"] & looked["has_word"])
    places = doubtful.arg_true()
    suspects = rows[places]
    found = [judge.kind(int(row[0]), tuple(row[2:])) for row in suspects.select("row", "block", *keys).iter_rows()]
    kinds = pl.Series("kind", [None] * rows.height, dtype=pl.String)
    return kinds.scatter(places, pl.Series(found, dtype=pl.String)) if found else kinds
