"""Answers that are files: the right type, a name in Chinese, never opened in the page.

Content is made elsewhere.
"""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def file_answer(content: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    return file_answer(content, name, WORKBOOK)


def word_answer(content: bytes, name: str) -> HttpResponse:
    return file_answer(content, name, WORD)


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    return file_answer(content, name, PDF)
