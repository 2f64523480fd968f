"""Why a change of the tree is refused: one sentence each, saying what stayed as it was and what to do.

Raised by actions and by placing; codes are listed in docs.
"""

from unionhall.kernel.errors import N_, DomainError


class TreeRefusal(DomainError):
    """Any refusal of this app."""


class WrongLevel(TreeRefusal):
    code = "unit-wrong-level"
    sentence = N_("{kind}不能设在{upper}之下，什么也没有改动。请选一个合适的上级工会。")


class UnderItself(TreeRefusal):
    code = "unit-under-itself"
    sentence = N_("{to}在 {name} 之下，上级不能放到自己的下级里，什么也没有改动。请另选上级工会。")


class AlreadyThere(TreeRefusal):
    code = "unit-already-there"
    sentence = N_("{name}在 {on} 已经隶属 {to}，什么也没有改动。请核对日期和上级工会。")


class UnitClosed(TreeRefusal):
    code = "unit-closed"
    sentence = N_("{name}已于 {on} 注销，什么也没有改动。请选一个仍在的工会。")


class NotYetFounded(TreeRefusal):
    code = "unit-not-yet-founded"
    sentence = N_("{name}在 {on} 才成立，生效日期不能早于这一天；什么也没有改动。请改生效日期。")


class UpperNotStanding(TreeRefusal):
    code = "unit-upper-not-standing"
    sentence = N_("{to}没有在 {on} 以后一直存在，{name}不能从这天起隶属于它；什么也没有改动。请改日期或上级工会。")


class LaterChanges(TreeRefusal):
    code = "unit-later-changes"
    sentence = N_("{name}在 {on} 以后还有登记，这一步不能早于它；什么也没有改动。请改生效日期，或先核对后来的登记。")


class FormerName(TreeRefusal):
    code = "unit-former-name"
    sentence = N_("{name}是它 {on} 以前的名称，什么也没有改动。要改回去，请办“撤销更名”。")


class NothingToUndo(TreeRefusal):
    code = "unit-nothing-to-undo"
    sentence = N_("{name}最近一次登记的变动是{last}，不能按{wanted}撤销；什么也没有改动。请先核对后来的登记。")


class UpperChangedSince(TreeRefusal):
    code = "unit-upper-changed-since"
    sentence = N_(
        "{name}划转以后，{upper}在 {on} 又有{what}，这次划转不能再撤销；什么也没有改动。请另办划转，日期照填。"
    )


class ReasonMissing(TreeRefusal):
    code = "unit-reason-missing"
    sentence = N_("没有写明原因，什么也没有改动。请写明为什么撤销。")


class NameTaken(TreeRefusal):
    code = "unit-name-taken"
    sentence = N_("{upper}之下已经有“{name}”，什么也没有改动。请换一个名称。")


class CodeTaken(TreeRefusal):
    code = "unit-code-taken"
    sentence = N_("统一社会信用代码 {code} 已经登记给“{name}”，什么也没有改动。请核对代码。")


class CodeWrong(TreeRefusal):
    code = "unit-code-wrong"
    sentence = N_("统一社会信用代码 {code} 的位数或校验位不对，什么也没有改动。请对照证书重填 18 位。")


class EmployerHasUnion(TreeRefusal):
    code = "employer-has-union"
    sentence = N_("{employer}已经建立“{union}”，什么也没有改动。请核对用人单位。")


class PaperMissing(TreeRefusal):
    code = "unit-paper-missing"
    sentence = N_("没有填批准文号，什么也没有改动。组织变动要有文件依据，请填文号。")


class NameMissing(TreeRefusal):
    code = "unit-name-missing"
    sentence = N_("没有填名称，什么也没有改动。请填批准文件上的全称。")


class SameName(TreeRefusal):
    code = "unit-same-name"
    sentence = N_("{name}已经叫这个名称，什么也没有改动。")


class NotAlike(TreeRefusal):
    code = "units-not-alike"
    sentence = N_("{kept}和{gone}不是同一类工会，不能合并；什么也没有改动。请选同一类的工会，或先划转再注销。")


class NotBelow(TreeRefusal):
    code = "unit-not-below"
    sentence = N_("{child}不在{name}之下，不能随分立划出；什么也没有改动。请只选直接下级。")


class HasUnitsBelow(TreeRefusal):
    code = "unit-has-units-below"
    sentence = N_("{name}之下还有 {count} 个工会，不能注销；什么也没有改动。请先把它们划转或注销。")


class StillNeeded(TreeRefusal):
    code = "unit-still-needed"
    sentence = N_("{name}还不能注销：{why}。什么也没有改动。请先办完这些。")


class StaffImpossible(TreeRefusal):
    code = "unit-staff-impossible"
    sentence = N_("职工人数 {staff} 不对，什么也没有改动。请填 0 以上的整数；分出的人数不能多于原有人数。")
