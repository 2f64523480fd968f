"""Tables: a total row against its rows, a total or a rate column against its columns.

A column's arithmetic is taken from the rows that agree on it; only the rows that fall out are findings.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from unionhall.drafts.checks.shares import percent
from unionhall.drafts.findings import Finding, bare, found, like
from unionhall.drafts.glyphs import fold
from unionhall.drafts.numerals import numbers
from unionhall.drafts.quantities import Quantity
from unionhall.drafts.sentences import Paragraph
from unionhall.drafts.tolerance import can_be, shift, times, total
from unionhall.drafts.units import canonical

#: Rows and columns laid against each other; a larger table is checked for its total row only.
MOST_COLUMNS = 14
_TOTAL = re.compile(r"^(?:合计|总计|共计|总和|全市合计|合计数)$")
_SUBTOTAL = re.compile(r"小计")
_NO_SUM = re.compile(
    r"率|占比|比例|比重|平均|人均|户均|场均|增长|增幅|同比|%|序号|编号|排名|名次|年度|年份|"
    r"电话|标准|单价|得分|评分|百分点"
)
_RATE = re.compile(r"率|占比|比例|比重|%")
_GROWTH = re.compile(r"增长|增幅|同比|增减")
_SUM_COLUMN = re.compile(r"^(?:合计|总计|小计|共计|总数)")
_UNIT_IN_HEAD = re.compile(r"[（/](亿元|万元|元|%|人次|人|名|家|个|件|份|场|次|期)[）]?")


@dataclass(frozen=True, slots=True)
class Table:
    """Header words by column; rows of (label, numbers by column)."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Quantity | None, ...]], ...]


def check(paragraphs: Iterable[Paragraph]) -> Iterator[Finding]:
    cells: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.cell is not None:
            cells.setdefault(paragraph.cell.table, []).append(paragraph)
    for of_table in cells.values():
        table = _table(of_table)
        if table is not None:
            yield from _total_row(table)
            if len(table.head) <= MOST_COLUMNS:
                yield from _columns(table)


def _table(cells: list[Paragraph]) -> Table | None:
    rows: dict[int, dict[int, Paragraph]] = {}
    for cell in cells:
        if cell.cell is not None:
            rows.setdefault(cell.cell.row, {}).setdefault(cell.cell.column, cell)
    lines = [rows[number] for number in sorted(rows)]
    width = max((max(line) + 1 for line in lines), default=0)
    at = 0
    while at < len(lines) and not _has_numbers(lines[at]):
        at += 1
    if width < 2 or at == 0 or len(lines) - at < 2:
        return None
    head = tuple(_text(lines[at - 1], column) for column in range(width))
    body = []
    for line in lines[at:]:
        numbers_of = tuple(_number(line.get(column), head[column]) for column in range(width))
        names = [_text(line, column) for column in range(width) if numbers_of[column] is None and _text(line, column)]
        body.append(
            (next((n for n in names if _TOTAL.match(n) or _SUBTOTAL.search(n)), names[0] if names else ""), numbers_of)
        )
    return Table(head, tuple(body))


def _has_numbers(line: dict[int, Paragraph]) -> bool:
    filled = [fold(cell.text).strip() for column, cell in line.items() if column > 0 and cell.text.strip()]
    return bool(filled) and sum(
        bool(re.match(r"^[\d,.]+\s*[%万亿\u4e00-\u9fff]{0,3}$", text)) for text in filled
    ) * 2 >= len(filled)


def _text(line: dict[int, Paragraph], column: int) -> str:
    return re.sub(r"\s", "", fold(line[column].text)) if column in line else ""


def _number(cell: Paragraph | None, head: str) -> Quantity | None:
    if cell is None or not re.fullmatch(r"\s*-?[\d,.]+\s*[%\u4e00-\u9fff]{0,4}\s*", fold(cell.text)):
        return None
    read = numbers(cell.index, cell.text)
    if len(read) != 1 or fold(cell.text).strip().startswith("-"):
        return None
    one = read[0]
    if one.unit or not (unit := _UNIT_IN_HEAD.search(head)):
        return one
    factor = {"亿元": Fraction(10**8), "万元": Fraction(10**4)}.get(unit.group(1), Fraction(1))
    named = canonical(unit.group(1).lstrip("万亿"))
    return replace(
        one, unit=named, value=one.value * factor, step=one.step * factor, is_scaled=one.is_scaled or factor > 1
    )


