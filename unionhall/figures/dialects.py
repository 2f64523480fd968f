"""From Ibis expressions to SQL text as Django's cursors take it: one WITH, %s for parameters, every other % doubled.
Which expressions there are is decided elsewhere (`compile`, `records`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from unionhall.figures.conditions import NotPortable

# Name of the fact's rows inside every statement, and of the rows as the source gives them.
FACTS, ROWS = "facts", "fact_rows"

COMPILERS = {"sqlite": "SQLiteCompiler", "postgres": "PostgresCompiler", "duckdb": "DuckDBCompiler"}


@dataclass(frozen=True)
class Statement:
    """SQL text with %s placeholders, and its parameters: what `cursor.execute` of Django takes."""

    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True)
class Source:
    """Where a fact's rows come from: a SELECT of the fact's columns in their order, with %s placeholders.

    :param within: half-open range of organisation paths (from, to) that rows must fall into; none for a post at the
        root, where the predicate would only cost (measured: 1.6 times).
    """

    sql: str
    params: tuple[Any, ...] = ()
    within: tuple[str, str] | None = None


@cache
def _compiler(dialect: str) -> Any:
    from ibis.backends.sql import compilers  # 0.5 s with Ibis itself: not at start-up

    return getattr(compilers, COMPILERS[dialect])()


def compiled(expression: Any, *, dialect: str, prefix: str = "", scans: bool = False) -> tuple[list[str], str]:
    """Compile one Ibis table expression.

    Ibis puts what it uses twice into a WITH of its own. It is taken out of the tree under names of our own, so that
    several expressions can stand in one statement.

    :param scans: it reads a good part of the rows. SQLite cannot know how many fall into a year, and is kept from
        reaching each through an index (measured over a million rows: half the time). Paths keep their index.
    :return: the common table expressions as text, in order, and the SELECT; each % doubled.
    :raises NotPortable: see there.
    """
    import sqlglot.expressions as sge

    compiler = _compiler(dialect)
    tree = compiler.to_sqlglot(expression)
    with_ = tree.args.pop("with_", None)
    ctes = list(with_.expressions) if with_ is not None else []
    renamed = {cte.alias: f"{prefix}_{cte.alias}" for cte in ctes}
    for part in (tree, *ctes):
        for table in part.find_all(sge.Table):
            if table.name in renamed:
                table.this.set("this", renamed[table.name])
        for function in part.find_all(sge.Anonymous):
            if str(function.this).upper().startswith("_IBIS"):
                raise NotPortable(f"{function.this} exists only inside Ibis; use comparisons, isin and arithmetic")
        if scans and dialect == "sqlite":
            for where in [select.args["where"] for select in part.find_all(sge.Select) if select.args.get("where")]:
                where.set("this", sge.Coalesce(this=where.this, expressions=[sge.false()]))
    texts = [f'"{renamed[cte.alias]}" AS ({_text(cte.this, compiler)})' for cte in ctes]
    return texts, _text(tree, compiler)


def framed(dialect: str, columns: Sequence[str], source: Source, ctes: Sequence[str], body: str) -> Statement:
    """Put the fact's rows in front of a compiled body.

    NOT MATERIALIZED lets each branch read only the columns and rows it needs; columns are named by position, so what
    the source calls them does not matter.
    """
    kept = "" if dialect == "duckdb" else "NOT MATERIALIZED "
    params = source.params
    names = ", ".join(f'"{name}"' for name in columns)
    if source.within is None:
        rows = [f'"{FACTS}" ({names}) AS {kept}({source.sql})']
    else:
        rows = [
            f'"{ROWS}" ({names}) AS {kept}({source.sql})',
            f'"{FACTS}" AS {kept}(SELECT * FROM "{ROWS}" WHERE "path" >= %s AND "path" < %s)',  # noqa: S608
        ]
        params = (*params, *source.within)
    return Statement(f"WITH {', '.join([*rows, *ctes])} {body}", params)


def _text(tree: Any, compiler: Any) -> str:
    return str(tree.sql(dialect=compiler.dialect)).replace("%", "%%")
