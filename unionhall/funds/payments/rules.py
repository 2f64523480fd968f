"""What a bank's answer means, whether a payee can be paid, which payments are one benefit twice. Pure.

No database and no file: rows come in as dataclasses.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unionhall.kernel.errors import N_
from unionhall.kernel.money import Fen

# Refusals are looked for first: 未成功 holds 成功.
_FAILED = re.compile(
    r"失败|未成功|不成功|退票|退回|退汇|拒绝|不符|有误|错误|不存在|销户|冻结|挂失|止付|无效|fail|reject", re.IGNORECASE
)
_PENDING = re.compile(r"处理中|在途|待处理|未处理|排队|已受理|pending", re.IGNORECASE)
_ARRIVED = re.compile(r"成功|到账|入账|已付|完成|success|^ok$", re.IGNORECASE)
_ACCOUNT = re.compile(r"\d{8,32}", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

NO_ACCOUNT = N_("收款账号须是 8 到 32 位数字")
NO_NAME = N_("没有收款户名，或户名里有不能写进银行文件的字符")


@dataclass(frozen=True)
class BankLine:
    """A row of a return as read: nothing is known yet of the order it speaks of. `on` None: no day that can be read."""

    row: int
    number: str = ""
    account: str = ""
    amount_fen: Fen | None = None
    result: str = ""
    why: str = ""
    on: date | None = None
    payee_name: str = ""
    has_day: bool = False

    @property
    def said(self) -> str:
        return " ".join(dict.fromkeys(part for part in (self.result, self.why) if part))[:120]


@dataclass(frozen=True)
class Expected:
    """What we know of an order a row names: its account, amount and state, and the day it went to the bank."""

    account: str
    amount_fen: Fen
    state: str
    sent_on: date | None = None


def outcome_of(line: BankLine) -> str:
    """arrived, returned, pending or unclear: what the bank's words say; the result goes before the reason."""
    for words in (line.result, f"{line.result} {line.why}"):
        for pattern, outcome in ((_FAILED, "returned"), (_PENDING, "pending"), (_ARRIVED, "arrived")):
            if pattern.search(words):
                return outcome
    return "unclear"


def verdict_of(line: BankLine, expected: Expected | None, *, on: date) -> str:
    """What a row comes to, on its own: order number and account and amount must all be the order's.

    `on` is the last day a bank can speak of; the day the order went to the bank is the first.
    """
    if expected is None:
        return "unknown"
    if line.account != expected.account:
        return "account"
    if line.amount_fen != expected.amount_fen:
        return "amount"
    outcome = outcome_of(line)
    if outcome == "unclear" or (line.has_day and (line.on is None or line.on > on)):
        return "unclear"
    if is_before(line.on or on, expected.sent_on):
        return "unclear"
    return _against_state(outcome, expected.state)


def is_before(day: date | None, sent_on: date | None) -> bool:
    """The bank dates its answer before it was asked: a slip of its year, which would count money in the wrong one."""
    return day is not None and sent_on is not None and day < sent_on


def _against_state(outcome: str, state: str) -> str:
    """The verdict of a row that fits its order: money that arrived may still come back, not the other way round."""
    if state == outcome:
        return "repeated"
    if state == "sent" or (state == "arrived" and outcome == "returned"):
        return outcome
    if outcome == "pending":
        return "repeated"
    # Never sent, or already returned, replaced, cancelled: nobody can say by himself what the bank did there.
    return "doubled"


def judged(lines: Sequence[BankLine], known: Mapping[str, Expected], *, on: date) -> list[str]:
    """A verdict for each row. A number that stands twice counts once if both rows say the same, else not at all."""
    verdicts = [verdict_of(line, known.get(line.number), on=on) for line in lines]
    often = Counter(line.number for line in lines if line.number in known)
    first: dict[str, int] = {}
    for place, line in enumerate(lines):
        if often[line.number] < 2 or verdicts[place] == "unknown":
            continue
        earlier = first.setdefault(line.number, place)
        if earlier == place:
            continue
        if _tells(lines[earlier]) != _tells(line):
            verdicts[earlier] = "doubled"
        verdicts[place] = "doubled"
    return verdicts


def _tells(line: BankLine) -> tuple[str, Fen | None, str]:
    return line.account, line.amount_fen, outcome_of(line)


def payee_fault(*, name: str, account: str) -> str | None:
    """Why nobody can be paid under this name and account; None when it can be."""
    if not _ACCOUNT.fullmatch(account):
        return NO_ACCOUNT
    # A name a spreadsheet would take for a formula is no name.
    if not name.strip() or _CONTROLS.search(name) or name.startswith(("=", "+", "-", "@")):
        return NO_NAME
    return None


def plain(text: str) -> str:
    """A bank's name or a purpose as it may stand in a bank's file: one line, no separators, no formula."""
    return " ".join(_CONTROLS.sub(" ", text).split()).lstrip("=+-@")


@dataclass(frozen=True)
class Benefit:
    """A payment as the double-benefit check sees it."""

    number: str
    source_key: str
    person_id: int | None
    event_key: str
    purpose: str

    @property
    def what(self) -> tuple[int, str, str] | None:
        """One person, one event, one purpose; None when one of them is not said."""
        return (self.person_id, self.event_key, self.purpose) if self.person_id and self.event_key else None


def doubles(ours: Iterable[Benefit], others: Iterable[Benefit]) -> list[tuple[Benefit, Benefit]]:
    """Pairs of payments for one person, one event and one purpose under different claims, across schemes.

    Instalments of one claim are one benefit.
    """
    ours = list(ours)
    by_what: dict[tuple[int, str, str], list[Benefit]] = {}
    for other in [*others, *ours]:
        if other.what:
            by_what.setdefault(other.what, []).append(other)
    pairs = []
    for mine in ours:
        what = mine.what
        rivals = [other for other in by_what[what] if other.source_key != mine.source_key] if what else []
        if rivals:
            pairs.append((mine, min(rivals, key=lambda other: other.number)))
    return pairs
