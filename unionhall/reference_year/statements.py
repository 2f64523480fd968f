"""Bank statements of the federation's account: how every union pays for its roster, and what else comes in.

Plain numbers and bytes; what a payment settles is decided by whoever imports the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import polars as pl

from unionhall.reference_year.calendar import batches, window
from unionhall.reference_year.draws import lots
from unionhall.reference_year.plan import PERIODS, TIERS_FEN, Plan, whole
from unionhall.reference_year.rosters import File, frame
from unionhall.reference_year.shares import shares
from unionhall.reference_year.tree import Planned, tree
from unionhall.reference_year.workbook import workbook

ACCOUNT = "1400700000000002025"
HOLDER = "晋中市总工会"
# Of so many unions, in the order they pay, one pays in each of these other ways; fewer unions show each way once.
_CYCLE = 223
_IN_PARTS, _TOO_MUCH, _UNNAMED = 5, 8, 3
_SURPLUS_FEN = 10_000
_HEADER = ("序号", "交易日期", "交易流水号", "对方户名", "对方账号", "贷方金额", "附言")
_WIDTHS = (6, 14, 26, 42, 24, 14, 40)


@dataclass(frozen=True)
class Payment:
    """One credit line. `unit` is who pays (key), None for strangers; `surplus_fen` of it is more than was owed.

    `is_unnamed` payments say neither who pays nor for whom: a clerk lays them by hand. `is_sent_back`: the surplus,
    or all of a stranger's money, is refunded.
    """

    on: date
    reference: str
    payer: str
    account: str
    amount_fen: int
    remark: str
    unit: str | None
    surplus_fen: int = 0
    is_unnamed: bool = False
    is_sent_back: bool = False


def payments(plan: Plan, period: int) -> tuple[Payment, ...]:
    """Every payment for a period by day. In the last period all that is owed arrives, before it parts stay open."""
    lot = lots(plan.seed, f"payments/{period}")
    units = {unit.key: unit for unit in tree(plan)}
    owed = dict(frame(plan, period).group_by("unit").agg(pl.col("yuan").sum() * 100).iter_rows())
    people = dict(frame(plan, period).group_by("unit").len().iter_rows())
    lines: list[Payment] = []
    senders = [(batch.on, key) for batch in batches(plan, period) for key in batch.units]
    for place, (sent_on, key) in enumerate(senders):
        lines += _paid(lot, units[key], sent_on, owed[key], people[key], period, place % _CYCLE)
    lines += _strangers(lot, period)
    ordered = sorted(lines, key=lambda line: (line.on, line.unit or "", line.amount_fen))
    return tuple(_numbered(line, n) for n, line in enumerate(ordered, start=1))


def statements(plan: Plan, period: int) -> Iterator[tuple[date, File, tuple[Payment, ...]]]:
    """One file a month with the day it is imported and its lines."""
    lines = payments(plan, period)
    for month in sorted({(line.on.year, line.on.month) for line in lines}):
        own = tuple(line for line in lines if (line.on.year, line.on.month) == month)
        yield own[-1].on, _file(own, period), own


def left_out(plan: Plan) -> dict[int, int]:
    """By body (a county's code, 0 the city): fen owed for the period before by the unions a sample leaves out."""
    if plan.size != "sample":
        return {}
    full = whole(plan)
    bodies = {unit.key: unit.county for unit in tree(full)}
    there = {share.key for share in shares(plan)}
    high, low = TIERS_FEN
    sums: dict[int, int] = {}
    for share in shares(full):
        if share.key not in there:
            at_low = share.enrolled_before - share.at_first_tier_before
            owed = share.at_first_tier_before * high + at_low * low
            sums[bodies[share.key]] = sums.get(bodies[share.key], 0) + owed
    return dict(sorted(sums.items()))


def rest_statement(sums: dict[str, tuple[str, int]], period: int) -> tuple[File, tuple[Payment, ...]]:
    """A statement with one line a body. :param sums: body's key → its name and fen."""
    on = _workday(window(period).enrol_until)
    remark = f"大病互助金第{period}期，样本未逐户装入的单位合计"
    lines = [
        Payment(on, "", name, f"6200{n:012d}", amount_fen, remark, key)
        for n, (key, (name, amount_fen)) in enumerate(sums.items(), start=1)
    ]
    numbered = tuple(_numbered(line, 90_000_000 + n) for n, line in enumerate(lines))
    return _file(numbered, period), numbered


def _paid(
    lot: Random, unit: Planned, sent_on: date, owed_fen: int, people: int, period: int, case: int
) -> Iterator[Payment]:
    """What one union pays: once as a rule, in two parts, too much, or without saying for whom."""
    last = window(period).enrol_until
    on = _workday(min(sent_on + timedelta(days=lot.randrange(2, 15)), last - timedelta(days=1)))
    later = _workday(min(on + timedelta(days=lot.randrange(5, 20)), last))
    name = unit.works.name if unit.works and lot.random() < 0.7 else unit.name
    remark = f"大病互助金第{period}期{people}人"
    if lot.random() < 0.2:
        # Some are paid by the county's treasury, which names the union by its code.
        name, remark = "国库集中支付中心", f"{unit.credit_code} {remark}"
    account = f"6200{lot.randrange(10**12):012d}"
    is_past = period != PERIODS[-1]
    if case == _IN_PARTS:
        first = owed_fen * 6 // 10 // 1000 * 1000
        yield Payment(on, "", name, account, first, f"{remark}（部分）", unit.key)
        if not is_past:
            yield Payment(later, "", name, account, owed_fen - first, remark, unit.key)
    elif case == _TOO_MUCH:
        yield Payment(
            on, "", name, account, owed_fen + _SURPLUS_FEN, remark, unit.key, _SURPLUS_FEN, is_sent_back=not is_past
        )
    elif case == _UNNAMED:
        yield Payment(on, "", "待核实账户", account, owed_fen, "缴费", unit.key, is_unnamed=True)
    else:
        yield Payment(on, "", name, account, owed_fen, remark, unit.key)


def _strangers(lot: Random, period: int) -> Iterator[Payment]:
    """Money nobody claims: it counts in no figure. One is sent back."""
    for n, (payer, remark) in enumerate((("某物资贸易公司", "货款"), ("个人汇款", ""), ("某广告公司", "错汇"))):
        on = _workday(window(period).enrol_from + timedelta(days=45 + 20 * n))
        account = f"6200{lot.randrange(10**12):012d}"
        yield Payment(on, "", payer, account, 123_400 + 11_100 * n, remark, None, is_sent_back=n == 2)


def _numbered(line: Payment, number: int) -> Payment:
    return Payment(**{**line.__dict__, "reference": f"{line.on:%Y%m%d}{number:08d}"})


def _workday(on: date) -> date:
    """The day itself or the Friday before: banks book nothing at week-ends."""
    return on - timedelta(days=max(on.weekday() - 4, 0))


def _file(lines: tuple[Payment, ...], period: int) -> File:
    first, last = lines[0].on, lines[-1].on
    rows = pl.DataFrame(
        {
            "serial": list(range(1, len(lines) + 1)),
            "on": [f"{line.on:%Y-%m-%d}" for line in lines],
            "reference": [line.reference for line in lines],
            "payer": [line.payer for line in lines],
            "account": [line.account for line in lines],
            "amount": [f"{line.amount_fen // 100}.{line.amount_fen % 100:02d}" for line in lines],
            "remark": [line.remark for line in lines],
        }
    )
    total = sum(line.amount_fen for line in lines)
    return File(
        name=f"账户明细{first:%Y年%m月}（第{period}期互助金专户）.xlsx",
        content=workbook(
            above=(
                ["账户交易明细"],
                [f"户名：{HOLDER}　　账号：{ACCOUNT}　　起止日期：{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"],
                _HEADER,
            ),
            rows=rows,
            below=(["", "合计", f"{len(lines)}笔", "", "", f"{total // 100}.{total % 100:02d}"],),
            widths=_WIDTHS,
            sheet="明细",
        ),
        rows=len(lines),
    )
