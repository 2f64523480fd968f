"""Orders and returns for tests: what a claim would order, and what a bank would answer."""

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

from tests.cast import TODAY, Cast
from unionhall.funds.payments import actions, returning
from unionhall.funds.payments.models import Batch, Order, ReturnFile
from unionhall.funds.payments.queries import shown
from unionhall.kernel.money import yuan

SENT_ON = date(2025, 12, 29)
ACCOUNTS = ("6217000123454408", "6217000123456682", "6217000123459120", "6217000123450834")
HEAD = ("支付单号", "收款户名", "收款账号", "金额", "处理结果", "原因", "日期")


def ordered(cast: Cast, n: int = 1, **rest) -> Order:
    """The n-th order of the city's, for period 18: 1,000.00 yuan and n fen."""
    given = {
        "source_key": f"claim:{n}",
        "payer": cast.city,
        "scheme": cast.scheme,
        "period": cast.p18,
        "purpose": "大病医疗互助",
        "payee_name": f"左云{'一二三四五六七八九'[n % 9]}",
        "account": ACCOUNTS[n % len(ACCOUNTS)],
        "bank": "演示银行",
        "amount_fen": 100_000 + n,
        "by": cast.li,
        "on": TODAY,
    }
    return actions.order(**{**given, **rest})


def sent(cast: Cast, many: int = 3, template: str = "csv", on: date = SENT_ON, extra: Sequence[Order] = ()) -> Batch:
    """A batch at the bank since that day, of so many new orders and those given: made by chen, checked by liu."""
    orders = [*extra, *(ordered(cast, n, on=on) for n in range(1, many + 1))]
    batch = actions.make_batch(orders=orders, by=cast.chen, on=on)
    actions.check_batch(batch=batch, seen=shown(batch), by=cast.liu, on=on)
    actions.bank_file(batch=batch, template=template, by=cast.chen, on=on)
    batch.refresh_from_db()
    return batch


def answer(order: Order, result: str = "成功", why: str = "", day: str = "2025-12-30", **other) -> list[str]:
    """A row of a bank's return for an order, as the bank should write it."""
    cells = {
        "number": order.number,
        "name": order.payee_name,
        "account": order.account,
        "amount": str(yuan(order.amount_fen)),
        "result": result,
        "why": why,
        "day": day,
    }
    return list({**cells, **other}.values())


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig", tail: str = "") -> bytes:
    return ("\r\n".join(",".join(row) for row in [HEAD, *rows]) + "\r\n" + tail).encode(encoding)


def as_text(rows: Sequence[Sequence[str]], count: int | None = None, total: str | None = None) -> bytes:
    """H, D and T lines in GBK."""
    said = total if total is not None else f"{sum(round(float(row[3]) * 100) for row in rows) / 100:.2f}"
    lines = ["H|PC18|x", *("|".join(("D", *row)) for row in rows), f"T|{len(rows) if count is None else count}|{said}"]
    return ("\r\n".join(lines) + "\r\n").encode("gbk")


def as_xlsx(rows: Sequence[Sequence[str]], total: str = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("回盘")
    for at, cells in enumerate([HEAD, *rows]):
        for column, cell in enumerate(cells):
            if at and HEAD[column] == "金额":
                sheet.write_number(at, column, float(cell))
            else:
                sheet.write_string(at, column, cell)
    if total:
        sheet.write_string(len(rows) + 1, 0, total)
    book.close()
    return out.getvalue()


def read(cast: Cast, content: bytes, name: str = "回盘.csv", **rest) -> ReturnFile:
    given = {"payer": cast.city, "by": cast.chen, "on": TODAY}
    return returning.read_return(content=content, file_name=name, **{**given, **rest})


def states(*orders: Order) -> list[str]:
    found = dict(Order.objects.values_list("pk", "state"))
    return [found[order.pk] for order in orders]


def verdicts(file: ReturnFile) -> list[str]:
    return [row.verdict for row in file.rows.order_by("row")]
