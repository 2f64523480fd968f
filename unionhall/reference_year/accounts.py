"""The demo log-ins and their posts: one cast, in the tests, the pages and the documentation.

Names are invented. The password comes from the settings, never from here.
"""

from dataclasses import dataclass

from unionhall.kernel.scope import Duty


@dataclass(frozen=True)
class DemoLogin:
    """A log-in; `unit` is the key of its organisation in the planned tree."""

    username: str
    name: str
    unit: str
    title: str
    duties: tuple[Duty, ...]


DEMO_LOGINS = (
    DemoLogin("wang", "王青禾", "county-140702", "榆次区总工会 经办", (Duty.ENTER,)),
    DemoLogin("li", "李砚书", "city", "市总工会 复审", (Duty.ENTER, Duty.REVIEW)),
    DemoLogin("chen", "陈谷雨", "city", "市总工会 付款", (Duty.PAY,)),
    DemoLogin("zhao", "赵砺之", "city", "市总工会 经审", (Duty.AUDIT,)),
    DemoLogin("liu", "刘怀瑾", "city", "市总工会 分管领导", (Duty.APPROVE, Duty.PUBLISH)),
    DemoLogin("sun", "孙知夏", "county-140728", "平遥县总工会 经办", (Duty.ENTER,)),
    DemoLogin("qian", "钱若水", "city", "市总工会 互助受理", (Duty.ENTER,)),
    DemoLogin("he", "何静", "city", "市总工会 初审", (Duty.REVIEW,)),
    DemoLogin("wu", "武衡之", "county-140702", "榆次区总工会 初审", (Duty.REVIEW,)),
    DemoLogin("tian", "田园", "county-140702", "榆次区总工会 出纳", (Duty.PAY,)),
    DemoLogin("ma", "马丽", "county-140702", "榆次区总工会 主席", (Duty.APPROVE,)),
    DemoLogin("admin", "何管理", "city", "市总工会 系统管理", (Duty.ADMINISTER,)),
)
