"""What a number does in its sentence, told from the words just before it: a share, a rise, a total, a rate per head.

Patterns over one clause; how numbers hang together is found in `reading`.
"""

import re
from enum import StrEnum

from unionhall.drafts.quantities import Quantity
from unionhall.drafts.units import Kind


class Role(StrEnum):
    PLAIN = ""
    SHARE = "share"  # 占 x%
    RATE = "rate"  # 成功率 x%
    CHANGE = "change"  # 增长 x, 减少 x
    EACH = "each"  # 每人 x 元
    TOTAL = "total"  # 合计, 共计, 共
    REST = "rest"  # 其余
    OLD = "old"  # 由 x, 上年 x
    NEW = "new"  # 提高到 x
    OF_PLAN = "of_plan"  # 完成任务的 x%


ROLE_WORDS = {
    Role.SHARE: "占比",
    Role.RATE: "比率",
    Role.CHANGE: "增减",
    Role.EACH: "单位数额",
    Role.TOTAL: "合计",
    Role.REST: "其余",
    Role.OLD: "原来",
    Role.NEW: "现在",
    Role.OF_PLAN: "完成比例",
}
_MARK = re.compile(r"[，。；：、（）！？\n,…]")
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_ADVERBS = (
    r"(?:约|大约|近|将近|接近|超|超过|突破|达|达到|达成|为|是|仅|只|均|的|了|到|至|有|已|"
    r"分别|依次|逾|高达|不足|至少|约为|大幅|同步|共|平均|也|又|净|再|更是|整整|占到)"
)
_END = rf"{_ADVERBS}{{0,4}}\s*$"
_SHARE = re.compile(
    rf"(?:占(?P<base>[\u4e00-\u9fff（）“”A-Za-z]{{0,24}}?)(?:的比[例重]|比例|比重|比率|比)?|"
    rf"(?:比例|比重|占比|份额){_ADVERBS}?)"
    rf"{_ADVERBS}{{0,3}}\s*$"
)
_RATE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{1,10})(?:率|完成比例)(?:已|均|分别|可|也|则|就|又|更|一度)?"
    rf"(?:达到|达成|达|为|是|超过|提高到|提高至|提升到|提升至|上升到|保持在|稳定在|在|高达|"
    rf"突破|约为|约|近|超|至|到|仅|只有|有)?{_END}"
)
_CHANGE = re.compile(
    r"(?P<verb>增长率?|增加额?|上升|提高|提升|增幅|增收|多收|增|多|下降率?|减少|降低|降幅|"
    r"减幅|下滑|回落|缩短|压缩|压减|节约|节省|上调|下调|调增|调减|调高|少|降|净增|涨幅|上涨|扩大|增速|"
    r"延长|高出|多出|高(?<=[比较同]高)|低于?(?<=[比较同]低)|收窄)"
    rf"(?:幅度)?{_END}"
)
_FALLS = re.compile(r"收窄|下调|调减|下降|减少|降低|降幅|减幅|下滑|回落|缩短|压缩|压减|节约|节省|少|降")
_TO = re.compile(
    r"(?:提高|提升|增加|增长|上升|扩大|发展|下降|减少|降低|缩短|压缩|压减|回落|调整|变|"
    r"升|增|降|减|跃升|攀升|扩展|拓展|上涨|涨)"
    r"(?:到了?|至|为)(?:(?:(?:今年|本年|当年|\d{4}年)(?:底|末)?|目前|现在|当前|年末|年底|期末)的?)?(?:约|近)?\s*$"
)
_FROM = re.compile(
    r"(?:由|从)(?:(?:上|去|前|往)年(?:底|末|初|同期)?|同期|原来?|年初|期初|最初|改革前|"
    r"此前|过去|\d{4}年(?:底|末|初)?|"
    r"[\u4e00-\u9fff\d年]{0,10}(?=的$))?(?:[\u4e00-\u9fff]{0,4}的)?$"
)
STARTS = re.compile(r"(?:由|从)[\u4e00-\u9fff\d年（）]{0,14}$")
_BRACKETS = re.compile(r"（[^（）\d]{1,24}）")
_OLD = re.compile(
    r"(?:上年同期|去年同期|上年|去年|上一年|前年|上一?期|同期|原来|原先|年初|期初|此前)"
    r"(?:的|同期|度|为|是|有|仅|只有|全年|末|[\u4e00-\u9fff]{0,12})?$|"
    r"^(?:较|比|与|同)(?:19|20)\d{2}年[\u4e00-\u9fff]{1,8}$|^(?:19|20)\d{2}年(?:为|是|仅|仅为|的|同期为)$|^(?:较|比)[\u4e00-\u9fff\d]{2,8}的$|"
    r"^(?:较|比)(?:上年|去年|同期|计划|预算|目标|任务|年初)[\u4e00-\u9fff]{0,4}$|"
    r"(?<!占)[比较](?!较|[例重])[\u4e00-\u9fff\d]{1,10}(?:年|期|届|季度|月|批|轮|次|同期)(?:末|底|初|度)?(?:的|[\u4e00-\u9fff]{1,6}的)$|"
    r"(?:与|同|跟)[\u4e00-\u9fff\d]{0,6}(?:年|期|届|季度|月|轮|同期)(?:末|底|初)?[\u4e00-\u9fff]{0,4}的$|"
    r"^上(?:届|季度?|月|半年|一?(?:轮|批|次|学年|季度))[\u4e00-\u9fff]{0,6}(?:为|是|仅)$"
)
_EACH = re.compile(
    r"(?:平均)?每(?:一)?(?P<unit>人次|人|名|位|户|家|场次|场|期|班|次|批|件|个|例|对|份|"
    r"张|支|项|处|所|组|篇|条|套|台|课|队|站|点|案|"
    r"笔|部|间|辆|座|届|轮|堂|册|集)(?P<rest>[\u4e00-\u9fff（）]{0,14})$"
)
_AVERAGE = re.compile(
    r"(?P<unit>人次|人|户|场|家|期|件|次|例|班|单|站|企|校|点|项|批|支|台|套|个)均(?P<rest>[\u4e00-\u9fff]{0,10})$"
)
_EACH_TAIL = re.compile(
    r"^\s*(?:/|每)\s*(人次|人|名|位|户|家|场次|场|期|班|次|批|件|个|例|对|份|张|支|项|处|"
    r"所|组|篇|条|套|台)(?!次)(?:均)?"
)
_TIMED = re.compile(
    r"/\s*(?:人)?[·/]?\s*(?:天|日|月|年)|每(?:人|名|户|位)?每(?:天|日|月|学年)|月均|"
    r"日均|年均|收入|工资|生活费|低保|薪|面积|消费|产值"
)
_TOTAL = re.compile(
    r"(?:合计|共计|总计|总共|一共|合共|累计共|(?<![中公总])共(?![同享青产和管商性识建])|"
    r"(?:两|二|三|四|五|六|七|八|2|3|4|5|6|以上|上述|各|前)(?:项|者|类|级|批|期|个|场|部分|"
    r"方面)(?:相加|加起来|之和|总和|总数))"
    r"[\u4e00-\u9fff（）]{0,16}$|^[\u4e00-\u9fff]{0,4}总(?:量|额|数|人数|金额)(?:达到|达|"
    r"为|共)?$|^总(?:收入|支出|投入)(?:达到|达|为)?$"
)
_REST = re.compile(
    r"(?:其余|其他|剩余|余下|剩下|另外的|未[\u4e00-\u9fff]{1,6}的|未[\u4e00-\u9fff]{2,3}$|尚有|还有|尚余)[\u4e00-\u9fff（）]{0,10}$"
)
_OF_PLAN = re.compile(
    rf"(?:完成|达到|达|为|占|是|超额完成|超)[\u4e00-\u9fff]{{0,12}}(?:任务数?|计划数?|目标数?|"
    rf"目标任务|预算数?|指标)(?:总数|总额|量)?(?:的|之)?{_END}"
)


