"""A trial's workbook, and an edition's examples as the table they came from.

Names within the reader's scope only; every download is journalled by its page.
"""

import csv
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext

from unionhall.aid.claims import showing
from unionhall.aid.claims.models import Edition, Trial
from unionhall.kernel import sheets
from unionhall.kernel.money import yuan
from unionhall.kernel.scope import Scope
from unionhall.members.models import Person
from unionhall.organisations.queries import chunks

CASE_COLUMNS = (
    "case", "situation", "benefit", "own_cost", "total_cost", "days", "diagnosis", "renewal", "days_since_joining",
    "days_to_claim", "paid_this_period", "amount", "reason",
)  # fmt: skip


def names_of(people: list[int], scope: Scope) -> dict[int, str]:
    """Names of those the reader may see."""
    seen = Person.objects.visible_to(scope)
    found: dict[int, str] = {}
    for chunk in chunks(people):
        found.update(seen.filter(pk__in=chunk).values_list("pk", "name"))
    return found


def trial_workbook(trial: Trial, scope: Scope) -> bytes:
    """Two sheets: the comparison, and everybody's difference, largest gain first."""
    out = BytesIO()
    with sheets.workbook(out, in_memory=True) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        _account(book.add_worksheet(gettext("合计")), trial, bold, money)
        _people(book.add_worksheet(gettext("逐人差额")), trial, scope, bold, money)
    return out.getvalue()


def _account(sheet: Any, trial: Trial, bold: object, money: object) -> None:
    head = [gettext("试算"), gettext("单位"), gettext("原来"), trial.edition.name]
    sheet.write_row(0, 0, head, bold)
    for place, line in enumerate(showing.trial_account(trial), start=1):
        sheet.write_row(place, 0, [line.label, line.unit])
        for column, value in ((2, line.was), (3, line.would)):
            if value is None:
                sheet.write(place, column, "—")
            elif line.kind in ("money", "change", "total"):
                sheet.write_number(place, column, float(yuan(value)), money)
            else:
                sheet.write(place, column, value)
    sheet.set_column(0, 3, 18)


def _people(sheet: Any, trial: Trial, scope: Scope, bold: object, money: object) -> None:
    names = names_of([row[0] for row in trial.people], scope)
    heads = (
        gettext("姓名"),
        gettext("申领（件）"),
        gettext("原来（元）"),
        gettext("按草案（元）"),
        gettext("增减（元）"),
    )
    sheet.write_row(0, 0, heads, bold)
    for place, (person, claims, *amounts) in enumerate(trial.people, start=1):
        sheet.write_string(place, 0, names.get(person, gettext("（不在您的范围）")))
        sheet.write_number(place, 1, claims)
        for column, amount in enumerate(amounts, start=2):
            sheet.write_number(place, column, float(yuan(amount)), money)
    sheet.set_column(0, 4, 16)
    sheet.freeze_panes(1, 0)


def cases_table(edition: Edition) -> str:
    """cases.csv as the reference editions ship it; text a spreadsheet would take for a formula is marked as text."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(CASE_COLUMNS)
    for case in edition.cases.all():
        row = (
            case.code,
            case.situation,
            case.benefit,
            yuan(case.own_cost_fen),
            yuan(case.total_cost_fen),
            case.days,
            case.diagnosis,
            "yes" if case.is_renewal else "no",
            case.days_since_joining,
            case.days_to_claim,
            yuan(case.paid_period_fen),
            yuan(case.expected_fen),
            case.expected_reason,
        )
        table.writerow([sheets.cell(value) for value in row])
    return out.getvalue()
