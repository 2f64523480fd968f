"""Why a step on a case is refused: one class a reason, each one sentence that says what was kept and what to do.

Raised by stepping.py and actions.py.
"""

from unionhall.kernel.errors import N_, DomainError


class AlreadyDone(DomainError):
    """Somebody took a step between what the actor saw and what the actor decided."""

    code = "already-done"
    sentence = N_("这件{kind}已经有人办过了。{who}{when}已{act}，您的决定没有保存。")


class NotYourTurn(DomainError):
    code = "not-your-turn"
    sentence = N_("{why}，您的决定没有保存。")


class PapersMissing(DomainError):
    code = "papers-missing"
    sentence = N_("还缺材料：{missing}。这一步没有保存，请补齐后再办。")


class PaperUnknown(DomainError):
    code = "paper-unknown"
    sentence = N_("这类办件没有这种材料，没有收下。请从清单里选。")


class ReasonMissing(DomainError):
    code = "reason-missing"
    sentence = N_("没有选原因代码，或所选代码今天不在用，您的决定没有保存。请从清单里选一个原因。")


class ReasonTaken(DomainError):
    code = "reason-taken"
    sentence = N_("原因代码 {code} 在这一天已有写法，没有另存。请改用别的代码，或从以后的日期起改写。")


class ReasonEnded(DomainError):
    code = "reason-ended"
    sentence = N_("原因代码 {code} 的这一条已用到 {until} 为止，什么也没有改动。请刷新后再看。")


class EndsBeforeItBegins(DomainError):
    code = "reason-ends-early"
    sentence = N_("原因代码 {code} 的这一条从 {from_on} 起用，止期不能更早，没有保存。")


class NoticeRunning(DomainError):
    code = "notice-running"
    sentence = N_("公示到 {until} 为止，还没有期满，这一步没有保存。请期满后再办。")


class TooLate(DomainError):
    code = "too-late"
    sentence = N_("这一步应在 {until} 以前提出，已经过期，没有保存。")
