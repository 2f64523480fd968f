"""The words at the head of a column, and those that mark a row as no person's: totals, signatures, notes.

Only words: where a header is, is decided in `layout`; which field a column is, in `matching`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .glyphs import squashed


class Content(StrEnum):
    """What most cells of a column look like."""

    ID_NUMBER = "id-number"
    NAME = "name"
    PHONE = "phone"
    AMOUNT = "amount"
    DATE = "date"
    CREDIT_CODE = "credit-code"
    UNIT = "unit"
    SERIAL = "serial"
    TEXT = "text"


@dataclass(frozen=True)
class Field:
    """What the caller looks for: `synonyms` are header texts, best first; `content` follows from them."""

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    content: Content | None = None

    @property
    def looks_like(self) -> Content:
        """What its cells should look like."""
        if self.content is not None:
            return self.content
        for word in (self.label, *self.synonyms):
            found = CONTENT_OF_WORD.get(header_key(word))
            if found is not None:
                return found
        return Content.TEXT


#: Headers seen in rosters, statements and ledgers, by what stands below them.
WORDS: dict[Content, str] = {
    Content.SERIAL: """
        序号 序 编号 号 项次 No NO. 行号 序列号
    """,
    Content.NAME: """
        姓名 职工姓名 会员姓名 参保人姓名 参保人 参保职工 参加人姓名 参加人 人员姓名 名字 员工姓名 参保职工姓名
        被保障人姓名 被保障人 本人姓名 互助人姓名 申请人姓名 申请人 工人姓名 真实姓名 name
    """,
    Content.ID_NUMBER: """
        身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码 公民身份证号码 公民身份证号 居民身份证号
        居民身份证号码 身份号码 身份证件号码 身份证件号 有效证件号码 有效证件号 二代身份证号 二代身份证号码
        本人身份证号 职工身份证号 职工身份证号码 参保人身份证号 公民身份号 公民身份证 居民身份证 社会保障号码
        社会保障号 社保号 身份证编号 ID号 idcard idnumber idno
    """,
    Content.PHONE: """
        联系电话 联系方式 手机号码 手机号 手机 电话 电话号码 移动电话 本人电话 联系手机 职工电话 联系人电话 mobile
        phone tel
    """,
    Content.AMOUNT: """
        金额 缴费金额 缴费 缴费额 缴款金额 缴费标准 交费金额 交费 应缴金额 实缴金额 应缴 实缴 缴纳金额 会费 互助金
        互助费 参保金额 参保费用 费用 保费 个人缴费 单位缴费 补贴金额 补助金额 交易金额 收入金额 支出金额 贷方发生额
        借方发生额 贷方金额 借方金额 发生额 收入 支出 余额 账户余额 到账金额 入账金额 金额元 amount 缴交金额
        合计金额 缴费数额 缴费档次金额
    """,
    Content.DATE: """
        日期 出生日期 出生年月 出生年月日 生日 缴费日期 参保日期 入会日期 入会时间 交易日期 交易时间 记账日期
        入账日期 到账日期 起息日 时间 参加工作时间 填表日期 登记日期 date 缴费时间 参保时间
    """,
    Content.CREDIT_CODE: """
        单位信用代码 统一社会信用代码 信用代码 社会信用代码 单位统一社会信用代码 工会统一社会信用代码 工会信用代码
        单位代码 统一信用代码 单位编码
    """,
    Content.UNIT: """
        单位名称 所属工会 单位 工作单位 所在单位 工会名称 基层工会 基层工会名称 所属单位 参保单位 所在工会 企业名称
        公司名称 用人单位 所属工会名称 投保单位 缴费单位 参保单位名称 工会组织名称 村社区 社区 对方户名 对方名称
        付款人 付款人名称 付款单位 对方账户名称 户名
    """,
    Content.TEXT: """
        备注 说明 类别 档次 缴费档次 缴费类别 人员类别 参保类别 参保类型 缴费类型 职工类别 会员类别 参保档次 档位
        类型 续保新参保 是否续保 参保状态 性别 年龄 民族 部门 科室 车间 班组 所在部门 岗位 职务 职称 学历 政治面貌
        户籍 家庭住址 住址 地址 籍贯 工种 证件类型 证件种类 开户行 开户银行 银行卡号 银行账号 卡号 账号 签名 签字
        本人签字 是否会员 是否党员 会员卡号 人员编号 工号 职工编号 摘要 用途 附言 交易摘要 对方账号 对方行名
        对方开户行 流水号 交易流水号 凭证号 币种 人员性质 用工性质 用工形式 健康状况 与本人关系 人数 职工人数
        会员人数 参保人数 区县 县区 乡镇 街道 困难类型 致困原因 受益人 联系人 remark
    """,
}
#: A header that merely holds one of these is still a header of its kind: "职工本人身份证号码（18位）".
CORES: tuple[tuple[str, Content], ...] = (
    ("信用代码", Content.CREDIT_CODE),
    ("身份证", Content.ID_NUMBER),
    ("身份号", Content.ID_NUMBER),
    ("证件号", Content.ID_NUMBER),
    ("手机", Content.PHONE),
    ("电话", Content.PHONE),
    ("联系方式", Content.PHONE),
    ("姓名", Content.NAME),
    ("金额", Content.AMOUNT),
    ("缴费", Content.AMOUNT),
    ("日期", Content.DATE),
    ("出生", Content.DATE),
    ("单位名称", Content.UNIT),
    ("工会", Content.UNIT),
)
#: Whose number or name it is, when it is not the person's own.
SOMEBODY_ELSE = re.compile(
    r"配偶|家属|亲属|子女|父亲|母亲|监护人|紧急|联系人|经办人|填表人|受益人|代办|开户|户主|患者|推荐人|介绍人|负责人|户名|照片|复印件"
)
#: Days of a life, which are no day of payment or enrolment.
OTHER_DAY = re.compile(r"出生|生日|参加工作|入职|入会|建会|办证|有效期")
#: Between the levels of a header of several rows; no single cell holds it, since blanks are taken out of headers.
LEVEL = " / "
_BRACKETED = re.compile(r"[(\[【〔<《].*?[)\]】〕>》]")
_ORNAMENT = re.compile(r"[^\w\u3400-\U0003ffff]|_")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?=[^\d]))|^[一二三四五六七八九十]{1,2}(?=[、.])")


def header_key(text: str) -> str:
    """The form in which headers are compared: no blanks, brackets' contents, stars, colons or numbering; lower case.

    "* 身 份 证\\n号 码（18位）" and "身份证号码：" both give "身份证号码".
    """
    flat = squashed(text).lower()
    bare = _ORNAMENT.sub("", _NUMBERING.sub("", _BRACKETED.sub("", flat)))
    return bare or _ORNAMENT.sub("", flat)


CONTENT_OF_WORD: dict[str, Content] = {
    header_key(word): kind for kind, words in WORDS.items() for word in words.split()
}


def content_of_header(text: str) -> Content | None:
    """What should stand under a header, None when the words say nothing."""
    key = header_key(text)
    exact = CONTENT_OF_WORD.get(key)
    if exact is not None:
        return exact
    if 0 < len(key) <= 16 and not SOMEBODY_ELSE.search(key):
        for core, kind in CORES:
            if core in key:
                return kind
    return None


def is_header_word(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a cell reads like the head of a column. `known`: header keys of the caller's fields.

    "制表人：" is a label before a value and "缴费说明：一、…" a sentence: neither is one.
    """
    flat = squashed(text)
    if not flat or len(flat) > 40 or flat.endswith(":") or re.search(r":.", _BRACKETED.sub("", flat)):
        return False
    key = header_key(text)
    if key in known or key in CONTENT_OF_WORD:
        return True
    return (
        0 < len(key) <= 14
        and not re.search(r"\d{3}|花名册|登记表|汇总表|名单|明细表|统计表|公示|年度", key)
        and any(core in key for core, _ in CORES)
    )


