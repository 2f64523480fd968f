"""What cells look like: a number of a person, a name, a phone, an amount, a date; for one cell and for a column.

Looks only: whether an ID number is right is `identity`'s question.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

import polars as pl

from .glyphs import DOTS, HAN, QUOTES, squashed
from .lexicon import Content

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司"
    "卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘"
    "满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉"
    "冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由畅逄"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "东方",
    "夏侯",
    "西门",
    "长孙",
    "宇文",
    "端木",
    "南宫",
)
_DIGITS = "0-9０-９"
_GAP = r"[\s\u00a0\u3000\u200b\u200c\u200d\ufeff-]*"

#: A cell that is meant to be an ID number, right or wrong: 17 digits and one more, 15 digits, a float of 15 digits.
ID_LIKE = (
    rf"^[{QUOTES}=\s]*(?:[1-9１-９]{_GAP}(?:[{_DIGITS}]{_GAP}){{16}}[{_DIGITS}XxＸｘ×]"
    rf"|[1-9１-９](?:[{_DIGITS}]{_GAP}){{14}})[{QUOTES}\s]*$"
    r"|^[1-9]\.\d{3,16}[eE]\+?1[4-8]$|^\d{6}\*{4,12}[\dXx]{2,4}$"
)
PHONE_LIKE = r"^(?:\+?86)?[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?:\.0)?$|^0\d{2,3}[- ]?\d{7,8}$"
AMOUNT_LIKE = (
    r"^[￥¥$]?\s*-?\d{1,3}(?:[,，]\d{3})*(?:\.\d{1,4})?\s*(?:元整?)?$|^[￥¥$]?\s*-?\d{1,7}(?:\.\d{1,4})?\s*(?:元整?)?$"
)
DATE_LIKE = (
    r"^(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}\s*日?|\s*月)?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$"
    r"|^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"
)
CREDIT_CODE_LIKE = r"^[1-9A-Z][0-9A-Z]\d{6}[0-9A-Z]{10}$"
UNIT_LIKE = (
    r"(?:公司|工会|厂|学校|医院|中心|局|委员会|联合会|社区|村|集团|银行|中学|小学|大学|研究院|合作社|商行|支行|分行)$"
)
NAME_LIKE = (
    rf"^[{HAN}][ \u00a0\u3000]{{0,4}}[{HAN}](?:[ \u00a0\u3000]*[{HAN}]){{0,2}}$"
    rf"|^[{HAN}]{{1,10}}[{re.escape(DOTS)}][{HAN}{re.escape(DOTS)}]{{1,16}}$"
)

_ID = re.compile(ID_LIKE)
_DATA = re.compile("|".join((ID_LIKE, PHONE_LIKE, AMOUNT_LIKE, DATE_LIKE)))
_NAME = re.compile(NAME_LIKE)


def is_id_like(text: str) -> bool:
    """Whether a cell is meant to be an ID number."""
    return bool(_ID.match(text.strip()))


def is_value(text: str) -> bool:
    """Whether a cell is a value (number, date, phone, ID number), which no header is."""
    return bool(_DATA.match(text.strip()))


def is_name_like(text: str) -> bool:
    """Whether a cell can be a person's name: two to four Han characters that begin with a surname, or a dotted name."""
    if not _NAME.match(text.strip()):
        return False
    flat = squashed(text)
    return any(dot in text for dot in DOTS) or flat[0] in _SURNAMES or flat.startswith(_COMPOUND)


def shares(cells: pl.Series) -> dict[Content, float]:
    """For each kind of content, the share of the filled cells that look like it; {} when no cell is filled."""
    filled = cells.drop_nulls()
    if filled.is_empty():
        return {}
    patterns = {
        Content.ID_NUMBER: ID_LIKE,
        Content.PHONE: PHONE_LIKE,
        Content.DATE: DATE_LIKE,
        Content.AMOUNT: AMOUNT_LIKE,
        Content.CREDIT_CODE: CREDIT_CODE_LIKE,
        Content.UNIT: UNIT_LIKE,
    }
    found = {kind: float(filled.str.contains(pattern).mean() or 0) for kind, pattern in patterns.items()}  # type: ignore[arg-type]
    texts = filled.to_list()
    found[Content.NAME] = sum(map(is_name_like, texts)) / len(texts)
    found[Content.SERIAL] = _serial_share(texts)
    return found


def _serial_share(texts: Iterable[str]) -> float:
    """Share of neighbours that count up by one; a column of equal amounts scores 0."""
    numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None for text in texts]
    pairs = list(pairwise(numbers))
    if not pairs:
        return 1.0 if numbers == [1] else 0.0
    return sum(a is not None and b == a + 1 for a, b in pairs) / len(pairs)
