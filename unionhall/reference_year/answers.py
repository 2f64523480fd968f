"""Papers of a claim and the bank's answers, as bytes: what a scanner and a bank would send.

Nothing is read here; what an answer means is payments' business.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date
from functools import cache

from unionhall.funds.payments.models import Order
from unionhall.kernel import workdays
from unionhall.kernel.money import yuan

HEAD = ("支付单号", "收款户名", "收款账号", "金额", "处理结果", "原因", "日期")
ARRIVED, RETURNED, CLOSED = "成功", "退票", "账户已销户"
# Working days from the bank file to arrival, by the order's place: most money is there at once.
_TAKEN = (1, 1, 2, 1, 1, 3, 1, 2, 1, 4)


def answers(orders: Sequence[Order], *, sent_on: date, fails: Order | None = None) -> tuple[bytes, date]:
    """The return for orders sent on a day, and the last day it speaks of. :param fails: the one that comes back."""
    out, until = io.StringIO(newline=""), sent_on
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for place, order in enumerate(orders):
        on = workdays.after(sent_on, _TAKEN[place % len(_TAKEN)])
        until = max(until, on)
        result = (RETURNED, CLOSED) if order == fails else (ARRIVED, "")
        amount = str(yuan(order.amount_fen))
        writer.writerow((order.number, order.payee_name, order.account, amount, *result, on.isoformat()))
    return b"\xef\xbb\xbf" + out.getvalue().encode(), until


@cache
def pages(label: str) -> bytes:
    """A scanned paper: one empty page with the paper's name as its title."""
    title = label.encode("utf-16-be").hex().upper()
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
        f"<</Title<FEFF{title}>>>",
    )
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{content}endobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"trailer<</Size {len(places) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return out.encode()
