"""The file a bank takes: CSV, Excel, or GBK text with count and total; the same orders give the same bytes.

Only written here; answers are read in lines.py.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.funds.payments.models import Batch, Order
from unionhall.funds.payments.refusals import NameNotInCode
from unionhall.kernel import sheets
from unionhall.kernel.money import yuan

HEAD = ("序号", "支付单号", "收款户名", "收款账号", "开户行", "金额", "附言")
NAMED = 5
# A workbook's own time of making would give another fingerprint each time it is taken.
_MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 - a constant, no moment


@dataclass(frozen=True)
class Template:
    """A form of bank file: what it is called, its ending and media type, how it is written."""

    label: str | Promise
    ending: str
    media_type: str
    write: Callable[[Batch, Sequence[Order]], bytes]


def written(batch: Batch, orders: Sequence[Order], template: str) -> bytes:
    """In Chinese whatever its reader's language: the bank must get the same bytes from everybody.

    :raises NameNotInCode: GBK text cannot hold a name. :raises KeyError: no such template.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return TEMPLATES[template].write(batch, orders)


def file_name(batch: Batch) -> str:
    return f"{batch.code}.{TEMPLATES[batch.file_template].ending}"


def _cells(batch: Batch, row: Order) -> tuple[str, ...]:
    note = f"{row.purpose} {batch}"
    return (str(row.place), row.number, row.payee_name, row.account, row.bank, str(yuan(row.amount_fen)), note)


def _csv(batch: Batch, orders: Sequence[Order]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(_cells(batch, row) for row in orders)
    writer.writerow(("合计", f"{len(orders)}笔", "", "", "", str(_total(orders)), ""))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(batch: Batch, orders: Sequence[Order]) -> bytes:
    out = io.BytesIO()
    book = sheets.workbook(out, in_memory=True)
    book.set_properties({"created": _MADE_AT})
    text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("代发明细")
    sheet.set_column(1, 6, 22)
    for at, word in enumerate(HEAD):
        sheet.write_string(0, at, word)
    for line, row in enumerate(orders, start=1):
        for at, cell in enumerate(_cells(batch, row)):
            if HEAD[at] == "金额":
                sheet.write_number(line, at, float(cell), money)  # the edge: a cell to be read by the bank
            else:
                sheet.write_string(line, at, cell, text)
    last = len(orders) + 1
    sheet.write_string(last, 0, "合计")
    sheet.write_string(last, 1, f"{len(orders)}笔")
    sheet.write_number(last, HEAD.index("金额"), float(_total(orders)), money)
    book.close()
    return out.getvalue()


def _gbk(batch: Batch, orders: Sequence[Order]) -> bytes:
    """Lines of H (batch, count, total), D (an order each), T (count, total), parted by |, as counter programs take them."""
    total = str(_total(orders))
    lines = [f"H|{batch.code}|{len(orders)}|{total}"]
    lines += ["|".join(("D", *_cells(batch, row)[1:])) for row in orders]
    lines.append(f"T|{len(orders)}|{total}")
    odd = [row.number for row, line in zip(orders, lines[1:], strict=False) if not _is_gbk(line)]
    if odd:
        raise NameNotInCode(numbers=gettext("、").join(odd[:NAMED]))
    return ("\r\n".join(lines) + "\r\n").encode("gbk")


def _is_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _total(orders: Sequence[Order]) -> Decimal:
    return yuan(sum(row.amount_fen for row in orders))


TEMPLATES = {
    "csv": Template(_("CSV（UTF-8）"), "csv", "text/csv", _csv),
    "xlsx": Template(_("Excel"), "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "gbk": Template(_("文本（GBK，带笔数和合计）"), "txt", "text/plain", _gbk),
}
