"""What a row of a roster can be told, in the words its office reads; docs/verdicts.md lists the same.

How a row comes to its verdict is in rules.py and roster.py.
"""

from unionhall.kernel.errors import N_
from unionhall.office.imports.contract import ACCEPTED, RowVerdict, Standing
from unionhall.office.imports.reading import identity

_REJECTED, _DUPLICATE, _REMARK = Standing.REJECTED, Standing.DUPLICATE, Standing.REMARK

VERDICTS = (
    RowVerdict(ACCEPTED, Standing.ACCEPTED, N_("可导入"), N_("可以导入")),
    RowVerdict(
        "region-unknown", _REMARK, N_("地区码不识"), identity.SENTENCES[identity.REGION_UNKNOWN], field="id_number"
    ),
    RowVerdict("rare-characters", _REMARK, N_("生僻字"), N_("姓名含生僻字，已按原字保留"), field="name"),
    RowVerdict("missing-name", _REJECTED, N_("缺姓名"), N_("没有填姓名，请补上"), field="name"),
    RowVerdict("name-unreadable", _REJECTED, N_("姓名不清"), N_("姓名里有认不出的字，请改正后重传"), field="name"),
    RowVerdict("missing-number", _REJECTED, N_("缺证件号"), identity.SENTENCES[identity.MISSING], field="id_number"),
    RowVerdict(
        "checksum-wrong", _REJECTED, N_("校验不符"), identity.SENTENCES[identity.CHECKSUM_WRONG], field="id_number"
    ),
    RowVerdict("digits-lost", _REJECTED, N_("丢失位数"), identity.SENTENCES[identity.DIGITS_LOST], field="id_number"),
    RowVerdict(
        "no-such-date", _REJECTED, N_("日期不存在"), identity.SENTENCES[identity.NO_SUCH_DATE], field="id_number"
    ),
    RowVerdict(
        "fifteen-digits", _REJECTED, N_("15 位号码"), identity.SENTENCES[identity.FIFTEEN_DIGITS], field="id_number"
    ),
    RowVerdict(
        "not-an-id-number",
        _REJECTED,
        N_("不是身份证号"),
        identity.SENTENCES[identity.NOT_AN_ID_NUMBER],
        field="id_number",
    ),
    RowVerdict(
        "twice-in-file", _DUPLICATE, N_("本表内重复"), N_("与前面的行证件号码相同，本行不导入"), field="id_number"
    ),
    RowVerdict(
        "enrolled-elsewhere",
        _DUPLICATE,
        N_("已由其他单位参保"),
        N_("本期已由其他单位参保，不再导入"),
        field="id_number",
    ),
    RowVerdict(
        "already-enrolled", _DUPLICATE, N_("本单位已参保"), N_("本期已由本单位参保，不再导入"), field="id_number"
    ),
    RowVerdict(
        "name-differs",
        _REJECTED,
        N_("姓名不符"),
        N_("这个证件号码登记的是另一个姓名，请对照身份证原件；确实更名的请先更正档案"),
        field="name",
    ),
    RowVerdict(
        "missing-unit", _REJECTED, N_("缺单位"), N_("没有填单位，请补上单位名称或统一社会信用代码"), field="unit"
    ),
    RowVerdict(
        "unknown-unit", _REJECTED, N_("单位未登记"), N_("组织架构里没有这家单位，请核对名称或代码"), field="unit"
    ),
    RowVerdict("unit-ambiguous", _REJECTED, N_("单位重名"), N_("有几家单位同名，请填统一社会信用代码"), field="unit"),
    RowVerdict("unit-closed", _REJECTED, N_("单位已撤销"), N_("这家单位已撤销，请填现在的单位"), field="unit"),
    RowVerdict(
        "unit-outside-scope", _REJECTED, N_("单位不归此处"), N_("这家单位不在本次导入的单位范围内"), field="unit"
    ),
    RowVerdict("outside-window", _REJECTED, N_("不在登记期"), N_("登记日期不在本期登记时间内"), field="enrolled_on"),
    RowVerdict(
        "date-unreadable", _REJECTED, N_("日期不清"), N_("登记日期认不出来，请写成 2025-11-05"), field="enrolled_on"
    ),
    RowVerdict("unknown-tier", _REJECTED, N_("档次不识"), N_("没有这个缴费档次，请核对"), field="tier"),
    RowVerdict("missing-tier", _REJECTED, N_("缺档次"), N_("没有填缴费档次或缴费金额，请补上"), field="tier"),
    RowVerdict("amount-differs", _REJECTED, N_("缴费不符"), N_("缴费金额与档次不符"), field="amount"),
    RowVerdict(
        "unit-under-threshold",
        _REJECTED,
        N_("单位未达门槛"),
        N_("单位参保人数未达到本期门槛，全单位暂不导入"),
        field="unit",
    ),
)
