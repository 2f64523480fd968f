"""Text files as grids: CSV of any encoding and separator an office's programs write.

Not HTML or XML: those are in `markup`.
"""

import csv
import io
import re
from collections.abc import Iterator

import polars as pl

from .limits import CELLS, COLUMNS
from .refusals import EmptyFile, RangeTooWide, UnknownEncoding
from .workbook import Grid, letters_of

_SEPARATORS = (",", "\t", ";", "，", "；", "|", "、")
#: Excel's way to keep a number as text in CSV: ="110105…".
_FORMULA_TEXT = re.compile(r'^="([^"]*)"$')
_STRAY_QUOTE_LINES = 30


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: "utf-8", "utf-16-le", "utf-16-be" or "gb18030".

    :raises UnknownEncoding: none of them fits.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(name, "replace"), name)
    if (wide := _wide_without_mark(content)) is not None:
        return _checked(content.decode(wide, "replace"), wide)
    for name in ("utf-8", "gb18030"):
        try:
            return _checked(content.decode(name), name)
        except UnicodeDecodeError:
            continue
    # Cut in the middle of a character, or a few bytes spoilt: still readable when nearly all of it is.
    for name in ("utf-8", "gb18030"):
        text = content.decode(name, "replace")
        if text.count("\ufffd") <= max(len(text) // 200, 1):
            return _checked(text, name)
    raise UnknownEncoding


def _checked(text: str, name: str) -> tuple[str, str]:
    sample = text[:20_000]
    odd = sum(
        1
        for ch in sample
        if (ch < " " and ch not in "\t\n\r\x0b\x0c\x1a\x00") or ch == "\ufffd" or 0xE000 <= ord(ch) <= 0xF8FF
    )
    if sample and odd * 20 > len(sample):
        raise UnknownEncoding
    return text.replace("\x00", "").rstrip("\x1a"), name


def _wide_without_mark(content: bytes) -> str | None:
    """UTF-16 without a mark: line breaks and separators have their zero byte always on the same side."""
    sample = content[:4096]
    if len(content) % 2 and len(content) < 4096:
        return None
    plain = b",\t;\r\n 0123456789"
    little = sum(1 for n in range(0, len(sample) - 1, 2) if sample[n + 1] == 0 and sample[n] in plain)
    big = sum(1 for n in range(0, len(sample) - 1, 2) if sample[n] == 0 and sample[n + 1] in plain)
    zeros = sample.count(b"\x00")
    if zeros * 5 < len(sample) and _is_utf8(content):
        return None
    if zeros and max(little, big) * 10 >= zeros * 7 and max(little, big) * 40 >= len(sample) // 2:
        return "utf-16-le" if little > big else "utf-16-be"
    return None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def separator_of(text: str) -> str:
    """The character that stands between cells: the one most lines hold equally often, outside quotes."""
    lines = [re.sub(r'"[^"\n]*"', "", line) for line in text[:60_000].splitlines()[:120] if line.strip()]
    best, best_score = ",", 0.0
    for mark in _SEPARATORS:
        counts = [line.count(mark) for line in lines]
        used = [count for count in counts if count]
        if not used:
            continue
        usual = max(set(used), key=used.count)
        score = used.count(usual) / len(lines) * min(usual, 6) * (1.0 if mark in ",\t;" else 0.4)
        if score > best_score:
            best, best_score = mark, score
    return best


def _by_blanks(text: str) -> str:
    """Lists typed with blanks between the cells get tabs instead, where at least every other line has three cells."""
    lines = [line.split() for line in text.splitlines()[:200] if line.strip()]
    if sum(len(cells) >= 3 for cells in lines) * 2 <= len(lines):
        return text
    return "\n".join("\t".join(line.split()) for line in text.splitlines())


def csv_grid(content: bytes, name: str) -> tuple[Grid, str]:
    """The one sheet of a text file, and its encoding. `row` is the number of the record, as Excel would show it.

    :raises Unreadable: empty, binary, or wider than memory bears.
    """
    text, encoding = decoded(content)
    if not text.strip():
        raise EmptyFile
    first, _, rest = text.partition("\n")
    mark = separator_of(text)
    if mark not in text:
        mark, text = "\t", _by_blanks(text)
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        mark, text = first.strip()[4], "\n" + rest
    records = list(_records(text, mark))
    width = max(map(len, records), default=0)
    if width > COLUMNS:  # Excel writes empty cells as far out as the sheet was ever formatted
        width = max(map(_filled, records))
    if width > COLUMNS or width * len(records) > CELLS:
        raise RangeTooWide(sheet=name, last_row=len(records), last_column=letters_of(width - 1))
    columns = {
        letters_of(n): pl.Series(
            letters_of(n), [record[n] if n < len(record) else None for record in records], dtype=pl.String
        )
        for n in range(width)
    }
    cells = pl.DataFrame({"row": pl.int_range(1, len(records) + 1, dtype=pl.Int64, eager=True), **columns})
    letters = list(columns)
    has_formula_text = (
        cells.select(pl.any_horizontal(pl.col(letters).str.contains('^="').any())).item() if letters else False
    )
    if has_formula_text:
        cells = cells.with_columns(pl.col(letters).str.replace(_FORMULA_TEXT.pattern, "$1"))
    return Grid(name, cells), encoding


def _filled(record: list[str]) -> int:
    """The cells up to the last that holds something."""
    return next((n for n in range(len(record), 0, -1) if record[n - 1].strip()), 0)


def _records(text: str, mark: str) -> Iterator[list[str]]:
    """The records; when a quote was never closed and swallowed the lines after it, quotes mean nothing."""
    # One limit for the whole process: raised where a file needs it, never lowered under another reader.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if any(cell.count("\n") > _STRAY_QUOTE_LINES for cell in record):
                raise csv.Error
            records.append(record)
    except csv.Error:
        return ([cell.strip('"') for cell in line.split(mark)] for line in text.splitlines())
    if _has_stray_quote(records):
        return ([cell.strip('"') for cell in line.split(mark)] for line in text.splitlines())
    return iter(records)


def _has_stray_quote(records: list[list[str]]) -> bool:
    """A cell that holds a separator's worth of further lines with ID numbers in them was opened by a stray quote."""
    return any(
        "\n" in cell and len(re.findall(r"\d{15}", cell)) > 1 for record in records for cell in record if len(cell) > 60
    )