def known_keys(fields: Iterable[Field]) -> frozenset[str]:
    """Header keys of all the caller's words."""
    return frozenset(header_key(word) for one in fields for word in (one.label, *one.synonyms))


TOTAL = re.compile(
    r"^(?:本页|本表|本单位|部门|单位|全部|以上|人员|人数|金额|缴费|总|全厂|全公司|全体)*(?:合计|小计|总计|共计|累计|总额|总人数|汇总)"
    r"|.{0,14}(?:小计|合计|总计|共计)(?:[:(]|\d|$)|^(?:合计|人民币)?\(?大写"
)
SIGNATURE = re.compile(
    r"^(?:单位|基层|本级|上级|县级|市级|所属|填报|填表|制表|经办|工会|财务|主管|分管|部门|县区|直属|报送|审核|上报|参保|投保|组织|法定|分会|代办)*"
    r"(?:制表人?|填表人?|填报人?|审核人?|复核人?|负责人|经办人|经办|联系人|联系电话|联系方式|代办人?员?|主席|主任|领导|签字|签章|盖章|签名|公章|日期|填报单位|会计|出纳|财务|时间|审批人?|"
    r"制单人?|报送人?|统计人?|录入人?|承办人?|校对人?|核对人?|代表人?|电话)(?:\(?(?:签字|签章|盖章|公章|签名|签|章)\)?)?(?:[:(]|$)"
    r"|\((?:盖章|公章|签章|签字|单位盖章|工会盖章)\)|^(?:盖章|公章|签章)"
    r"|(?:制表人|填表人|审核人|负责人|经办人|填报人|复核人|填表日期|填报日期|制表日期|主席签字|工会主席|代办员)(?:\(.{1,6}\))?:"
)
NOTE = re.compile(
    r"^(?:注|备注|附注|说明|填表说明|填报说明|填写说明|注意|注意事项|温馨提示|提示|要求|填表要求)\d?[:.、。]"
    r"|^(?:以下空白|以下无正文|以下无内容|此处空白|空白|无正文|示例|例如?[:)]|样例|范例|※|★)|^\*.{6,}|以下空白|^[-—=/\\*.~_·…]+$"
)
#: The first cell of a line that shows how to fill in the form, ID number and all.
EXAMPLE = re.compile(r"^(?:填写)?(?:示例|样例|范例|例|例如|举例|模板|样表|举例说明)\d?:?$")
#: A hint in one cell of a line of hints: （必填）.
HINT = re.compile(r"必填|选填|可不填|非必填|文本格式|下拉|请填|请选|格式[:为]|^[(].{1,14}[)]$")
#: A title between the rows: 一、机关, 第一车间, 财务科 (12人).
SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[(]?[一二三四五六七八九十\d]{1,3}[)])[、.．)]"
    r"|(?:车间|部|科|科室|室|组|班|班组|队|处|公司|工会|分厂|厂|中心|学校|医院|社区|村|机关|站|所|局|院|街道|镇|乡|委员会|联合会|分会|协会|合作社|商会|单位|园|店|行|支部|大队|项目部|退休|在职|临聘)"
    r"(?:[(:].*)?$"
)
DITTO = re.compile(r"^(?:同上|同前|〃|″|“|”|\"|''|’’|＂|上同|同|〞|〝)$")
