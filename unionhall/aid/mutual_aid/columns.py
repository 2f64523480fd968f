"""What a roster's columns can be, and what can be said of one of its rows.

Codes are listed in docs/verdicts.md; how they are found stands in checks.py.
"""

from unionhall.kernel.errors import N_
from unionhall.office.imports.contract import ACCEPTED, RowVerdict, Standing
from unionhall.office.imports.reading import Field, identity

FIELDS = (
    Field("name", N_("姓名"), ("姓名", "职工姓名", "参保人姓名", "会员姓名", "参保人", "名字"), is_required=True),
    Field(
        "id_number",
        N_("证件号码"),
        ("身份证号", "身份证号码", "证件号码", "公民身份号码", "居民身份证号", "居民身份证号码", "身份证", "证件号"),
        is_required=True,
    ),
    Field("phone", N_("联系电话"), ("联系电话", "联系方式", "手机", "手机号", "手机号码", "电话")),
    Field("tier", N_("缴费档次"), ("缴费档次", "档次", "类别", "参保类别", "缴费类别", "人员类别")),
    Field("amount", N_("缴费金额"), ("缴费金额", "缴费", "金额", "缴费标准", "互助金", "应缴金额", "交费金额")),
    Field("unit_code", N_("单位信用代码"), ("统一社会信用代码", "单位信用代码", "信用代码", "单位代码")),
    Field(
        "unit_name",
        N_("单位名称"),
        (
            "单位名称",
            "工会名称",
            "所属工会",
            "工作单位",
            "单位",
            "所在单位",
            "基层工会",
            "用人单位",
            "用人单位名称",
            "参保单位",
            "企业名称",
        ),
    ),
)


def _rejected(code: str, label: str, sentence: str, field: str = "") -> RowVerdict:
    return RowVerdict(code, Standing.REJECTED, label, sentence, field)


def _duplicate(code: str, label: str, sentence: str) -> RowVerdict:
    return RowVerdict(code, Standing.DUPLICATE, label, sentence, "id_number")


VERDICTS = (
    RowVerdict(ACCEPTED, Standing.ACCEPTED, N_("可导入"), N_("可以导入")),
    RowVerdict("region-unknown", Standing.REMARK, N_("提醒"), identity.SENTENCES["region-unknown"], "id_number"),
    _rejected("missing-name", N_("缺姓名"), N_("没有姓名，请补上后重传"), "name"),
    _rejected("missing", N_("缺证件号码"), identity.SENTENCES["missing"], "id_number"),
    _rejected("checksum-wrong", N_("校验不符"), identity.SENTENCES["checksum-wrong"], "id_number"),
    _rejected("digits-lost", N_("丢失位数"), identity.SENTENCES["digits-lost"], "id_number"),
    _rejected("no-such-date", N_("没有这一天"), identity.SENTENCES["no-such-date"], "id_number"),
    _rejected("fifteen-digits", N_("15 位号码"), identity.SENTENCES["fifteen-digits"], "id_number"),
    _rejected("not-an-id-number", N_("不是证件号码"), identity.SENTENCES["not-an-id-number"], "id_number"),
    _rejected("unit-unknown", N_("单位未登记"), N_("单位未登记，您管的范围里没有这个名称或代码"), "unit_name"),
    _rejected("unit-outside", N_("单位不归您管"), N_("单位不在您管的范围内，请由所属工会报送"), "unit_name"),
    _rejected("tier-unknown", N_("档次不清"), N_("缴费档次不清，请按本期档次填写档次或金额"), "tier"),
    _rejected("amount-wrong", N_("缴费不符"), N_("缴费与档次不符，请核对金额"), "amount"),
    _rejected("name-differs", N_("姓名不符"), N_("这个证件号码已登记在另一姓名下，请核对；档案没有改动"), "name"),
    _rejected(
        "known-elsewhere",
        N_("别处已登记"),
        N_("此人已在别处登记，姓名与这里写的不同，没有导入；请核对姓名与证件号码，档案没有改动"),
        "name",
    ),
    _rejected("outside-window", N_("不在登记期"), N_("不在本期登记时间内，没有导入")),
    _rejected("unit-threshold", N_("单位人数不足"), N_("单位参保人数不到本期要求，整单位没有导入")),
    _duplicate("twice-in-file", N_("表内重复"), N_("本表内重复")),
    _duplicate("enrolled-here", N_("本单位已参保"), N_("本单位已为此人参保，不再重复")),
    _duplicate("enrolled-elsewhere", N_("他处已参保"), N_("已由其他单位参保，不再重复")),
)
