"""Files in and out: docx and txt read as documents, a docx marked with comments.

Checks know nothing of files.
"""

from unionhall.drafts.files.marking import mark_docx
from unionhall.drafts.files.refusals import MarkingFailed, Unreadable
from unionhall.drafts.files.texts import CHARACTERS, read_file, read_txt
from unionhall.drafts.files.words import read_docx

__all__ = ["CHARACTERS", "MarkingFailed", "Unreadable", "mark_docx", "read_docx", "read_file", "read_txt"]
