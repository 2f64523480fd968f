"""A kind of case for tests: entered by the unit's county, reviewed twice, in notice, paid; with return, refusal and appeal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from unionhall.casework import actions, kinds
from unionhall.casework.kinds import Kind, Level, State, Transition, Verb
from unionhall.casework.models import Case
from unionhall.kernel.scope import Duty

ENTER, REVIEW = Duty.ENTER, Duty.REVIEW

KIND = Kind(
    code="test.grant",
    label="补助申请",
    states={
        "draft": State("待提交", "todo"),
        "first": State("待初审"),
        "second": State("待复审"),
        "notice": State("公示中"),
        "back": State("待补正", "note"),
        "objected": State("异议核实中", "note"),
        "refused": State("未通过", "failed", is_end=True),
        "paid": State("已办结", "done", is_end=True),
        "gone": State("已撤回", "plain", is_end=True),
    },
    table=(
        Transition("", Verb.ENTER, "draft", ENTER, days=5),
        Transition("draft", Verb.SUBMIT, "first", ENTER, days=3, papers=("invoice",)),
        Transition("draft", Verb.WITHDRAW, "gone", ENTER, is_awaited=False),
        Transition("first", Verb.REVIEW, "second", REVIEW, days=2, level=Level.COUNTY, label="通过初审"),
        Transition("first", Verb.RETURN, "back", REVIEW, level=Level.COUNTY, is_clock_running=False),
        Transition("first", Verb.REFUSE, "refused", REVIEW, level=Level.COUNTY),
        Transition("back", Verb.SUBMIT, "first", ENTER, papers=("invoice",)),
        Transition("second", Verb.REVIEW, "notice", REVIEW, level=Level.CITY, days=5, is_public=True, label="通过复审"),
        Transition("notice", Verb.CLOSE, "paid", None),
        Transition("notice", Verb.OBJECT, "objected", ENTER, is_clock_running=False, is_awaited=False),
        Transition("objected", Verb.REVIEW, "notice", REVIEW, level=Level.CITY, is_public=True),
        Transition("refused", Verb.APPEAL, "second", ENTER, days=2, within=10, is_awaited=False),
    ),
    address=lambda case: f"/test/{case.pk}/",
    papers={"invoice": "出院发票", "card": "银行卡"},
)
FIRST_DAY = date(2025, 12, 1)  # a Monday


@contextmanager
def known(kind: Kind = KIND) -> Iterator[None]:
    """The kind is registered for as long as a test runs."""
    kinds.register(kind)
    try:
        yield
    finally:
        kinds._KINDS.pop(kind.code)


def opened(unit, by, on: date = FIRST_DAY, scheme: str = "mutual-aid") -> Case:
    return actions.open_case(kind=KIND.code, unit=unit, series="T25", scheme=scheme, by=by, on=on)


def with_reasons(by) -> None:
    for verb, code, label in (
        (Verb.RETURN, "T04", "结算单缺页"),
        (Verb.REFUSE, "R01", "不在保障期"),
        (Verb.OBJECT, "Y01", "群众反映"),
    ):
        actions.set_reason(
            kind=KIND.code,
            verb=verb,
            code=code,
            label=label,
            sentence=f"{label}，请看说明。",
            from_on=date(2025, 1, 1),
            by=by,
            on=FIRST_DAY,
        )
