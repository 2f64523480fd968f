"""One line of a bank statement: what came in, on which day, from whom, under which reference; or why it is no receipt.

Looks at the file alone; what was recorded before is for the import's check.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from unionhall.kernel.encryption import sm3
from unionhall.kernel.money import Fen, show_yuan
from unionhall.office.imports.reading import clean

_OPENING = re.compile(r"承前|期初余额|上期余额|上年结转|上页余额|上日余额|余额结转|opening balance", re.IGNORECASE)
_TOTAL = re.compile(r"^\s*(合\s*计|总\s*计|小\s*计|本页合计|本月合计|累\s*计)")
# What banks write in the column that says whether money came or went.
_INCOMING = re.compile(r"贷|收|入|存|^C|^\+|CR", re.IGNORECASE)
_OUTGOING = re.compile(r"借|支|出|取|^D|^-|DR", re.IGNORECASE)
_LONGEST = {"reference": 60, "payer_name": 120, "remark": 200}


@dataclass(frozen=True)
class Line:
    """`code` None: a receipt; else why not, with its sentence's facts filled in `text`."""

    row: int
    day: date | None = None
    reference: str = ""
    amount_fen: Fen | None = None
    payer_name: str = ""
    payer_account: str = ""
    remark: str = ""
    code: str | None = None
    text: str | None = None


def read_lines(rows: pl.DataFrame, *, on: date) -> list[Line]:
    """A Line for each row, in order. `on` is the last day a line may bear.

    Lines without a reference of the bank's get one made of their content and their place among equal lines of the
    day: the same day exported again gives the same references.
    """
    cleaned = rows.select(
        "row",
        clean.day(pl.col("day")).alias("day"),
        *(clean.fen(pl.col(name)).alias(name) for name in ("credit", "debit", "amount")),
        *(pl.col(name).is_not_null().alias(f"has_{name}") for name in ("day", "credit", "debit", "amount")),
        *(clean.text(pl.col(name)).fill_null("") for name in _TEXTS),
    )
    lines = [_line(cells, on) for cells in cleaned.iter_rows(named=True)]
    return list(_once_each(_referenced(lines)))


_TEXTS = ("reference", "direction", "payer_name", "payer_account", "remark", "summary")


def _line(cells: dict[str, Any], on: date) -> Line:
    remark = " ".join(dict.fromkeys(part for part in (cells["remark"], cells["summary"]) if part))
    account = cells["payer_account"].replace(" ", "")
    line = Line(
        row=cells["row"],
        day=cells["day"],
        reference=cells["reference"].lstrip("'"),
        payer_name=cells["payer_name"][: _LONGEST["payer_name"]],
        payer_account="" if "E+" in account.upper() else account,
        remark=remark[: _LONGEST["remark"]],
    )
    amount_fen, code = _income(cells)
    code = _no_line(cells, amount_fen) or code or _wrong_day(line.day, on) or (None if line.payer_name else "no-payer")
    return replace(line, amount_fen=amount_fen, code=code)


def _no_line(cells: dict[str, Any], amount_fen: Fen | None) -> str | None:
    """Rows that are about the account, not about a payment."""
    words = f"{cells['summary']} {cells['remark']} {cells['payer_name']}"
    if _OPENING.search(words) and not cells["payer_account"]:
        return "opening-balance"
    has_own_day = cells["has_day"] and cells["day"] is not None
    if not has_own_day and any(_TOTAL.match(cells[name]) for name in ("summary", "remark", "payer_name", "reference")):
        return "total-line"
    return None


def _income(cells: dict[str, Any]) -> tuple[Fen | None, str | None]:
    """What came in, or why that cannot be said; a column of its own goes before a common one with a sign or a flag."""
    if cells["credit"]:
        return _positive(cells["credit"])
    if cells["debit"]:
        return None, "debit-line"
    if cells["has_credit"] and cells["credit"] is None:
        return None, "not-an-amount"
    return _common(cells["amount"], cells["direction"])


def _common(amount: Fen | None, direction: str) -> tuple[Fen | None, str | None]:
    if not amount:
        return None, "not-an-amount"
    is_outgoing = bool(_OUTGOING.search(direction)) and not _INCOMING.search(direction)
    if is_outgoing or (not direction and amount < 0):
        return None, "debit-line"
    return _positive(amount)


def _positive(amount: Fen) -> tuple[Fen | None, str | None]:
    return (amount, None) if amount > 0 else (None, "reversal")


def _wrong_day(day: date | None, on: date) -> str | None:
    if day is None:
        return "no-such-date"
    return "future-date" if day > on else None


def _is_receipt(line: Line) -> bool:
    return line.code in (None, "no-payer")


def _referenced(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with a reference each; what the bank gave none, or one too long to keep, is named by its content."""
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        if not _is_receipt(line) or 0 < len(line.reference) <= _LONGEST["reference"]:
            yield line
            continue
        content = (line.day, line.amount_fen, line.payer_name, line.payer_account, line.remark, line.reference)
        place = seen[content] = seen.get(content, 0) + 1
        digest = sm3("\x1f".join(map(str, content)).encode())[:20]
        yield replace(line, reference=f"#{digest}-{place}")


def _once_each(lines: Iterable[Line]) -> Iterator[Line]:
    """The same reference and day a second time in one file: the same amount is a copy, another amount a clash."""
    first: dict[tuple[str, date | None], Line] = {}
    for line in lines:
        before = first.setdefault((line.reference, line.day), line) if _is_receipt(line) else line
        if before is line:
            yield line
        elif before.amount_fen == line.amount_fen:
            yield replace(line, code="twice-in-file", text=str(before.row))
        else:
            yield replace(line, code="reference-clash", text=show_yuan(before.amount_fen or 0))
