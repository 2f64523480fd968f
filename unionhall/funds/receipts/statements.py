"""A bank statement as an import: which columns, which lines are receipts, what is written, how it is taken back.

Reading files is office/imports; which due a receipt settles is rules.py.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils.translation import gettext

from unionhall.funds.receipts import actions
from unionhall.funds.receipts.columns import FIELDS, VERDICTS
from unionhall.funds.receipts.lines import Line, read_lines
from unionhall.funds.receipts.models import Due, Receipt, Settlement, Statement
from unionhall.kernel import paths
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.identifiers import mask_card
from unionhall.kernel.money import show_yuan
from unionhall.office.imports.contract import (
    ACCEPTED,
    Checked,
    Context,
    ImportKind,
    Place,
    Progress,
    Subject,
    SummaryLine,
)
from unionhall.office.imports.models import Import
from unionhall.organisations.models import Unit
from unionhall.organisations.queries import CHUNK


class UnknownAccount(DomainError):
    code = "unknown-account"
    sentence = N_("没有选定开户单位和账号尾号（四位数字），文件没有收下。请选好再上传。")


class BankStatement(ImportKind):
    """Options: `holder` (unit id), `account_tail` (four digits), `period` (id of the one to match with, or None)."""

    code = "receipts.statement"
    label = N_("银行流水")
    fields = FIELDS
    verdicts = VERDICTS
    place = Place(
        N_("经费与资产"),
        N_("银行流水"),
        files="receipts:statements",
        upload="receipts:upload",
        written=(N_("去看到款"), "receipts:receipts"),
    )

    def describe(self, options: Mapping[str, Any], *, within: tuple[str, ...], on: date) -> Subject:
        """:raises UnknownAccount: no such holder within reach, or no four digits."""
        holder = Unit.objects.filter(pk=options.get("holder") or 0).first()
        tail = str(options.get("account_tail", ""))
        if holder is None or not any(paths.covers(top, holder.path) for top in within) or not _is_tail(tail):
            raise UnknownAccount
        title = gettext("银行流水 · {unit} 尾号 {tail}").format(unit=holder.name, tail=tail)
        account = account_key(holder.pk, tail)
        return Subject(f"statement:{account}", title, f"account:{account}", holder.path)

    def prepare(self, rows: pl.DataFrame, context: Context) -> pl.DataFrame:
        lines = [_told(line) for line in read_lines(rows, on=context.on)]
        columns = {name: [getattr(line, name) for line in lines] for name in _COLUMNS}
        return rows.select("sheet", "row", "block").with_columns(
            pl.Series(name, columns[name], dtype=dtype) for name, dtype in _COLUMNS.items()
        )

    def check(self, prepared: pl.DataFrame, context: Context) -> Checked:
        known = _known(prepared, account_key(context.options["holder"], context.options["account_tail"]))
        codes, texts = [], []
        for row in prepared.iter_rows(named=True):
            code, text = row["code"], row["text"]
            if code in (None, "no-payer"):
                amount_fen = known.get((row["reference"], row["day"]))
                code, text = _against_known(row["amount_fen"], amount_fen, code or ACCEPTED)
            codes.append(code)
            texts.append(text)
        rows = prepared.with_columns(
            pl.Series("code", codes, dtype=pl.String), pl.Series("text", texts, dtype=pl.String)
        )
        return Checked(rows, _facts(rows))

    def commit(
        self, imported: Import, checked: Checked, context: Context, *, by: Actor, on: date, progress: Progress
    ) -> dict[str, Any]:
        """One Statement, a Receipt for each credit line, and at once the matches that are beyond doubt."""
        options, facts = context.options, checked.facts
        statement = Statement.objects.create(
            holder_id=options["holder"],
            account_tail=options["account_tail"],
            first_on=date.fromisoformat(facts["first_on"]) if facts["first_on"] else on,
            last_on=date.fromisoformat(facts["last_on"]) if facts["last_on"] else on,
            lines=facts["receipts"],
            amount_fen=facts["amount_fen"],
            origin=imported.pk,
        )
        account = account_key(options["holder"], options["account_tail"])
        written = _written(checked.rows)
        Receipt.objects.bulk_create(
            [
                Receipt(
                    statement=statement,
                    account_key=account,
                    bank_reference=row["reference"],
                    received_on=row["day"],
                    amount_fen=row["amount_fen"],
                    payer_name=row["payer_name"],
                    payer_account=row["payer_account"],
                    remark=row["remark"],
                )
                for row in written.iter_rows(named=True)
            ],
            batch_size=CHUNK,
        )
        dues = Due.objects.standing().within(context.within)
        if options.get("period"):
            dues = dues.filter(period=options["period"])
        outcome = actions.match_all(
            receipts=Receipt.objects.filter(statement=statement), dues=dues, by=by, on=on, origin=imported.pk
        )
        return {
            "receipts": facts["receipts"],
            "amount_fen": facts["amount_fen"],
            "matched": outcome.matched,
            "matched_fen": outcome.matched_fen,
            "left": outcome.left,
            "left_fen": outcome.left_fen,
        }

    def dependents(self, imported: Import) -> list[str]:
        """What a clerk did with these receipts since; matches made at the commit go with it."""
        later = _settlements(imported).exclude(origin=imported.pk)
        count = later.values("receipt").distinct().count()
        if not count:
            return []
        return [gettext("其中 {n} 笔到款已由人工核对或退款，请先逐笔撤销核对").format(n=count)]

    def undo(self, imported: Import, *, by: Actor, on: date) -> dict[str, Any]:
        settled, _ = _settlements(imported).filter(origin=imported.pk).delete()
        receipts, _ = Receipt.objects.filter(statement__origin=imported.pk).delete()
        Statement.objects.filter(origin=imported.pk).delete()
        return {"receipts": receipts, "settlements": settled}

    def summary(self, imported: Import) -> list[SummaryLine]:
        facts = imported.counts.get("facts", {})
        if not facts:
            return []
        label = gettext("到款 {n} 笔").format(n=f"{facts['receipts']:,}")
        return [SummaryLine(label, amount_fen=facts["amount_fen"], is_total=True)]

    def outcome(self, imported: Import) -> str:
        told = gettext("记为到款 {yuan} 元；其中自动核对 {matched} 笔，{left} 笔留待人工认领")
        counts = imported.result
        return told.format(
            yuan=show_yuan(counts["amount_fen"]), matched=f"{counts['matched']:,}", left=f"{counts['left']:,}"
        )

    def taken_back(self, imported: Import) -> str:
        return gettext("移去 {n} 笔到款和它们的核对。").format(n=f"{imported.result['undone']['receipts']:,}")

    def undo_takes(self, imported: Import) -> tuple[int, str]:
        many = imported.result["receipts"]
        return many, gettext("撤销会移去这 {n} 笔到款，以及导入时自动做的核对。").format(n=f"{many:,}")

    def show(self, prepared: pl.DataFrame) -> pl.DataFrame:
        """Account numbers masked; amounts in yuan."""
        shown = prepared.select(
            "sheet",
            "row",
            "block",
            pl.col("day").cast(pl.String),
            "reference",
            pl.col("amount_fen").map_elements(show_yuan, return_dtype=pl.String).alias("credit"),
            "payer_name",
            pl.col("payer_account").map_elements(mask_card, return_dtype=pl.String).alias("payer_account"),
            "remark",
        )
        return shown


_COLUMNS: dict[str, Any] = {
    "day": pl.Date,
    "reference": pl.String,
    "amount_fen": pl.Int64,
    "payer_name": pl.String,
    "payer_account": pl.String,
    "remark": pl.String,
    "code": pl.String,
    "text": pl.String,
}


def _told(line: Line) -> Line:
    """The line with its verdict's whole sentence."""
    if line.code is None:
        return line
    text = BankStatement.verdict(line.code).sentence.format(row=line.text, amount=line.text)
    return replace(line, text=text)


