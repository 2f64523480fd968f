"""What an import as a whole can be refused for; rows get verdicts, files that cannot be read are in reading/refusals.py.

Each sentence says what was kept and what to do.
"""

from unionhall.kernel.errors import N_, DomainError


class SameFileAgain(DomainError):
    """Facts: `on`, `title`, `import_id` of the one committed before."""

    code = "same-file-again"
    sentence = N_("这份文件已于 {on} 导入（{title}），没有再导一次，什么也没有改动。要重导请先撤销那一次。")


class WrongState(DomainError):
    code = "import-state"
    sentence = N_("这次导入现在是“{state}”，不能这样办，什么也没有改动。请刷新后再看。")


class ColumnsMissing(DomainError):
    code = "columns-missing"
    sentence = N_("没有找到“{labels}”列，没有写入。请在“列是这样读的”里指定，或补上列名后重传。")


class OutOfReach(DomainError):
    code = "import-out-of-reach"
    sentence = N_("这份文件涉及的单位不全在您管的范围内，什么也没有改动。请由上级工会的经办人来办，或按单位分开重传。")


class TooManyElsewhere(DomainError):
    code = "too-many-elsewhere"
    sentence = N_(
        "表里有 {many} 行的证件号码已登记在您管的范围以外，而且姓名对不上，没有逐行列出，也没有写入。"
        "请先与各单位核对姓名和证件号码，再分开重传；确需一次导入的，请交上级工会的经办人办理。"
    )


class NothingToCommit(DomainError):
    code = "nothing-accepted"
    sentence = N_("没有一行可以导入，没有写入。请按原因改好后重传。")


class ColumnTwice(DomainError):
    code = "column-twice"
    sentence = N_("“{label}”指给了两列，没有保存。请只留一列。")


class UnknownColumn(DomainError):
    code = "column-unknown"
    sentence = N_("表里没有这一列（{column}），没有保存。请刷新后再选。")


class ImportLocked(DomainError):
    code = "import-locked"
    sentence = N_("相关数字已由“{locked_by}”冻结，这次导入不能撤销，什么也没有改动。请逐条更正，更正会作为重述列出。")


class HasDependents(DomainError):
    code = "import-has-dependents"
    sentence = N_("有后续记录依赖这次导入，没有撤销：{what}。请先处理它们。")


class NoReason(DomainError):
    code = "no-reason"
    sentence = N_("没有写明撤销原因，什么也没有改动。请写明原因再办。")


class FilesGone(DomainError):
    code = "files-gone"
    sentence = N_("这次导入的文件已过保存期（{delete_after}），按规定删除了。结果和日志仍在。")


class ChangedMeanwhile(DomainError):
    code = "changed-meanwhile"
    sentence = N_("导入时别人也在登记同一批人，没有写入，什么也没有改动。请稍后再次确认导入。")