def _total_row(table: Table) -> Iterator[Finding]:
    totals = [at for at, (name, _) in enumerate(table.rows) if _TOTAL.match(name)]
    if len(totals) != 1 or any("其中" in name for name, _ in table.rows):
        return
    whole = table.rows[totals[0]]
    others = [row for at, row in enumerate(table.rows) if at != totals[0]]
    details = [row for row in others if not _SUBTOTAL.search(row[0])]
    subtotals = [row for row in others if _SUBTOTAL.search(row[0])]
    for column, stated in enumerate(whole[1]):
        if stated is None or _NO_SUM.search(table.head[column]) or stated.unit == "%":
            continue
        groups = [[row[1][column] for row in rows] for rows in (details, subtotals) if len(rows) > 1]
        sums = [[q for q in group if q is not None] for group in groups]
        sums = [group for group in sums if len(group) > 1]
        if sums and not any(_adds(stated, group) for group in sums):
            value = sum((q.value for q in sums[0]), Fraction(0))
            arithmetic = " + ".join(bare(q) for q in sums[0])
            yield found("table", stated, like(_plain(stated), value / _factor(stated)), arithmetic)


def _factor(quantity: Quantity) -> Fraction:
    """What the head's 万元 multiplied the cell by."""
    printed = numbers(0, quantity.text)
    return quantity.value / printed[0].value if printed and printed[0].value else Fraction(1)


def _plain(quantity: Quantity) -> Quantity:
    factor = _factor(quantity)
    return replace(quantity, value=quantity.value / factor, step=quantity.step / factor)


def _adds(stated: Quantity, parts: list[Quantity]) -> bool:
    added = total(q.interval for q in parts)
    return (
        can_be(stated, added)
        if stated.is_scaled or any(q.is_scaled for q in parts)
        else stated.value == sum(q.value for q in parts)
    )


def _columns(table: Table) -> Iterator[Finding]:
    for column, head in enumerate(table.head):
        if _GROWTH.search(head):
            yield from _fitted(table, column, "growth")
        elif _RATE.search(head):
            yield from _fitted(table, column, "rate")
        elif _SUM_COLUMN.match(head):
            yield from _sum_column(table, column)


def _fitted(table: Table, column: int, kind: str) -> Iterator[Finding]:
    """The pair of columns most rows agree on; the rows that do not are wrong."""
    rows = [(name, line) for name, line in table.rows if line[column] is not None]
    best: tuple[int, int, list[bool]] | None = None
    for part in range(len(table.head)):
        for whole in range(len(table.head)):
            if column in (part, whole) or part == whole:
                continue
            fits = [_pair_fits(line, column, part, whole, kind) for _, line in rows]
            if best is None or sum(fits) > sum(best[2]):
                best = (part, whole, fits)
    if best is None or len(rows) < 3 or sum(best[2]) < max(2, len(rows) * 2 / 3) or all(best[2]):
        return
    part, whole, fits = best
    for (_, line), is_right in zip(rows, fits, strict=True):
        stated, a, b = line[column], line[part], line[whole]
        if is_right or stated is None or a is None or b is None or not b.value:
            continue
        value = a.value / b.value * 100 - (100 if kind == "growth" else 0)
        arithmetic = f"{bare(a)} ÷ {bare(b)}" if kind == "rate" else f"({bare(a)} − {bare(b)}) ÷ {bare(b)}"
        yield found("table", stated, like(stated, value), arithmetic)


def _pair_fits(line: tuple[Quantity | None, ...], column: int, part: int, whole: int, kind: str) -> bool:
    stated, a, b = line[column], line[part], line[whole]
    if stated is None or a is None or b is None:
        return False
    share = percent(a.interval, b.interval)
    if share is None:
        return False
    return can_be(stated, share if kind == "rate" else shift(share, Fraction(-100))) or (
        kind == "growth" and can_be(stated, times(shift(share, Fraction(-100)), Fraction(-1)))
    )


def _sum_column(table: Table, column: int) -> Iterator[Finding]:
    """合计 beside its parts: columns before it that add up in most rows."""
    rows = [line for _, line in table.rows if line[column] is not None]
    others = [
        c
        for c, head in enumerate(table.head)
        if c != column and not _NO_SUM.search(head) and not _SUM_COLUMN.match(head)
    ]
    used = [c for c in others if sum(line[c] is not None for line in rows) == len(rows)]
    if len(used) < 2 or len(rows) < 2:
        return
    fits = [_adds(q, [line[c] for c in used if line[c]]) for line in rows if (q := line[column])]  # type: ignore[misc]
    if len(fits) != len(rows) or all(fits) or sum(fits) * 3 < len(rows):
        return
    for line, is_right in zip(rows, fits, strict=True):
        stated = line[column]
        if not is_right and stated is not None:
            parts = [q for c in used if (q := line[c]) is not None]
            value = sum((q.value for q in parts), Fraction(0))
            yield found(
                "table", stated, like(_plain(stated), value / _factor(stated)), " + ".join(bare(q) for q in parts)
            )
