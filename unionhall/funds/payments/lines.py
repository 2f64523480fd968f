"""A bank's return as lines: CSV, Excel, or GBK text of H, D, T lines; whatever is wrong with a file is one sentence.

Looks at the file alone. A line is kept as the bank wrote it; what it comes to is decided in rules.py.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, DecimalException
from typing import TypeAlias

from django.utils.translation import gettext

from unionhall.funds.payments.rules import BankLine
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.money import Fen, show_yuan
from unionhall.office.imports.reading import Field, Unreadable, header_key, match_columns, read
from unionhall.office.imports.reading.delimited import separator_of
from unionhall.office.imports.reading.lexicon import Content
from unionhall.office.imports.reading.refusals import NoTable
from unionhall.office.imports.reading.sniff import kind_of

LARGEST = 20 * 2**20
MOST_LINES = 100_000
MOST_CELLS = 200  # a bank's line has ten
HEADER_WITHIN = 30
# Titles above the lines and totals below them.
_AROUND = HEADER_WITHIN + 10
LARGEST_FEN = 10**13

FIELDS = (
    Field(
        "number",
        "支付单号",
        ("支付单", "订单号", "业务编号", "商户订单号", "客户流水号", "单号"),
        is_required=True,
        content=Content.TEXT,
    ),
    Field("payee_name", "收款户名", ("户名", "收款人", "收款人名称", "收款人户名", "姓名"), content=Content.TEXT),
    Field("account", "收款账号", ("账号", "收款人账号", "收款账户", "卡号"), is_required=True, content=Content.TEXT),
    Field("amount", "金额", ("交易金额", "付款金额", "代发金额"), is_required=True, content=Content.AMOUNT),
    Field(
        "result",
        "处理结果",
        ("结果", "状态", "处理状态", "交易状态", "交易结果"),
        is_required=True,
        content=Content.TEXT,
    ),
    Field("why", "原因", ("失败原因", "退票原因", "备注", "说明", "返回信息"), content=Content.TEXT),
    Field("day", "日期", ("交易日期", "入账日期", "到账日期", "处理日期", "处理时间"), content=Content.TEXT),
)
REQUIRED = tuple(field for field in FIELDS if field.is_required)
# A D line of the text form, after its letter.
D_CELLS = ("number", "payee_name", "account", "amount", "result", "why", "day")
_TOTAL = re.compile(r"^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_COUNT = re.compile(r"(\d+)\s*笔")
_DAY = re.compile(r"^(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})")
_QUOTED = re.compile(r'^="(.*)"$')
_Row: TypeAlias = tuple[int, list[str]]


class ReturnWrongEncoding(DomainError):
    code = "return-wrong-encoding"
    sentence = N_("回盘文件的编码认不出来（只认 UTF-8 和 GBK），一行也没有登记。请向银行重新下载，不要另存。")


class ReturnCutOff(DomainError):
    code = "return-cut-off"
    sentence = N_("回盘文件不完整：{why}。一行也没有登记，请向银行重新下载。")


class ReturnNoTable(DomainError):
    code = "return-no-table"
    sentence = N_("回盘文件里没有找到{labels}这几列，一行也没有登记。请确认选对了文件。")


class ReturnTooLarge(DomainError):
    code = "return-too-large"
    sentence = N_("回盘文件太大，一行也没有登记。请按批次分别下载。")


@dataclass(frozen=True)
class Answer:
    """A return as read; `count` and `total_fen` are what the file says of itself, None where it does not."""

    lines: tuple[BankLine, ...]
    count: int | None = None
    total_fen: Fen | None = None


def read_lines(content: bytes, file_name: str) -> tuple[BankLine, ...]:
    """Every line of the file, in order; nothing is left out but heads, blanks and totals.

    Lines are counted while they are read: past `MOST_LINES` nothing more is looked at.

    :raises DomainError: the file is no return, too large, cut off, or contradicts its own count and total; nothing else.
    """
    if len(content) > LARGEST:
        raise ReturnTooLarge
    kind = kind_of(content)
    answer = _of_workbook(content, file_name) if kind in ("zip", "ole", "biff") else _of_text(content)
    if len(answer.lines) > MOST_LINES:
        raise ReturnTooLarge
    if not answer.lines:
        raise _no_table(REQUIRED)
    _demand_whole(answer)
    return answer.lines


def _demand_whole(answer: Answer) -> None:
    """What the file says of itself must be what it holds."""
    count, total = len(answer.lines), sum(line.amount_fen or 0 for line in answer.lines)
    if answer.count is not None and answer.count != count:
        why = gettext("文件说有 {said} 笔，实际只有 {held} 笔").format(said=answer.count, held=count)
        raise ReturnCutOff(why=why)
    if answer.total_fen is not None and answer.total_fen != total and all(line.amount_fen for line in answer.lines):
        said, held = show_yuan(answer.total_fen), show_yuan(total)
        raise ReturnCutOff(why=gettext("文件说共 {said} 元，实际 {held} 元").format(said=said, held=held))


def _of_text(content: bytes) -> Answer:
    text = _decoded(content)
    if text.lstrip().startswith("H|"):
        return _of_marked(text)
    return _of_table(list(_counted(_records(text))))


def _decoded(content: bytes) -> str:
    """Strictly: an imports' reader forgives a byte here and there, money does not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        names: tuple[str, ...] = ("utf-16",)
    elif content.startswith(b"\xef\xbb\xbf"):
        names = ("utf-8-sig",)
    else:
        names = ("utf-8", "gb18030")
    last = 0
    for name in names:
        try:
            text = content.decode(name)
        except UnicodeDecodeError as error:
            last = max(last, error.start)
        else:
            if "\x00" in text or any("\ue000" <= ch <= "\uf8ff" for ch in text[:4000]):
                raise ReturnWrongEncoding
            return text
    if last >= len(content) - 4:
        raise ReturnCutOff(why=gettext("最后一个字只有一半"))
    raise ReturnWrongEncoding