def last_clause(lead: str) -> str:
    """The words after the last mark, brackets without numbers left out."""
    words = _BRACKETS.sub("", lead)
    last = 0
    for found in _MARK.finditer(words):
        last = found.end()
    return re.sub(r"\s+", "", words[last:])


def last_of(pattern: re.Pattern[str], text: str) -> str:
    """The last word of a text the pattern finds."""
    word = ""
    for found in pattern.finditer(text):
        word = found.group()
    return word


def subject_of(clause: str, noun: str) -> str:
    """The clause and the noun after the number, as a reader is shown them."""
    words = "".join(_HAN.findall(clause))[-24:]
    return f"{words}（{noun}）" if words and noun else words or noun


def role_of(quantity: Quantity, lead: str, clause: str, tail: str) -> tuple[Role, dict[str, str]]:
    """The role, and what goes with it: each, base, stem, fall."""
    kind = quantity.kind
    if kind is Kind.PERCENT:
        return _percent_role(clause)
    if kind in (Kind.POINTS, Kind.TIMES):
        found = _CHANGE.search(clause)
        return (Role.CHANGE if found or kind is Kind.POINTS else Role.PLAIN), {"fall": _fall(found)}
    each = _each(clause, tail, is_money=kind is Kind.MONEY)
    if each is not None:
        return Role.EACH, {"each": each}
    return _count_role(clause, re.sub(r"\s+", "", lead), tail)


