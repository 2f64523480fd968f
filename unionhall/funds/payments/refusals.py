"""Why a payment is refused: one class a reason, each one sentence that says what was kept and what to do.

Raised by actions and returns; a file that cannot be read is refused in lines.py.
"""

from unionhall.kernel.errors import N_, DomainError


class OrderedBefore(DomainError):
    code = "ordered-before"
    sentence = N_(
        "这一笔（{source_key} 第 {instalment} 笔）已有支付单 {number}，没有再开。要改金额或账户，请先作废那一张。"
    )


class BadPayee(DomainError):
    code = "bad-payee"
    sentence = N_("收款信息不能用：{why}。没有开支付单，请更正后再办。")


class NotOwnAccount(DomainError):
    code = "not-own-account"
    sentence = N_("收款户名和原支付单的收款人“{name}”不一样，须是本人名下的账户，没有重付。请换成本人的账户。")


class WrongAmount(DomainError):
    code = "wrong-amount"
    sentence = N_("金额须大于零，没有开支付单。请重新填写。")


class OrderTaken(DomainError):
    code = "order-taken"
    sentence = N_("支付单 {number} 现在是“{state}”，{where}，这一步没有办。请刷新后再选。")


class NothingToPay(DomainError):
    code = "nothing-to-pay"
    sentence = N_("没有选中待制单的支付单，没有建批次。")


class Changed(DomainError):
    code = "changed"
    sentence = N_("您看的时候支付单有了变动，现在是 {count} 笔、{yuan} 元，没有办。请核对页面上现在的笔数和金额再办。")


class MixedBatch(DomainError):
    code = "mixed-batch"
    sentence = N_("一个批次只能是同一付款单位、同一方案、同一期、同一用款科目，没有建批次。请分开制单。")


class WrongState(DomainError):
    code = "wrong-state"
    sentence = N_("这个批次现在是“{state}”，不能{act}，什么也没有改动。请刷新后再看。")


class SamePerson(DomainError):
    code = "same-person"
    sentence = N_("制单和复核不能是同一个人，没有保存。请由另一位有付款或签批职责的人办。")


class DoubleBenefit(DomainError):
    code = "double-benefit"
    sentence = N_("有 {count} 笔与别的支付单是同一人、同一事由、同一用途（{numbers}），没有通过。请先移出批次。")


class TotalsDiffer(DomainError):
    code = "totals-differ"
    sentence = N_("支付单合计 {now} 元与复核时的 {checked} 元不相等，没有出文件。请联系管理员查明。")


class NameNotInCode(DomainError):
    code = "name-not-in-code"
    sentence = N_("支付单 {numbers} 的户名里有 GBK 没有的字，没有出文件。请改用 CSV 或 Excel 格式。")


class FileGiven(DomainError):
    code = "file-given"
    sentence = N_("这个批次已按“{template}”出过银行文件，不能再出另一种格式，以免重复付款。请下载原来的格式。")


class FileDiffers(DomainError):
    code = "file-differs"
    sentence = N_(
        "重新生成的银行文件与送银行的那一份不一样（指纹不同），没有给出。请用当时下载的文件，并请管理员查明。"
    )


class NotReturned(DomainError):
    code = "not-returned"
    sentence = N_("支付单 {number} 现在是“{state}”，不是退票，没有重付。")


class RowSettled(DomainError):
    code = "row-settled"
    sentence = N_("这一行已经处理过了，什么也没有改动。请刷新后再看。")


class RowNotTakeable(DomainError):
    code = "row-not-takeable"
    sentence = N_("这一行不能按已到账登记：{why}。什么也没有改动，请先向银行查证。")


class NoReason(DomainError):
    code = "no-reason"
    sentence = N_("没有写明理由，什么也没有改动。请写明理由再办。")
