"""One verdict for every row: completed with its sentence, counted, held against the promise that no row is lost.

Which verdict a row gets is the kind's business.
"""

from dataclasses import replace
from typing import Any

import polars as pl

from unionhall.office.imports.contract import Checked, ImportKind, Standing


class RowsLost(AssertionError):
    """A kind gave back other rows than it got, a row without a code, or a code it never declared: a programming mistake."""


def complete(kind: ImportKind, checked: Checked, given: pl.DataFrame) -> Checked:
    """The same rows, each with a code and a text; where the kind left the text empty, the verdict's own sentence.

    :raises RowsLost: accepted + rejected would not be the rows of the file.
    """
    rows = checked.rows
    sentences = {verdict.code: verdict.sentence for verdict in kind.verdicts}
    if not rows.select("sheet", "row", "block").equals(given.select("sheet", "row", "block")):
        raise RowsLost("rows were dropped or reordered")
    unknown = set(rows["code"].unique().to_list()) - set(sentences)
    if unknown:
        raise RowsLost(f"codes not declared: {unknown}")
    standard = pl.col("code").replace_strict(sentences, return_dtype=pl.String)
    text = pl.coalesce("text", standard) if "text" in rows.columns else standard
    return replace(checked, rows=rows.with_columns(text.alias("text")))


def counted(kind: ImportKind, checked: Checked) -> dict[str, Any]:
    """rows = accepted + rejected; `remark` are some of the accepted, `duplicate` some of the rejected."""
    by_code = {code: many for code, many in checked.rows.group_by("code").len().sort("code").iter_rows()}
    standing = {verdict.code: verdict.standing for verdict in kind.verdicts}

    def of(*standings: Standing) -> int:
        return sum(many for code, many in by_code.items() if standing[code] in standings)

    return {
        "rows": checked.rows.height,
        "accepted": of(Standing.ACCEPTED, Standing.REMARK),
        "rejected": of(Standing.DUPLICATE, Standing.REJECTED),
        "remark": of(Standing.REMARK),
        "duplicate": of(Standing.DUPLICATE),
        "by_code": by_code,
        "facts": checked.facts,
    }
