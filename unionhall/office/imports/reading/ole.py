"""What an OLE file (xls and what hides behind that name) holds: its streams; of a BIFF workbook its merges and reach.

Not the cells: fastexcel reads those, after this has found the file whole and of bearable size.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .limits import CELLS, COLUMNS, MERGES, SHEETS
from .refusals import Damaged, Encrypted, NotATable, RangeTooWide
from .workbook import Merge, letters_of

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_LAST_SECTOR = 0xFFFFFFFA


@dataclass(frozen=True)
class BiffSheet:
    """A sheet of an xls: its name is fastexcel's to read; here its state, merges and hidden columns (letters)."""

    is_hidden: bool
    is_worksheet: bool
    merges: tuple[Merge, ...]
    hidden_columns: frozenset[str]


def workbook_stream(content: bytes) -> bytes:
    """The BIFF workbook inside an OLE file.

    :raises Encrypted: an encrypted xlsx in its OLE envelope.
    :raises NotATable: a Word or PowerPoint document.
    :raises Damaged: the sectors do not fit together.
    """
    try:
        streams = _Streams(content)
        names = streams.names()
        if {"encryptedpackage", "encryptioninfo"} & set(names):
            raise Encrypted
        for wanted in ("workbook", "book"):
            if wanted in names:
                return streams.read(names[wanted])
    except (struct.error, IndexError, ValueError, OverflowError) as trouble:
        raise Damaged from trouble
    if "worddocument" in names:
        raise NotATable(kind=" Word ")
    if "powerpoint document" in names:
        raise NotATable(kind=" PowerPoint ")
    raise Damaged


