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
        counting.bind(facts.settlements, facts.settlement_rows)
        showing.show(facts.settlements, facts.settlement_view)
        catalogue.register(facts.settlements)
        verbs.declare(VERBS)
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
    "receipts.statement.columns_confirmed": _("确认银行流水的列"),
    "receipts.statement.marked_taken": _("下载标注后的银行流水"),
    "receipts.statement.committed": _("导入银行流水"),
    "receipts.statement.undone": _("撤销银行流水导入"),
    "receipts.register.exported": _("导出名册"),
}
