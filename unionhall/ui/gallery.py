"""The examples that the gallery shows; invented, in no database.

Not a place for components: those are templates, tags and tables.
"""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unionhall.ui import charts, tables
from unionhall.ui.forms import DateField, MoneyFormField
from unionhall.ui.icons import ICONS


class OrderTable(tables.Table):
    noun = _("笔")
    shows_count = False

    pick = tables.SelectColumn(accessor="number")
    number = tables.LinkColumn(verbose_name=_("支付单"), url=lambda row: "#", strong=False)
    payee = tables.Column(verbose_name=_("收款人"), phone="second", footer=_("合计"))
    amount = tables.MoneyColumn(verbose_name=_("金额"), phone="note", footer="12,052.60")
    paid_on = tables.DateColumn(verbose_name=_("到账日"))
    state = tables.ChipColumn(verbose_name=_("状态"))


ORDERS = [
    {"number": "ZF17-11-0001", "payee": "谷知春", "amount": 864000, "paid_on": date(2025, 12, 18), "state": "已到账"},
    {"number": "ZF17-11-0006", "payee": "左云桥", "amount": 341260, "paid_on": None, "state": ("failed", "已退票")},
]


class StayForm(forms.Form):
    sections = ((_("这次住院"), ("number", "own_cost", "union", "admitted_on", "is_migrant", "tier", "note")),)

    number = forms.CharField(label=_("证件号码"))
    own_cost = MoneyFormField(label=_("自付金额"), help_text=_("结算单上“个人支付”一栏"))
    union = forms.ChoiceField(label=_("所属工会"), choices=[("", _("输入名称或拼音首字母")), ("1", "澄园纺织厂工会")])
    admitted_on = DateField(label=_("入院日期"))
    is_migrant = forms.BooleanField(label=_("农民工"), required=False)
    tier = forms.ChoiceField(
        label=_("缴费档次"), widget=forms.RadioSelect, choices=[("a", _("普通档")), ("b", _("补贴档"))]
    )
    note = forms.CharField(label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_number(self) -> str:
        raise forms.ValidationError(_("末位校验不符，请对照身份证原件重填"))


COLOURS = (
    ("ink", "#1B2430", _("正文")),
    ("ink-2", "#4A5566", _("次要")),
    ("ink-3", "#5F6C7E", _("说明")),
    ("field", "#8491A1", _("输入框边")),
    ("line-2", "#C7CFD8", _("分节线")),
    ("line", "#E0E5EA", _("行线")),
    ("sunk", "#EDF0F3", _("凹底")),
    ("ground", "#F4F6F8", _("侧栏、表头")),
    ("paper", "#FFFFFF", _("页面")),
    ("accent", "#155A9C", _("唯一强调色")),
    ("accent-dark", "#0E4479", _("按下、悬停")),
    ("accent-soft", "#E8F0F8", _("选中行")),
    ("ok", "#1A6640", _("成了")),
    ("warn", "#8A4A00", _("要留意")),
    ("bad", "#A3271F", _("出错、退回")),
    ("ok-soft", "#E5F3EA", _("标签底")),
    ("warn-soft", "#FCF0DB", _("标签底")),
    ("bad-soft", "#FBE9E7", _("标签底")),
)
CHART_COLOURS = (
    ("chart-1", "#155A9C", _("本年、其中")),
    ("chart-2", "#6595C6", _("全市（含其中）")),
    ("chart-last", "#8491A1", _("上年")),
    ("chart-3", "#B3721D", _("第三类")),
    ("chart-4", "#4B8065", _("第四类")),
)


WHOLE = (52.1, 9.8, 56.2, 61.4, 53.9, 62.7, 58.1, 66.4, 70.3, 59.2, 66.9, 82.6)
OWN = (9.4, 0.0, 10.1, 9.0, 10.3, 9.6, 11.6, 9.1, 10.8, 10.2, 8.5, 10.4)
LAST = (48.2, 14.6, 50.1, 55.2, 51.8, 56.4, 53.0, 60.7, 61.5, 54.0, 61.2, 74.5)


def _chart() -> Any:
    columns = [
        charts.Column(f"{n} 月", whole, own, last, f"{whole}")
        for n, (whole, own, last) in enumerate(zip(WHOLE, OWN, LAST, strict=True), start=1)
    ]
    return charts.svg(charts.months(columns, width=860), str(_("按月到账，万元")))


def _steps() -> list[dict[str, Any]]:
    done = _("完成")
    return [
        {"kind": "done", "name": _("汇集"), "word": done, "detail": "24 笔支付单", "when": "12月15日 09:10"},
        {"kind": "done", "name": _("制单"), "word": done, "detail": "冀望舒", "when": "12月15日 10:32"},
        {"kind": "doing", "name": _("回盘匹配"), "word": _("进行中"), "detail": "21 / 24 笔", "when": "12月19日 08:55"},
        {"kind": "todo", "name": _("结清"), "word": _("未开始"), "detail": "3 笔处理完才能结清", "when": ""},
    ]


def examples(request: HttpRequest, today: date) -> dict[str, Any]:
    """Context of ui/gallery.html."""
    form = StayForm({"number": "140728********2319", "own_cost": "22,460.80", "admitted_on": "2025-09-02", "tier": "a"})
    timeline = (
        {"kind": "doing", "act": _("市级复审"), "who": "李砚书", "when": "", "note": _("期限 11月26日 周三")},
        {"kind": "back", "act": _("退回补正"), "who": "武衡之", "when": "11月05日 15:10", "note": _("T04 结算单缺页")},
        {"kind": "done", "act": _("录入"), "who": "郝青禾", "when": "11月03日 09:30", "note": ""},
    )
    return {
        "colours": COLOURS,
        "chart_colours": CHART_COLOURS,
        "table": tables.paged(request, OrderTable(ORDERS, bulk=[tables.Bulk(_("导出所选"), "#", "download")])),
        "form": form,
        "timeline": timeline,
        "steps": _steps(),
        "chart": _chart(),
        "legend": [("second", _("全市")), ("", _("其中市本级")), ("tick", _("上期"))],
        "months": WHOLE,
        "parts": [(1247, ""), (21, "note"), (18, "bad")],
        "icons": list(ICONS),
        "late_on": date(2025, 11, 17),
        "example_day": date(2025, 11, 18),
        "far_on": date(2025, 11, 26),
    }
