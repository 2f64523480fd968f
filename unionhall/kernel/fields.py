"""Model fields every floor shares: money, paths, encrypted text, blind indexes.

One of the two kernel modules that know Django.
"""

from copy import copy
from typing import Any

from django.conf import settings
from django.db import models

from unionhall.kernel import paths


class MoneyField(models.BigIntegerField):
    """An amount in fen."""


class _BytewiseField(models.CharField):
    """Text compared byte by byte: "C" on PostgreSQL, BINARY on SQLite."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        collation = {"postgresql": "C", "sqlite": "BINARY"}.get(connection.vendor)
        return {**super().db_parameters(connection), "collation": collation}


class PathField(_BytewiseField):
    """A unit's path on some day (see `kernel.paths`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)


class BlindIndexField(_BytewiseField):
    """HMAC-SM3 of an encrypted neighbour, 22 characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 22)
        super().__init__(*args, **kwargs)


class EncryptedField(models.TextField):
    """Text kept under SM4-GCM; the column's name is the associated data. Cannot be filtered on: use its index."""

    @property
    def label(self) -> str:
        """`table.column`, what the ciphertext is bound to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return settings.KEYRING.decrypt(value, column=self.label) if value else value

    def get_prep_value(self, value: str | None) -> str | None:
        return settings.KEYRING.encrypt(value, column=self.label) if value else value


@PathField.register_lookup
class Within(models.Lookup):
    """`path__within=top`: paths in the subtree of `top`, itself included, as one range of the index."""

    lookup_name = "within"
    walks = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        path, params = self.process_lhs(compiler, connection)
        # SQLite takes no index for a column behind a plus: so rows are read along the index of their order.
        path = f"+{path}" if self.walks and connection.vendor == "sqlite" else path
        return f"({path} >= %s AND {path} < %s)", (*params, self.rhs, *params, paths.successor(self.rhs))


def subtree(lookup: str, path: str) -> models.Q:
    """Rows whose path, reached by `lookup`, lies in the subtree of `path`."""
    return models.Q(**{f"{lookup}__within": path})


def walked(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """The same rows, to be read along their order until enough are found, not gathered by subtree and sorted.

    For the first rows of a large subtree. SQLite cannot know that a subtree is large; PostgreSQL does.
    """
    rows = rows.all()
    _walk(rows.query.where)
    return rows


def _walk(node: Any) -> None:
    for place, child in enumerate(node.children):
        if isinstance(child, Within):
            node.children[place] = copy(child)
            node.children[place].walks = True
        elif hasattr(child, "children"):
            _walk(child)


class DayNumber(models.Func):
    """A date column as the integer yyyymmdd, for generated columns: figures group by integers, never by date functions."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="CAST(REPLACE(%(expressions)s, '-', '') AS integer)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        sql, params = compiler.compile(self.source_expressions[0])
        parts = " + ".join(f"EXTRACT({part} FROM {sql}) * {weight}" for part, weight in _DAY_PARTS)
        return f"CAST({parts} AS integer)", params * len(_DAY_PARTS)


_DAY_PARTS = (("YEAR", 10000), ("MONTH", 100), ("DAY", 1))


def day_number(column: str) -> models.GeneratedField:
    """A stored integer yyyymmdd that follows a date column."""
    return models.GeneratedField(expression=DayNumber(column), output_field=models.IntegerField(), db_persist=True)