def account_key(holder_id: int, tail: str) -> str:
    """One of our accounts, within which the bank's reference and the day name a line."""
    return f"{holder_id}:{tail}"


def _is_tail(tail: str) -> bool:
    return len(tail) == 4 and tail.isascii() and tail.isdigit()


def _against_known(amount_fen: int, recorded_fen: int | None, code: str) -> tuple[str, str]:
    """The verdict of a good line, given what was recorded before under its reference and day."""
    if recorded_fen is not None:
        code = "recorded-before" if recorded_fen == amount_fen else "reference-clash"
    return code, BankStatement.verdict(code).sentence.format(amount=show_yuan(recorded_fen or 0))


def _known(prepared: pl.DataFrame, account: str) -> dict[tuple[str, date], int]:
    """Amounts recorded before on this account in the statement's days, by reference and day."""
    days = prepared["day"].drop_nulls()
    if days.is_empty():
        return {}
    rows = Receipt.objects.filter(account_key=account, received_on__gte=days.min(), received_on__lte=days.max())
    return {(ref, day): fen for ref, day, fen in rows.values_list("bank_reference", "received_on", "amount_fen")}


def _written(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("code").is_in([ACCEPTED, "no-payer"]))


def _facts(rows: pl.DataFrame) -> dict[str, Any]:
    written = _written(rows)
    first, last = written["day"].min(), written["day"].max()
    return {
        "receipts": written.height,
        "amount_fen": int(written["amount_fen"].sum() or 0),
        "first_on": first.isoformat() if isinstance(first, date) else None,
        "last_on": last.isoformat() if isinstance(last, date) else None,
        "verdicts": dict(Counter(rows["code"].to_list())),
    }


def _settlements(imported: Import) -> "QuerySet[Settlement]":
    return Settlement.objects.filter(receipt__statement__origin=imported.pk)
