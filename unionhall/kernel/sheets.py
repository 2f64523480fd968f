"""What leaves as a table: workbooks and CSV in which text stays text, whatever somebody typed into it.

No layout and no records: those are with whoever writes the table.
"""

from decimal import Decimal
from typing import IO, Any

#: A name, a label or a remark is never run as a formula, never made a link, never read as a number.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def workbook(out: IO[bytes], **options: Any) -> Any:
    """An xlsxwriter workbook that is written to `out`; the only way to one.

    :param options: xlsxwriter's own (`in_memory`, `constant_memory`, …).
    """
    import xlsxwriter  # costs 0.1 s at start-up

    return xlsxwriter.Workbook(out, {**options, **PLAIN})


def cell(value: object) -> str:
    """A cell of a CSV as a spreadsheet may open it: text it would take for a formula gets an apostrophe before it.

    Numbers are no text: a negative one stays a number.
    """
    text = "" if value is None else str(value)
    if isinstance(value, int | Decimal):
        return text
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
