"""Every refusal of this app: what happened, what was kept, what to do.

Sentences only; who raises them stands in actions.py, valuation.py and simulation's job.
"""

from unionhall.kernel.errors import N_, DomainError


class NotADraft(DomainError):
    code = "not-a-draft"
    sentence = N_("“{edition}”已经不是草案，没有改动。施行过的条款不再修改，请复制成新草案再改。")


class NameTaken(DomainError):
    code = "edition-name-taken"
    sentence = N_("已有名为“{name}”的条款，没有再建。请换一个名称。")


class NoPeriods(DomainError):
    code = "no-periods"
    sentence = N_("没有写明适用于哪一期，没有保存。请至少选一期。")


class TermsUnsound(DomainError):
    code = "terms-unsound"
    sentence = N_("条款还算不通：{problems}。什么也没有改动，请改好再存。")


class NoSuchLine(DomainError):
    code = "no-such-line"
    sentence = N_("条款里没有“{line}”，什么也没有改动。请刷新后再改。")


class NothingChanged(DomainError):
    code = "nothing-changed"
    sentence = N_("和原来一样，没有可存的改动。")


class CaseExists(DomainError):
    code = "case-exists"
    sentence = N_("已有代码为“{case}”的例子，没有再添。请换一个代码，或改原来那一个。")


class NoCases(DomainError):
    code = "no-cases"
    sentence = N_("“{edition}”一个例子也没有，没有施行。请先添例子，写明应得多少。")


class CasesFail(DomainError):
    code = "cases-fail"
    sentence = N_("{total} 个例子里有 {failed} 个不符（第 {places} 例），没有施行。请改条款，或与录入人确认后改例子。")


class SamePerson(DomainError):
    code = "same-person"
    sentence = N_("条款由您起草或改过，要由另一人施行，没有施行。请交给另一位有签批职责的人。")


class ChangedMeanwhile(DomainError):
    code = "changed-meanwhile"
    sentence = N_("{period}的条款已由{name}于 {on} 换成“{other}”，“{edition}”没有施行。请和新施行的条款对照以后再办。")


class NoDay(DomainError):
    code = "no-valid-from"
    sentence = N_("没有写明施行日期，没有施行。请先填施行日期。")


class DayTooEarly(DomainError):
    code = "valid-from-too-early"
    sentence = N_("施行日期 {day} 不晚于{period}现行条款的 {current}，没有施行。请改施行日期。")


class NoEdition(DomainError):
    code = "no-edition"
    sentence = N_("{period}还没有施行过条款（{day} 出院），没有计算。请先施行一版条款。")


class StayClaimed(DomainError):
    code = "stay-claimed"
    sentence = N_("这次住院（{admitted} 入院）已经有一件申领 {number}，没有再登记。请到那一件里办。")


class StaysOverlap(DomainError):
    code = "stays-overlap"
    sentence = N_(
        "住院日期 {admitted} — {discharged} 和申领 {number} 的 {other_admitted} — {other_discharged} 重叠，"
        "同一段住院只补一次，没有办。请核对日期，或撤回其中一件。"
    )


class DatesWrong(DomainError):
    code = "dates-wrong"
    sentence = N_("出院日期 {discharged} 早于入院日期 {admitted}，没有登记。请照出院小结核对。")


class DischargeAhead(DomainError):
    code = "discharge-ahead"
    sentence = N_("出院日期 {discharged} 晚于收到日期 {received}，没有登记。出院以后才能申领。")


class CostsWrong(DomainError):
    code = "costs-wrong"
    sentence = N_("自付 {own} 元多于总费用 {total} 元，或有金额小于零，没有登记。请照结算单核对。")


class EnrolmentWithdrawn(DomainError):
    code = "enrolment-withdrawn"
    sentence = N_("这份参保已于 {on} 退保，没有登记。请核对参保记录。")


class ClaimWithdrawn(DomainError):
    code = "claim-withdrawn"
    sentence = N_("申领 {number} 已于 {on} 撤回，什么也没有改动。")


class NotValued(DomainError):
    code = "claim-not-valued"
    sentence = N_("申领 {number} 还没有计算过，没有可以复算的。请先计算。")


class SeveralEditions(DomainError):
    code = "several-editions"
    sentence = N_("{period}有职工的几件申领跨两版条款，没有成批计算。请先把这些申领逐件复审，再成批计算其余的。")


class NoClaims(DomainError):
    code = "no-claims-to-try"
    sentence = N_("{period}没有可以试算的申领，没有试算。请换一期。")


class NothingToValue(DomainError):
    code = "nothing-to-value"
    sentence = N_("{period}没有待计算的申领，没有计算。提交后的申领才成批计算。")


class ValuedMeanwhile(DomainError):
    code = "valued-meanwhile"
    sentence = N_("{period}有申领在计算时已由别人批准，一件也没有写入。请再计算一次。")


class NoCase(DomainError):
    code = "claim-without-case"
    sentence = N_("申领 {number} 是直接登记的，没有办理手续，什么也没有改动。")


class NotWithEnterer(DomainError):
    code = "claim-not-with-enterer"
    sentence = N_("这件申领现在是“{state}”，不能改，什么也没有保存。退回补正后才能改。")


class PayeeUnfit(DomainError):
    code = "payee-unfit"
    sentence = N_("收款信息不能用：{why}。没有保存，请改好再办。")


class NoGrounds(DomainError):
    code = "no-grounds"
    sentence = N_("没有写明为什么要复核，没有提交。请把理由写上。")


class NotForAll(DomainError):
    code = "not-for-all"
    sentence = N_("申领 {number} 现在是“{state}”，要打开这一件单独办，没有改动。")


class NothingToKeep(DomainError):
    code = "nothing-to-keep"
    sentence = N_("申领 {number} 没有批准过金额，不能维持原额，什么也没有改动。请改为同意或维持不予补助。")


class GrantStands(DomainError):
    code = "grant-stands"
    sentence = N_(
        "申领 {number} 已批准补助，复核的是金额，不能改成不予补助，什么也没有改动。请同意新的金额或维持原额。"
    )


class NothingPayable(DomainError):
    code = "nothing-payable"
    sentence = N_("申领 {number} 按条款没有可补的金额：{why}。没有批准，请按原因不予补助。")


class AmountChanged(DomainError):
    code = "amount-changed"
    sentence = N_("申领 {number} 的应补助您看到的是 {seen} 元，现在算得 {now} 元，没有批准。请看过新的计算再定。")


class BalanceTooSmall(DomainError):
    code = "balance-too-small"
    sentence = N_("{period}的结余只有 {left} 元，不够支付 {number} 的 {amount} 元，没有批准。请先核对收缴到款。")


class NotApproved(DomainError):
    code = "claim-not-approved"
    sentence = N_("申领 {number} 还没有批准，没有开支付单。请先复审。")


class SlipUnknown(DomainError):
    code = "slip-unknown"
    sentence = N_("受理单上的码和证件号码后四位对不上。请照受理单再输一次；输错五次会锁上。")


class SlipLocked(DomainError):
    code = "slip-locked"
    sentence = N_("这张受理单输错了五次，已经锁上。请到您的工会重新出一张。")


class SlipExpired(DomainError):
    code = "slip-expired"
    sentence = N_("这件申领办结已经 90 天，查询到 {on} 为止。要查请到您的工会。")


class NothingToSample(DomainError):
    code = "nothing-to-sample"
    sentence = N_("您管的范围里，这一期没有已到账的支付，没有抽样。请换一期。")
