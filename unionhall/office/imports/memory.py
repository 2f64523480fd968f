"""What a sender's columns were confirmed to be, so that nobody is asked again.

One row a column header; which column a file really has is `reading`'s matter.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from unionhall.office.imports.contract import kind_of
from unionhall.office.imports.models import ColumnMemory, Import
from unionhall.office.imports.refusals import ColumnTwice, UnknownColumn


def remembered(imported: Import) -> dict[str, str | None]:
    """Header key to field name, None for a column left unused; what `reading.match_columns` takes."""
    rows = ColumnMemory.objects.filter(kind=imported.kind, sender=imported.sender)
    return {header: field or None for header, field in rows.values_list("header", "field")}


def remember(imported: Import, mapping: Mapping[str, Mapping[str, str]], *, on: date) -> None:
    """Keep how every column of every read sheet is to be read: as the user says, else as it was read.

    :raises ColumnTwice: one field for two columns. :raises UnknownColumn: no such sheet, column or field.
    """
    labels = {field.name: field.label for field in kind_of(imported.kind).fields}
    sheets = {sheet["name"]: sheet for sheet in imported.reading["sheets"] if sheet["is_read"]}
    if unknown := set(mapping) - set(sheets):
        raise UnknownColumn(column=min(unknown))
    answers: dict[str, str] = {}
    for name, sheet in sheets.items():
        answers |= _answers(sheet, mapping.get(name, {}), labels)
    ColumnMemory.objects.bulk_create(
        [
            ColumnMemory(kind=imported.kind, sender=imported.sender, header=header, field=field, confirmed_on=on)
            for header, field in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["kind", "sender", "header"],
        update_fields=["field", "confirmed_on"],
    )


def _answers(sheet: Mapping[str, Any], asked: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    columns = {column["key"]: column for column in sheet["columns"]}
    unknown = [key for key in asked if key not in columns] + [f for f in asked.values() if f and f not in labels]
    if unknown:
        raise UnknownColumn(column=unknown[0])
    # A field the user gave to another column is taken from the one it was read from.
    given = {field for field in asked.values() if field}
    as_read = {key: "" if column["field"] in given else column["field"] for key, column in columns.items()}
    fields = {**as_read, **asked}
    used = [field for field in fields.values() if field]
    twice = next((field for field in used if used.count(field) > 1), None)
    if twice:
        raise ColumnTwice(label=labels[twice])
    return {columns[key]["memory"]: field for key, field in fields.items()}
