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
    DemoLogin("admin", "何管理", "city", "市总工会 系统管理", (Duty.ADMINISTER,)),
)
