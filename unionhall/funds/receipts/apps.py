"""Registers the app receipts with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceiptsConfig(AppConfig):
    name = "unionhall.funds.receipts"
    label = "receipts"
    verbose_name = _("到款核对")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.figures.catalogue import catalogue
        from unionhall.funds.receipts import facts
        from unionhall.funds.receipts.statements import BankStatement
        from unionhall.funds.receipts.waiting import waiting
        from unionhall.office import counting
        from unionhall.office.counting import showing
        from unionhall.office.imports import contract
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import WAITING

        contract.register(BankStatement())
        counting.bind(facts.settlements, facts.settlement_rows, origin="receipt__statement__origin")
        showing.show(facts.settlements, facts.settlement_view)
        catalogue.register(facts.settlements)
        verbs.declare(VERBS)
        verbs.declare_facts(FACTS)
        WAITING.fill(waiting, order=40)


VERBS = {
    "receipts.dues.declared": _("申报应缴款"),
    "receipts.due.amended": _("变更应缴款"),
    "receipts.dues.cancelled": _("撤销应缴款"),
    "receipts.receipt.matched": _("核对到账"),
    "receipts.receipt.released": _("撤销核对"),
    "receipts.receipt.refunded": _("退款"),
    "receipts.receipts.matched": _("自动核对到款"),
    "receipts.statement.uploaded": _("上传银行流水"),
    "receipts.statement.previewed": _("预览银行流水"),
    "receipts.statement.discarded": _("放弃银行流水文件"),
    "receipts.statement.columns_confirmed": _("确认银行流水的列"),
    "receipts.statement.marked_taken": _("下载标注后的银行流水"),
    "receipts.statement.committed": _("导入银行流水"),
    "receipts.statement.undone": _("撤销银行流水导入"),
    "receipts.register.exported": _("导出名册"),
}

FACTS = {
    "receipt": _("到款号"),
    "due": _("应缴款号"),
    "amount_fen": _("金额（元）"),
    "matched": _("已核对笔数"),
    "matched_fen": _("已核对金额（元）"),
    "left": _("未认领笔数"),
    "left_fen": _("未认领金额（元）"),
}
