"""What a bank statement's columns may be called, and what each line's verdict says.

Only words; what a line is, is decided in lines.py and statements.py.
"""

from unionhall.kernel.errors import N_
from unionhall.office.imports.contract import ACCEPTED, RowVerdict, Standing
from unionhall.office.imports.reading import Field
from unionhall.office.imports.reading.lexicon import Content

FIELDS = (
    Field(
        "day", N_("交易日期"), ("记账日期", "入账日期", "交易时间", "到账日期", "发生日期", "日期"), is_required=True
    ),
    Field(
        "reference",
        N_("流水号"),
        (
            "交易流水号",
            "核心流水号",
            "账务流水号",
            "主机流水号",
            "银行流水号",
            "业务流水号",
            "交易流水",
            "回单编号",
            "参考号",
        ),
        content=Content.TEXT,
    ),
    Field(
        "credit",
        N_("收入金额"),
        ("贷方发生额", "贷方金额", "贷方", "收入", "转入金额", "存入金额", "收入（贷）", "到账金额", "入账金额"),
        content=Content.AMOUNT,
    ),
    Field(
        "debit",
        N_("支出金额"),
        ("借方发生额", "借方金额", "借方", "支出", "转出金额", "支取金额", "支出（借）"),
        content=Content.AMOUNT,
    ),
    Field("amount", N_("交易金额"), ("发生额", "金额"), content=Content.AMOUNT),
    Field(
        "direction",
        N_("借贷标志"),
        ("借贷方向", "收支标志", "借/贷", "借贷", "收/支", "收支", "交易方向"),
        content=Content.TEXT,
    ),
    Field("balance", N_("余额"), ("账户余额", "本次余额"), content=Content.AMOUNT),
    Field(
        "payer_name",
        N_("对方户名"),
        ("对方账户名称", "对方名称", "对方单位", "付款人名称", "付款人户名", "付款人", "付款单位", "对方单位名称"),
        content=Content.UNIT,
    ),
    Field("payer_account", N_("对方账号"), ("付款人账号", "对方账户", "付款账号"), content=Content.TEXT),
    Field("remark", N_("附言"), ("用途", "备注", "客户附言", "交易附言", "附加信息"), content=Content.TEXT),
    Field("summary", N_("摘要"), ("交易摘要", "摘要信息"), content=Content.TEXT),
)


def _rejected(code: str, label: str, sentence: str, field: str = "") -> RowVerdict:
    return RowVerdict(code, Standing.REJECTED, label, sentence, field)


def _duplicate(code: str, label: str, sentence: str) -> RowVerdict:
    return RowVerdict(code, Standing.DUPLICATE, label, sentence, "reference")


VERDICTS = (
    RowVerdict(ACCEPTED, Standing.ACCEPTED, N_("可导入"), N_("是一笔到款")),
    RowVerdict(
        "no-payer",
        Standing.REMARK,
        N_("没有户名"),
        N_("银行没有写付款户名，照常导入，留待人工认领"),
        "payer_name",
    ),
    _rejected("debit-line", N_("支出"), N_("这一行是支出，不是到款，已略过")),
    _rejected("opening-balance", N_("余额行"), N_("这一行是期初或承前余额，不是到款，已略过")),
    _rejected("total-line", N_("合计行"), N_("这一行是合计，不是到款，已略过")),
    _rejected("no-such-date", N_("日期不清"), N_("交易日期不是一个日期，请改正后重传"), "day"),
    _rejected("future-date", N_("日期在后"), N_("交易日期晚于今天，请核对后重传"), "day"),
    _rejected("not-an-amount", N_("金额不清"), N_("看不出收入多少，请改正后重传"), "credit"),
    _rejected("reversal", N_("冲正"), N_("这一行是冲正（负数），没有记为到款，请与被冲的那一笔一起核对"), "credit"),
    _rejected(
        "reference-clash",
        N_("流水号冲突"),
        N_("流水号和日期与另一笔（{amount} 元）相同而金额不同，没有记，请向银行核对"),
        "reference",
    ),
    _duplicate("twice-in-file", N_("表内重复"), N_("与第 {row} 行流水号和日期都相同，只记一次")),
    _duplicate("recorded-before", N_("已记过"), N_("这一笔以前的流水里已经记过，没有再记")),
)
