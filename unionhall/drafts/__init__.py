"""The draft checker: a draft's numbers read, laid against each other and against the ledger. Plain Python, no Django.

from unionhall.drafts import check, read_docx, read_txt, mark_docx

report = check("受理调解案件 40 件，调解成功 25 件，成功率 75%。")
report.figures, report.findings[0].expected          # 3, "62.5%"
"""

from unionhall.drafts.checking import check
from unionhall.drafts.files import MarkingFailed, Unreadable, mark_docx, read_docx, read_file, read_txt
from unionhall.drafts.findings import RULES, Finding, Report, Severity
from unionhall.drafts.ledger import Named
from unionhall.drafts.reading import Reading, Role
from unionhall.drafts.sentences import Cell, Document, Paragraph

__all__ = [
    "RULES",
    "Cell",
    "Document",
    "Finding",
    "MarkingFailed",
    "Named",
    "Paragraph",
    "Reading",
    "Report",
    "Role",
    "Severity",
    "Unreadable",
    "check",
    "mark_docx",
    "read_docx",
    "read_file",
    "read_txt",
]
