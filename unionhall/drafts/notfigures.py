"""Digits that count nothing: dates, document and phone numbers, ordinals, names of policies, thresholds, list marks.

Gives spans to leave out; every pattern is anchored by a literal and bounded in length, so the whole is linear.
"""

import re
from collections.abc import Iterator

_N = r"[0-9零一二三四五六七八九十百]"
_CN = r"[零一二三四五六七八九十两]"
_CLASS_NOUNS = (
    r"(?:的)?(?:企业|单位|用人单位|非公|基层|规模|工会|筹备|大型|中型|小型|已?建会|未建会|"
    r"职工|家庭|民营|私营|机关|事业|项目|法人|"
    r"学校|医院|工厂|车间|在职|建设|重点|的?企|园区|社会组织|平台|大企业|村|社区)"
)
_PATTERNS = (
    r"《[^《》]{0,60}》",
    r"[〔（]\d{4}[〕）]\s*(?:第)?\d{1,5}\s*号",
    r"第\s*\d{1,6}(?:\.\d{1,3})?\s*(?:-|至|、|~)\s*(?:第)?\s*\d{1,6}\s*[\u4e00-\u9fff]{0,2}",
    r"第\s*(?:\d{1,6}|[零一二三四五六七八九十百千两]{1,8})\s*[\u4e00-\u9fff%]?",
    r"\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}",
    r"(?:19|20)\d{2}\s*(?:年)?\s*(?:-|~|至|到|、|和|与|及|/)\s*(?:19|20)\d{2}\s*(?:年(?:度)?)?",
    r"(?:19|20)\d{2}\s*(?:学?年度?|级|届|版)",
    r"[零一二三四五六七八九]{4}年",
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?月(?:份|底|初|末|中旬|上旬|下旬)?"
    r"(?:\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号])?(?:\s?(?:-|~|至|到|、)\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?[日号])?",
    r"\d{1,2}\s?(?:-|~|至|到|、)\s?\d{1,2}\s?月(?:份)?",
    r"\d{1,2}\s?(?:日|号)(?:\s?(?:-|~|至|到)\s?\d{1,2}\s?[日号])?(?!文)",
    r"\d{1,5}\s*号(?:文|令|线|楼|院|门)?",
    r"\d{1,2}：\d{2}(?:：\d{2})?",
    r"\d{1,3}：\d{1,3}",
    r"\d{1,2}\s*时(?:\d{1,2}\s*分)?(?!间)",
    rf"(?:\d{{1,4}}|{_CN}{{1,3}})\s*(?:多|余|个多)?\s*(?:周年|年多|年来|年间|年度|年期|年制|"
    rf"年级|年行动|年规划|年计划|年|个月|个年度|"
    r"个小时|小时|分钟|秒|周岁|岁|星期|个星期|个季度|季度|个工作日|工作日|周|个交易日)(?:以上|以下|以内|左右|内)?",
    r"\d{1,3}\s*[*×]\s*\d{1,3}\s*(?:小时|天)?",
    r"\d{1,4}\s*/\s*\d{1,4}(?!\s*[元人])",
    r"[一二三四五六七八九十]分之[一二三四五六七八九十]",
    r"\d{1,4}\s*(?:·|•)\s*\d{1,4}",
    r"(?:\d{1,3}|[一二三四五六七八九十])\s*\+\s*(?:\d{1,3}|[A-Za-z]|[一二三四五六七八九十]|"
    r"[\u4e00-\u9fff])(?:\s*\+\s*[\dA-Za-z]{1,3})*",
    r"[A-Za-z]{1,8}(?:/[A-Za-z])?\s?[-.]?\d{1,6}(?:[-.]\d{1,6})*",
    r"\d{1,2}\.\d{1,2}\s?(?:版|折)",
    r"\d{1,4}[A-Za-z]{1,6}(?![A-Za-z])",
    r"(?<!\d)1\d{10}(?!\d)",
    r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)",
    r"(?<!\d)(?:400|800)-\d{3}-?\d{4}(?!\d)",
    r"\d{3,5}\s*(?:职工|服务|维权|公益|法律|咨询|举报|监督|便民|政务)?\s*(?:服务|维权)?\s*(?:热线|"
    r"专线|电话|平台热线)",
    r"(?:热线|电话|邮编|编号|学号|账号|卡号|证号|代码|编码|房间|微信|QQ|传真)[:：号为]?\s*[\dA-Za-z-]{2,24}",
    rf"(?:每|任何|同|另|某|唯|统|逐|任|哪怕|这|那|不)一{_CN}{{0,1}}[\u4e00-\u9fff]",
    r"[一][\u4e00-\u9fff][一二三四五][\u4e00-\u9fff]",
    r"[一二三四五六七八九十]对[一二三四五六七八九十]",
    r"(?:前|排名前)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:名|位|强|家|季度|个月|期|批|次|届|轮|年)",
    r"(?<![线以会训之])(?:上|下|后|头|近)(?:[一二三四五六七八九十两几]{1,2})\s*(?:个)?(?:期|"
    r"年|次|批|届|轮|天|季度|月|步)",
    r"[两二三四五六七八九2-9]\s?(?:项|者|类|级|批|个|部分|方面|大类|种|笔|场|期|轮|县|地|"
    r"组)(?=[\u4e00-\u9fff]{0,8}(?:合计|共计|总计|相加|之和|加起来|共)|[\u4e00-\u9fff]{0,4}分别)",
    r"[两二三四五六七八九十]{1,2}\s*(?:个|大|类)(?=行业|方面|领域|层级|层面|部分|维度|环节|"
    r"阶段|渠道|板块|类别|系统|产业|群体|季度)",
    r"[一二三四五六七八九十]{1,2}个一(?=[”工活行、，。])",
    r"(?:前|名列|位列|位居|排名|居|列)\s*(?:全[省市国]|全县)?\s*第?\s*\d{1,3}\s*(?:位|名)",
    rf"{_N}{{1,4}}届{_N}{{1,4}}(?:次|中)",
    r"\d{1,3}\s*(?:强|级|型|星|大|板块|方面|维|款|版|线|中全会|千伏|伏|瓦|度|℃|°|层|楼)(?!企业\d)",
    r"(?:十四|十三|十五|十二)五",
    r"(?<![\u4e00-\u9fff\d])(?:千家万户|千方百计|成千上万|百花齐放|万众|千千万万|百尺竿头|"
    r"一心一意|三心二意|五湖四海|万无一失|百年|千秋|"
    r"万家灯火|万水千山|百姓)",
)
_HITS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
# 50人以上企业 is a class of employers, not a number of people.
_CLASS = re.compile(
    r"\d[\d,.]{0,12}\s*[万亿]?\s*(?:人|名|元|户|家|个|%|人次)\s*(?:（?含）?)?(?:以上|以下|及以上|及以下|规模)"
    + _CLASS_NOUNS
)
_CLASS_WORDED = re.compile(r"[一二三四五六七八九十百千两]{1,6}(?:人|元)(?:以上|以下|及以上)" + _CLASS_NOUNS)
_QUOTED = re.compile(r"[“\"]([^“”\"]{1,14})[”\"]")
_LIST_MARK = re.compile(
    r"(?:^|(?<=[。；：\n，]))\s*(?:（\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*）|(?:\d{1,2})[.、）](?!\d)|"
    r"[一二三四五六七八九十]{1,3}[、是]|[①-⑳])"
)
_KNOWN_NUMBERS = re.compile(r"(?<!\d)(?:12351|12345|12348|12333|12320|12306|12315|12328)(?!\d)")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of what is no figure in a folded paragraph; may overlap, not sorted."""
    for pattern in (_LIST_MARK, _CLASS, _CLASS_WORDED, _KNOWN_NUMBERS):
        yield from (found.span() for found in pattern.finditer(text))
    yield from (found.span() for found in _HITS.finditer(text) if not _is_counted(text, found))
    for found in _QUOTED.finditer(text):
        if any(character.isdigit() or character in "一二三四五六七八九十百千万两" for character in found.group(1)):
            yield found.span()


_SPAN = re.compile(r"(?:工作日|小时|分钟)$")
_SHORTENED = re.compile(r"(?:由|从|缩短|压缩|压减|减少|缩减|降)[\u4e00-\u9fff]{0,10}$")


def _is_counted(text: str, found: re.Match[str]) -> bool:
    """A pattern that would swallow a true figure: 3层 aside, 500+人 is one."""
    piece = found.group()
    if _SPAN.search(piece) and _SHORTENED.search(text[max(0, found.start() - 14) : found.start()]):
        return True
    if "+" in piece:
        return bool(re.match(r"\d{2,}\+[人名家个场件份]", piece))
    return False


def mask(text: str) -> bytearray:
    """One byte a character: 1 where no figure may begin."""
    hidden = bytearray(len(text))
    for start, end in spans(text):
        hidden[start:end] = b"\x01" * (end - start)
    return hidden