def _of_marked(text: str) -> Answer:
    """H|batch|count|total, D|…, T|count|total: the T line must be there and agree."""
    lined = enumerate(io.StringIO(text, newline=None), start=1)
    rows = list(_counted((n, line.strip().split("|", len(D_CELLS) + 2)) for n, line in lined if line.strip()))
    *body, (_last, tail) = rows
    if tail[0] != "T" or len(tail) < 3:
        raise ReturnCutOff(why=gettext("没有结尾的笔数和合计"))
    lines = []
    for n, cells in body:
        if cells[0] != "D":
            continue
        lines.append(_line(n, dict(zip(D_CELLS, cells[1:], strict=False))))
    count = int(tail[1]) if tail[1].isascii() and tail[1].isdigit() and len(tail[1]) < 9 else None
    total = fen_of(tail[2])
    if count is None or total is None:
        raise ReturnCutOff(why=gettext("结尾的笔数或合计不是数"))
    return Answer(tuple(lines), count, total)


def _counted(rows: Iterable[_Row]) -> Iterator[_Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_LINES + _AROUND:
            raise ReturnTooLarge
        yield row


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers; a quote that is never closed is a file cut off within it."""
    # One limit for the whole process: raised where a file needs it, never lowered under another reader.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    try:
        for n, cells in enumerate(reader, start=1):
            if len(cells) > MOST_CELLS:
                raise ReturnTooLarge
            if any(cell.strip() for cell in cells):
                yield n, [cell.strip() for cell in cells]
    except csv.Error:
        raise ReturnCutOff(why=gettext("有引号没有合上，或行里有不该有的字符")) from None


def _of_table(records: Sequence[tuple[int, list[str]]]) -> Answer:
    at, columns = _head(records)
    lines: list[BankLine] = []
    count = total = None
    needed = max(columns[field.name] for field in REQUIRED) + 1
    for place, (n, cells) in enumerate(records[at + 1 :], start=at + 1):
        if _TOTAL.match(cells[0]):
            count, total = _said_total(cells, columns["amount"])
            continue
        if len(cells) < needed and place == len(records) - 1:
            raise ReturnCutOff(why=gettext("第 {n} 行只有 {cells} 格，没有写完").format(n=n, cells=len(cells)))
        lines.append(_line(n, {name: cells[c] for name, c in columns.items() if c < len(cells)}))
    return Answer(tuple(lines), count, total)


def _head(records: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, int]]:
    """Where the heads stand, and in which column each field is."""
    lacking: Sequence[Field] = REQUIRED
    for place, (_n, cells) in enumerate(records[:HEADER_WITHIN]):
        keys = [header_key(cell) for cell in cells]
        columns: dict[str, int] = {}
        for field in FIELDS:
            words = [header_key(word) for word in (field.label, *field.synonyms)]
            found = [keys.index(word) for word in words if word in keys]
            if found:
                columns[field.name] = found[0]
        missing = [field for field in REQUIRED if field.name not in columns]
        if not missing:
            return place, columns
        lacking = min(lacking, missing, key=len)
    raise _no_table(lacking)


def _said_total(cells: Sequence[str], amount_at: int) -> tuple[int | None, Fen | None]:
    found = _COUNT.search(" ".join(cells))
    count = int(found.group(1)) if found and len(found.group(1)) < 9 else None
    return count, fen_of(cells[amount_at]) if amount_at < len(cells) else None


def _of_workbook(content: bytes, file_name: str) -> Answer:
    try:
        book = read(content, file_name, FIELDS)
    except NoTable:
        raise _no_table(REQUIRED) from None
    lacking: Sequence[Field] = REQUIRED
    for sheet in book.read_sheets:
        if sheet.rows.height > MOST_LINES:
            raise ReturnTooLarge
        matches = [m for m in match_columns(sheet, FIELDS, {}) if m.field is not None and m.how == "by-name"]
        columns = {m.field.name: m.column.key for m in matches if m.field}
        missing = [field for field in REQUIRED if field.name not in columns]
        if not missing:
            rows = sheet.rows.select("row", *columns.values()).iter_rows(named=True)
            lines = tuple(
                _line(row["row"], {name: str(row[key] or "") for name, key in columns.items()}) for row in rows
            )
            texts = sheet.skipped_rows.filter(sheet.skipped_rows["kind"] == "total")["text"].to_list()
            found = _COUNT.search(str(texts[-1])) if texts else None
            return Answer(lines, int(found.group(1)) if found and len(found.group(1)) < 9 else None)
        lacking = min(lacking, missing, key=len)
    raise _no_table(lacking)


def _no_table(fields: Sequence[Field]) -> ReturnNoTable:
    return ReturnNoTable(labels="".join(f"“{field.label}”" for field in fields))


def _line(row: int, cells: dict[str, str]) -> BankLine:
    day = cells.get("day", "").strip()
    return BankLine(
        row=row,
        number=_plain(cells.get("number", "")).upper()[:40],
        account=_plain(cells.get("account", ""))[:40],
        amount_fen=fen_of(cells.get("amount", "")),
        result=cells.get("result", "").strip()[:60],
        why=cells.get("why", "").strip()[:60],
        on=day_of(day),
        payee_name=cells.get("payee_name", "").strip()[:80],
        has_day=bool(day),
    )


def _plain(text: str) -> str:
    """A number as typed: without blanks, Excel's apostrophe and ="…"."""
    return _QUOTED.sub(r"\1", "".join(text.split())).lstrip("'’`")


def fen_of(text: str) -> Fen | None:
    """An amount in fen; None when it is none, has part of a fen, or is beyond any batch."""
    plain = text.strip().removesuffix("元").lstrip("¥￥").replace(",", "").replace("，", "").replace(" ", "")
    try:
        hundred = Decimal(plain) * 100
    except DecimalException:
        return None
    if not hundred.is_finite() or abs(hundred) > LARGEST_FEN:
        return None
    whole = int(hundred.to_integral_value())
    # What a spreadsheet's floats add (3412.6000000000004) is no part of a fen.
    return whole if abs(hundred - whole) < Decimal("0.0001") else None


def day_of(text: str) -> date | None:
    """2025-12-18, 20251218, 2025/12/18 10:20, 2025年12月18日, or Excel's serial; None when it is no day."""
    if text.isascii() and text.isdigit() and len(text) == 5:
        return date(1899, 12, 30) + timedelta(days=int(text))
    found = _DAY.match(text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


__all__ = ["Answer", "Unreadable", "day_of", "fen_of", "read_lines"]
