"""Registers the app payments with Django; what it offers to others is filled in at start-up here.

No logic.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "unionhall.funds.payments"
    label = "payments"
    verbose_name = _("支付")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from unionhall.figures.catalogue import catalogue
        from unionhall.funds.payments import facts, merging, panels
        from unionhall.funds.payments.waiting import waiting
        from unionhall.office import counting
        from unionhall.office.counting import showing
        from unionhall.office.journal import verbs
        from unionhall.ui.slots import HOME_PANELS, MERGE_FOLLOWERS, UNIT_DEPENDENTS, WAITING

        counting.bind(facts.payments, facts.payment_rows)
        showing.show(facts.payments, facts.payment_view)
        catalogue.register(facts.payments)
        verbs.declare(VERBS)
        verbs.declare_facts(FACTS)
        MERGE_FOLLOWERS.fill(merging.follow)
        UNIT_DEPENDENTS.fill(panels.unit_dependents)
        WAITING.fill(waiting, order=30)
        HOME_PANELS.fill(panels.check_panel, order=5)


VERBS = {
    "payments.order.ordered": _("开支付单"),
    "payments.order.reissued": _("重付"),
    "payments.order.replaced": _("由新的支付单代替"),
    "payments.order.cancelled": _("作废支付单"),
    "payments.order.taken_out": _("移出批次"),
    "payments.order.arrived": _("查证后登记到账"),
    "payments.batch.made": _("制单"),
    "payments.batch.checked": _("复核批次"),
    "payments.batch.sent": _("出银行文件"),
    "payments.batch.file_taken": _("再次下载银行文件"),
    "payments.batch.dissolved": _("拆回批次"),
    "payments.batch.closed": _("批次结清"),
    "payments.batch.reopened": _("结清后又有退票"),
    "payments.return.read": _("登记回盘"),
    "payments.return.settled": _("处理回盘行"),
    "payments.register.exported": _("导出名册"),
}
FACTS = {
    "amount_fen": _("金额（元）"),
    "batch": _("批次"),
    "orders": _("支付单"),
    "orders_arrived": _("到账的支付单"),
    "orders_returned": _("退票的支付单"),
}