class _Streams:
    """The compound file of MS-CFB, as far as reading a named stream needs it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector = 1 << struct.unpack_from("<H", content, 30)[0]
        if self._sector not in (512, 4096):
            raise Damaged
        (directory_at, _, self._mini_cutoff, mini_fat_at) = struct.unpack_from("<IIII", content, 48)
        self._fat = self._read_fat()
        directory = self._chain(directory_at)
        self._entries = [directory[n : n + 128] for n in range(0, len(directory) - 127, 128)]
        self._mini_fat = _integers(self._chain(mini_fat_at)) if mini_fat_at < _LAST_SECTOR else ()
        self._refuse_long_entries()
        root_at, root_size = struct.unpack_from("<II", self._entries[0], 116)
        self._mini_stream = self._chain(root_at)[:root_size] if root_at < _LAST_SECTOR else b""

    def _refuse_long_entries(self) -> None:
        """fastexcel sets aside as many bytes as an entry says it has, and aborts when there is no such room."""
        for entry in self._entries:
            low, high = struct.unpack_from("<II", entry, 120)
            if entry[66] in (2, 5) and (low > len(self._content) or (high and self._sector == 4096)):
                raise Damaged

    def _read_fat(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        (next_at,) = struct.unpack_from("<I", self._content, 68)
        per_sector = self._sector // 4
        seen: set[int] = set()
        while next_at < _LAST_SECTOR and next_at not in seen:
            seen.add(next_at)
            found = _integers(self._at(next_at))
            sectors += found[: per_sector - 1]
            next_at = found[per_sector - 1]
        return _integers(b"".join(self._at(n) for n in sectors if n < _LAST_SECTOR))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._content[start : start + self._sector]

    def _chain(self, first: int) -> bytes:
        parts, seen = [], set()
        while first < _LAST_SECTOR:
            if first in seen:
                raise Damaged
            seen.add(first)
            part = self._at(first)
            if not part:
                raise Damaged
            parts.append(part)
            first = self._fat[first]
        return b"".join(parts)

    def names(self) -> dict[str, bytes]:
        """Directory entries of streams and folders by lower-case name; the shallow one wins."""
        found: dict[str, bytes] = {}
        for entry in self._entries:
            length = struct.unpack_from("<H", entry, 64)[0]
            if entry[66] in (1, 2) and 2 <= length <= 64:
                found.setdefault(entry[: length - 2].decode("utf-16-le", "replace").lower(), entry)
        return found

    def read(self, entry: bytes) -> bytes:
        first, size = struct.unpack_from("<II", entry, 116)
        if size >= self._mini_cutoff:
            content = self._chain(first)
            if len(content) < size:
                raise Damaged
            return content[:size]
        parts, seen = [], set()
        while first < _LAST_SECTOR and first not in seen:
            seen.add(first)
            parts.append(self._mini_stream[first * 64 : first * 64 + 64])
            first = self._mini_fat[first]
        return b"".join(parts)[:size]


def _integers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


_BOF, _EOF = (0x0809, 0x0409, 0x0209, 0x0009), 0x000A
_FILEPASS, _BOUNDSHEET, _MERGED, _COLUMNS, _TEXTS = 0x002F, 0x0085, 0x00E5, 0x007D, 0x00FC
_DIMENSIONS = 0x0200
#: Records of one cell, which begin with its row and column: FORMULA, NUMBER, LABEL, BOOLERR, RK, RSTRING, LABELSST.
_CELLS = frozenset((0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, 0x0003, 0x0004, 0x0406, 0x0206))
_MANY_CELLS = frozenset((0x00BD, 0x00BE))


def biff_sheets(stream: bytes) -> list[BiffSheet]:
    """The sheets of a BIFF workbook in order.

    :raises Encrypted: the workbook opens with a password.
    :raises RangeTooWide: a cell stands so far out that the rectangle would not fit in memory.
    :raises Damaged: the records do not add up.
    """
    try:
        bounds = []
        for kind, body, _ in _records(stream, 0):
            if kind == _FILEPASS:
                raise Encrypted
            if kind == _TEXTS and struct.unpack_from("<I", body, 4)[0] > len(stream):
                raise Damaged
            if kind == _BOUNDSHEET:
                bounds.append((struct.unpack_from("<I", body)[0], body[4] & 3, body[5]))
        if len(bounds) > SHEETS:
            raise RangeTooWide(sheet="", last_row=0, last_column="")
        return [_shape(stream, at, state, kind) for at, state, kind in bounds]
    except (struct.error, IndexError) as trouble:
        raise Damaged from trouble


def _shape(stream: bytes, at: int, state: int, kind: int) -> BiffSheet:
    merges: list[Merge] = []
    hidden: set[str] = set()
    last_row = last_column = 0
    for record, body, is_nested in _records(stream, at):
        if record in _CELLS or record in _MANY_CELLS:
            row, column = struct.unpack_from("<HH", body)
            if record in _MANY_CELLS:
                column = struct.unpack_from("<H", body, len(body) - 2)[0]
            last_row, last_column = max(last_row, row), max(last_column, column)
        elif record == _DIMENSIONS:
            _refuse_boasting(body)
        elif record == _MERGED and not is_nested:
            (count,) = struct.unpack_from("<H", body)
            for n in range(min(count, MERGES - len(merges))):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + n * 8)
                merges.append(Merge(top + 1, left, bottom + 1, right))
        elif record == _COLUMNS and not is_nested:
            first, last, _, _, options = struct.unpack_from("<HHHHH", body)
            if options & 1:
                hidden.update(letters_of(n) for n in range(first, min(last, 255) + 1))
    if (last_row + 1) * (last_column + 1) > CELLS or last_column >= COLUMNS:
        raise RangeTooWide(sheet="", last_row=last_row + 1, last_column=letters_of(last_column))
    return BiffSheet(state != 0, kind == 0, tuple(merges), frozenset(hidden))


def _refuse_boasting(dimensions: bytes) -> None:
    """fastexcel sets room aside for the rectangle a sheet says it has; what programs write may be the whole grid."""
    layout = "<IIHH" if len(dimensions) >= 14 else "<HHHH"
    first_row, end_row, first_column, end_column = struct.unpack_from(layout, dimensions)
    if end_row < first_row or end_column < first_column or end_row * end_column > 2 * CELLS:
        raise Damaged


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes, bool]]:
    """The records of one substream; True beside those of a chart nested in it."""
    depth = 0
    size = len(stream)
    while at + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        else:
            yield kind, stream[at + 4 : at + 4 + length], depth > 1
        at += 4 + length
    raise Damaged
