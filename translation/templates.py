"""Babel's reader of Django templates: {% trans %}, {% blocktrans trimmed %} with its plural, _("…") in any tag.

Does no parsing of its own: Django turns a template into Python-like text, Babel reads that.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

# A component's attribute may hold quotes: data="{% trans 'x' %}" is no string of Python.
_LEAD = re.compile(r"^[ \t\f]+", re.MULTILINE)


def extract_template(
    fileobj: BinaryIO, keywords: dict[str, Any], comment_tags: list[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """What Babel asks of an extractor: (line, function, message or messages, comments) of each marked text."""
    # Indentation means nothing in a template and would be an error in Python.
    text = _LEAD.sub("", templatize(fileobj.read().decode("utf-8")))
    yield from extract_python(BytesIO(text.encode("utf-8")), keywords, comment_tags, {"encoding": "utf-8"})
