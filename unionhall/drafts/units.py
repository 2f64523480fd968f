"""Units of measure as drafts write them, and which of them may be laid against each other.

A table; which number has which unit is found in `numerals`.
"""

from enum import StrEnum


class Kind(StrEnum):
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    NONE = "none"


# What is written → the unit it is counted in. Longest first where one begins another.
_FAMILIES = {
    "人次": "人次",
    "人": "人",
    "名": "人",
    "位": "人",
    "户次": "户次",
    "户": "户",
    "家次": "家次",
    "车次": "车次",
    "件次": "件次",
    "场次": "场",
    "场": "场",
    "班次": "班次",
    "批次": "批",
    "批": "批",
    "课时": "课时",
    "学时": "课时",
    "家": "家",
    "个": "个",
    "所": "所",
    "处": "处",
    "座": "座",
    "件": "件",
    "起": "件",
    "宗": "件",
    "例": "例",
    "份": "份",
    "次": "次",
    "期": "期",
    "对": "对",
    "项": "项",
    "支": "支",
    "条": "条",
    "笔": "笔",
    "趟": "趟",
    "篇": "篇",
    "册": "册",
    "本": "册",
    "张": "张",
    "枚": "枚",
    "台": "台",
    "套": "套",
    "辆": "辆",
    "种": "种",
    "类": "类",
    "部": "部",
    "组": "组",
    "轮": "轮",
    "间": "间",
    "只": "只",
    "堂": "堂",
    "幅": "幅",
    "块": "块",
    "面": "面",
    "封": "封",
    "幢": "幢",
    "栋": "栋",
    "盒": "盒",
    "箱": "箱",
    "袋": "袋",
    "瓶": "瓶",
    "束": "束",
    "顶": "顶",
    "副": "副",
    "双": "双",
    "把": "把",
    "桶": "桶",
    "吨": "吨",
    "公斤": "公斤",
    "斤": "斤",
    "亩": "亩",
    "平方米": "平方米",
    "平米": "平方米",
    "公里": "公里",
    "米": "米",
    "天": "天",
    "度": "度",
    "票": "票",
    "千瓦时": "度",
    "个工作日": "天",
    "工作日": "天",
    "小时": "小时",
    "分钟": "分钟",
    "分": "分",
    "元": "元",
    "块钱": "元",
    "个百分点": "百分点",
    "百分点": "百分点",
    "%": "%",
    "倍": "倍",
    "人天": "人天",
    "名次": "",
    "位次": "",
    "步": "步",
    "款": "款",
    "档": "档",
    "门": "门",
    "桌": "桌",
    "尊": "尊",
    "盏": "盏",
    "株": "株",
    "棵": "棵",
    "幕": "幕",
    "句": "句",
    "首": "首",
    "届": "届",
    "节": "节",
    "点": "点",
}
LONGEST_FIRST = sorted(_FAMILIES, key=len, reverse=True)
# Places and bodies are counted in any of these; one text may change between them for the same thing.
_PLACES = {"个", "家", "所", "处", "座", "支", "间"}
_CASES = {"件", "例", "个"}
_EVENTS = {"场", "次", "期"}
_TURNS = ({"人", "人次"}, {"件", "件次"}, {"户", "户次"}, {"家", "家次"}, {"票", "人"})


def canonical(written: str) -> str:
    """The unit a written one is counted in: 名 → 人, 场次 → 场; "" where it is none."""
    return _FAMILIES.get(written, "")


def kind_of(unit: str) -> Kind:
    named = {"元": Kind.MONEY, "%": Kind.PERCENT, "百分点": Kind.POINTS, "倍": Kind.TIMES, "": Kind.NONE}
    return named.get(unit, Kind.COUNT)


def are_same(one: str, other: str) -> bool:
    """Whether two units can measure the same thing: equal, or words for places used in turn."""
    return one == other or ({one, other} <= _PLACES) or ({one, other} <= _CASES)


def are_alike(one: str, other: str) -> bool:
    """A looser likeness, good enough to fall silent, never to accuse."""
    return are_same(one, other) or ({one, other} <= _EVENTS) or {one, other} in _TURNS