def _percent_role(clause: str) -> tuple[Role, dict[str, str]]:
    if _TO.search(clause):
        return Role.NEW, {}
    if _FROM.search(clause):
        return Role.OLD, {}
    if clause == "完成":
        return Role.OF_PLAN, {"fall": ""}
    if found := _OF_PLAN.search(clause):
        return Role.OF_PLAN, {"fall": "超" if re.search("超(?!过)", found.group()) else ""}
    if found := _SHARE.search(clause):
        return Role.SHARE, {"base": found.group("base") or "", "stem": clause[: found.start()]}
    if found := _CHANGE.search(clause):
        return Role.CHANGE, {"fall": _fall(found)}
    if found := _RATE.search(clause):
        return Role.RATE, {"stem": found.group("stem")}
    if _OLD.search(clause):
        return Role.OLD, {}
    return Role.PLAIN, {}


def _is_compared(clause: str, tail: str) -> bool:
    """与 2023 年决算 4,708 万元相比: the number 相比 stands behind."""
    return bool(re.match(r"\s*相[比较]", tail) and re.match(r"[与同和比较]", clause))


def _count_role(clause: str, lead: str, tail: str) -> tuple[Role, dict[str, str]]:
    if _TO.search(clause):
        return Role.NEW, {}
    if _FROM.search(clause):
        return Role.OLD, {}
    found = _CHANGE.search(clause)
    if found and (len(found.group("verb")) > 1 or re.search(r"[比较]|同期|上年|去年", clause)):
        return Role.CHANGE, {"fall": _fall(found)}
    if _OLD.search(clause) or _is_compared(clause, tail):
        return Role.OLD, {}
    if _REST.search(clause):
        return Role.REST, {}
    if _TOTAL.search(clause):
        return Role.TOTAL, {"base": lead}
    return Role.PLAIN, {}


def _fall(found: re.Match[str] | None) -> str:
    return "fall" if found and _FALLS.search(found.group("verb")) else ""


def _each(clause: str, tail: str, *, is_money: bool) -> str | None:
    """The unit a rate is for; "" where it is also for a day or a year; None where it is no rate."""
    if (after := _EACH_TAIL.match(tail)) and (is_money or _MARK.match(tail[after.end() :])):
        return "" if _TIMED.search(tail[: after.end() + 3]) or _TIMED.search(clause) else after.group(1)
    for pattern in (_EACH, _AVERAGE):
        if found := pattern.search(clause):
            unit = found.group("unit")
            return "" if _TIMED.search(clause) else _EACH_WORDS.get(unit, unit)
    return (
        ""
        if re.search(
            r"[日周月年条次篇]均[\u4e00-\u9fff]{0,6}$|每(?:天|日|周|月|季度|年|学年|学期)[\u4e00-\u9fff]{0,8}$", clause
        )
        else None
    )


_EACH_WORDS = {
    "班": "期",
    "课": "堂",
    "队": "支",
    "站": "个",
    "点": "个",
    "单": "个",
    "企": "家",
    "校": "所",
    "案": "件",
}
